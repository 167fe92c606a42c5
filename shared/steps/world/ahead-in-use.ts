/**
 * What keeps an early launch from being terminated, or a standby that was started early from being stopped, asked afresh right
 * before: `prepare` and the sweep both ask.
 */
import { readAddress } from '../../aws/read-address.ts';
import { describeInstance, instanceOf } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { TransientError } from '../../domain/errors.ts';
import { hasEnded, type Instance, isStopped, TAG } from '../../domain/snapshot.ts';
import { ownerOf } from './owner.ts';
import { readRoutesOf, routeTo } from './routes-of.ts';
import { takeoverRuns } from './takeover-runs.ts';

/** `gone`: it has ended, or rests. `tags`: it has another role by now. `traffic`: the address or a route leads to it. */
type Stays = { because: 'gone' | 'tags' | 'traffic' | 'takeover'; detail: string };

type Early = { instanceId: string; role: 'ahead' | 'standby' };

/**
 * Undefined when it may be terminated, or stopped.
 *
 * @throws TransientError when something of this cannot be read: what is unknown is no permission.
 */
export async function whyEarlyStays(
  { instanceId, role }: Early,
  appliance: Appliance,
  deps: Deps,
): Promise<Stays | undefined> {
  const address = readAddress(deps.clients, appliance.floatingIp);
  const [reading, { instanceId: holder, tags }, runs, routes] = await Promise.all([
    describeInstance(deps.clients, instanceId),
    address,
    address.then((read) => takeoverRuns(appliance.name, read, { ...deps, listing: true })),
    readRoutesOf(appliance, deps),
  ]);
  if (reading.reading === 'unreadable') throw new TransientError(`${instanceId} is unreadable (${reading.why})`);
  if (reading.reading === 'absent') throw new TransientError(`${instanceId} is not visible`);
  const instance = instanceOf(reading.raw);
  if (hasEnded(instance) || (role === 'standby' && isStopped(instance.state)))
    return { because: 'gone', detail: `${instanceId} is ${instance.state}` };
  // It may be adopted at this moment, and is tagged and given the address then.
  if (runs) return { because: 'takeover', detail: `a takeover runs, and may use ${instanceId}` };
  if ([holder, tags[TAG.activeInstance]].includes(instanceId) || routeTo(instance, routes))
    return { because: 'traffic', detail: `the address or a route leads to ${instanceId}` };
  const differs = whyNot(role, instance, appliance, deps);
  if (differs) return { because: 'tags', detail: `${instanceId} has ${differs}` };
  return undefined;
}

function whyNot(role: Early['role'], { tags }: Instance, { name }: Appliance, deps: Deps): string | undefined {
  const wanted = { [TAG.role]: role, [TAG.appliance]: name, [TAG.owner]: ownerOf(deps) };
  const other = Object.entries(wanted).find(([key, value]) => tags[key] !== value);
  return other && `${other[0]} = ${tags[other[0]] ?? 'nothing'}, not ${other[1]}`;
}
