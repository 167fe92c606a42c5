/** Terminates an early launch that its `prepare` execution has left behind: that execution died, or could not terminate it. */
import { terminate } from '../../aws/launch.ts';
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { SWEPT_SECONDS } from '../../domain/decision/early-launch.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { aheadLaunchedBy } from '../provenance/ahead-launch.ts';
import { whyEarlyStays } from '../world/ahead-in-use.ts';

type Reaped = { did: 'terminates' | 'later' | 'no-provenance' } | { did: 'stays'; why: string };

/** `later`: its execution still has time, it cannot be read now, or a takeover runs. `stays`: something uses it. */
export async function reapAhead(appliance: Appliance, instanceId: string, deps: Deps): Promise<Reaped> {
  const reading = await readInstance(deps.clients, instanceId);
  if (reading.reading !== 'described') return { did: 'later' };
  const { instance } = reading;
  const now = deps.clock.now().toISOString();
  if (!instance.launchedAt || secondsBetween({ from: instance.launchedAt, to: now }) < SWEPT_SECONDS)
    return { did: 'later' };
  if (!(await aheadLaunchedBy(instance, appliance.name, deps))) return { did: 'no-provenance' };
  const stays = await whyEarlyStays({ instanceId, role: 'ahead' }, appliance, deps);
  if (stays) {
    const { because, detail } = stays;
    return because === 'gone' || because === 'takeover' ? { did: 'later' } : { did: 'stays', why: detail };
  }
  await terminate(deps.clients, instanceId);
  return { did: 'terminates' };
}
