/** Both alarms exist, are as wanted, and watch the active instance: a takeover that died may have left them elsewhere. */
import { type SeenAlarms, watchInstance, watchProbe } from '../../aws/alarms.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import type { Address } from '../../domain/snapshot.ts';
import { refuseHolder } from './out-of-line.ts';
import { stillThere } from './still-there.ts';

/** `changes`: where each alarm that was put is written down at once, for the second may be refused. */
type Arming = {
  address: Address;
  active: string;
  seen: SeenAlarms | undefined;
  /** What an alarm that is put says of the probe's probation. */
  probation: string | undefined;
  changes: string[];
};

export async function arm(appliance: Appliance, arming: Arming, deps: Deps): Promise<void> {
  const { address, active, seen, probation, changes } = arming;
  const { name, probe } = appliance;
  const { clients, deployment } = deps;
  const { stage } = deployment;
  const misdirected = !seen?.statusCheck?.asWanted || seen.statusCheck.instanceId !== active;
  if (!misdirected && seen?.probe?.asWanted) return;
  await stillThere(appliance, address, deps);
  if (misdirected) {
    await refuseHolder(appliance, address, deps);
    await watchInstance(clients, { stage, appliance: name, instanceId: active });
    changes.push(`status check alarm watches ${active}`);
  }
  if (!seen?.probe?.asWanted) {
    await watchProbe(clients, { stage, appliance: name, probe, probation });
    changes.push(`probe alarm watches ${name}`);
  }
}
