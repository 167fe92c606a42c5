/** Stops a standby again that `prepare` started and no takeover uses. `prepare` does it, and the sweep where that one died. */
import { stopInstance } from '../../aws/apply-change.ts';
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { TransientError } from '../../domain/errors.ts';
import { type Instance, isStopped } from '../../domain/snapshot.ts';
import { poll } from '../pace/poll.ts';
import { whyEarlyStays } from '../world/ahead-in-use.ts';

/** EC2 takes the request, and shows it a moment later. */
const READ_BACK = { seconds: 15, everyMs: 1_000 };

/** `adopted`: something uses it, or has taken it. `later`: a takeover runs, and may use it. */
type Rested = { outcome: 'stopped' | 'adopted' | 'gone' | 'later'; detail: string };

/**
 * Only for one that is proven to be started early. Everything else is read afresh right before.
 *
 * @throws TransientError while it starts, and when something cannot be read or is not seen in time.
 */
export async function restStandby({ id, state }: Instance, appliance: Appliance, deps: Deps): Promise<Rested> {
  const stays = await whyEarlyStays({ instanceId: id, role: 'standby' }, appliance, deps);
  if (stays) {
    const { because, detail } = stays;
    if (because === 'gone') return { outcome: 'gone', detail };
    return { outcome: because === 'takeover' ? 'later' : 'adopted', detail };
  }
  // EC2 refuses to stop what it is about to start.
  if (state === 'pending') throw new TransientError(`the standby ${id} is still pending`);
  await stopInstance(deps.clients.ec2, id, 'gracefully');
  const seen = await poll(deps.clock, READ_BACK, async () => {
    const reading = await readInstance(deps.clients, id);
    return (reading.reading === 'described' && isStopped(reading.instance.state)) || undefined;
  });
  if (!seen) throw new TransientError(`the standby ${id} was asked to stop, and is not seen doing so`);
  return { outcome: 'stopped', detail: `the standby ${id} was not used` };
}
