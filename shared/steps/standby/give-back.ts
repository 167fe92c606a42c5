/**
 * What a takeover took as its replacement and has not used is the standby again: closed and tagged as the plan has recorded
 * it, and read back. A takeover that failed would leave an open clone of the appliance behind otherwise.
 */
import { setGroups } from '../../aws/apply-change.ts';
import { describeInstance, type Ec2Instance, hasGroups, instanceOf } from '../../aws/read-instances.ts';
import { tagParts } from '../../aws/standby.ts';
import type { Deps } from '../../deps.ts';
import { TransientError } from '../../domain/errors.ts';
import { standbyNameOf } from '../../domain/images/naming.ts';
import { hasEnded, TAG } from '../../domain/snapshot.ts';
import type { PlannedStandby, TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { foundParts } from '../../domain/traffic/kinds.ts';
import { carriesAny } from '../../domain/traffic/placed.ts';
import { poll } from '../pace/poll.ts';
import { readParts } from '../traffic/each-kind.ts';
import { CARRYING_READS } from '../traffic/kinds.ts';
import { lookFreshly } from '../world/look-freshly.ts';

const READ_BACK = { seconds: 8, everyMs: 250, slowing: 1.5 };

/** `by`: the execution of the takeover, as it has tagged the standby. */
type Taken = { plan: TakeoverPlan; by: string };

/** `not-taken`: nothing is to be done. `in-use`: the address or a route leads to it. */
type GivenBack = 'given-back' | 'not-taken' | 'gone' | 'in-use';

/**
 * The plan proves what it was and how it was closed; the tag of this takeover says that it was taken.
 *
 * @throws TransientError when it cannot be read, or is not seen closed in time; RefusedError when EC2 refuses a change.
 */
export async function giveBack({ plan, by }: Taken, deps: Deps): Promise<GivenBack> {
  const { standby } = plan;
  if (!standby?.groups) return 'not-taken';
  const answer = await describeInstance(deps.clients, standby.instanceId);
  if (answer.reading === 'unreadable') throw new TransientError(`${standby.instanceId} is unreadable (${answer.why})`);
  if (answer.reading === 'absent') return 'gone';
  const instance = instanceOf(answer.raw);
  if (hasEnded(instance)) return 'gone';
  if (!isTaken(answer.raw, { plan, by })) return 'not-taken';
  const traffic = await lookFreshly(deps.clock, () => readParts(CARRYING_READS, { parts: foundParts(plan) }, deps));
  if (carriesAny(traffic, instance)) return 'in-use';
  await close(answer.raw, { plan, standby, groups: standby.groups }, deps);
  return 'given-back';
}

/** Also one that was opened, and whose tags were refused or are not shown yet. */
function isTaken(raw: Ec2Instance, { plan, by }: Taken): boolean {
  const { tags } = instanceOf(raw);
  if (tags[TAG.appliance] !== plan.appliance) return false;
  if (tags[TAG.role] === 'replacement') return tags[TAG.by] === by;
  return tags[TAG.role] === 'standby' && !hasGroups(raw, plan.standby?.groups ?? []);
}

type Closing = { plan: TakeoverPlan; standby: PlannedStandby; groups: string[] };

/** The network first: until it is closed its tags say that it is not. */
async function close(raw: Ec2Instance, { plan, standby, groups }: Closing, deps: Deps): Promise<void> {
  const { clients, clock, deployment } = deps;
  const { instanceId, networkInterfaceId, by } = standby;
  const Name = standbyNameOf({ stage: deployment.stage, appliance: plan.appliance });
  if (!hasGroups(raw, groups)) await setGroups(clients, networkInterfaceId, groups);
  await tagParts(clients, raw, { Name, [TAG.role]: 'standby', [TAG.by]: by });
  const seen = await poll(clock, READ_BACK, async () => {
    const answer = await describeInstance(clients, instanceId);
    if (answer.reading !== 'described') return undefined;
    const { tags } = instanceOf(answer.raw);
    return (tags[TAG.role] === 'standby' && tags[TAG.by] === by && hasGroups(answer.raw, groups)) || undefined;
  });
  if (!seen) throw new TransientError(`${instanceId} was closed and tagged standby, and is not seen so yet`);
}
