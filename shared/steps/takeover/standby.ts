/** A source of a replacement: the instance that is kept ready. It becomes this takeover's before anything moves to it. */
import { letForward, setGroups } from '../../aws/apply-change.ts';
import { replacementTags } from '../../aws/launch.ts';
import { differencesFrom } from '../../aws/launch-facts.ts';
import { describeInstance, type Ec2Instance, groupsOf, hasGroups, instanceOf } from '../../aws/read-instances.ts';
import { startInstance, tagParts } from '../../aws/standby.ts';
import type { Deps } from '../../deps.ts';
import { isAsRead } from '../../domain/decision/standby.ts';
import { messageOf, RefusedError, TransientError } from '../../domain/errors.ts';
import { type Instance, TAG } from '../../domain/snapshot.ts';
import type { PlannedStandby, TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { poll } from '../pace/poll.ts';
import { isStandbyOfOurs } from '../provenance/standby-origin.ts';
import { type Launched, refusedIn } from './facts.ts';
import type { TakeoverInput } from './input.ts';
import type { Source } from './source.ts';

const READ_BACK = { seconds: 10, everyMs: 100, slowing: 1.5 };

/** The standby that has the traffic and does not answer: a new launch takes its place, in the same takeover. */
export const replacedStandby = ({ plan, done }: TakeoverInput): Launched['replaces'] =>
  done.verify?.replace && plan.standby
    ? { instanceId: plan.standby.instanceId, networkInterfaceId: plan.standby.networkInterfaceId }
    : undefined;

/** Asked once: where EC2 has refused other places since, the takeover continues with those. */
export const standby: Source = async (input, deps) => {
  const planned = input.plan.standby;
  if (!planned || input.done.launch?.outcome === 'some-refused') return NOTHING;
  const answer = await describeInstance(deps.clients, planned.instanceId);
  if (answer.reading !== 'described') return left(planned, `it is ${answer.reading}`, deps);
  const { raw } = answer;
  const why = await whyNotUsed(raw, { input, planned }, deps);
  if (why !== undefined) return left(planned, why, deps);
  return { ...NOTHING, take: (behindGate) => take(raw, { input, planned }, behindGate) };
};

const NOTHING = { superfluous: [], planted: [] };

/** A standby that is of no use is no reason to wait: the takeover launches. */
function left({ instanceId }: PlannedStandby, why: string, { log }: Deps): typeof NOTHING {
  log({ level: 'warn', message: `the standby ${instanceId} is not used: ${why}` });
  return NOTHING;
}

type Using = { input: TakeoverInput; planned: PlannedStandby };

/** @throws TransientError when Step Functions cannot be asked whose it is. */
async function whyNotUsed(raw: Ec2Instance, { input, planned }: Using, deps: Deps): Promise<string | undefined> {
  const { plan } = input;
  const instance = instanceOf(raw);
  const { state } = instance;
  if (!mayUse(state, planned)) return `it is ${state}`;
  if (!isInRole(instance, plan)) return `its role is ${instance.tags[TAG.role] ?? 'not tagged'}`;
  if (!isAsRead(instance, planned)) return 'it is another instance than the plan has read';
  const [ours, differs] = await Promise.all([
    isStandbyOfOurs(instance, { appliance: plan.appliance, by: planned.by }, deps),
    differencesBeside(raw, plan, deps),
  ]);
  if (!ours) return 'no rotation of ours kept it';
  return differs.length > 0 ? `it differs from the blueprint: ${differs.join(', ')}` : undefined;
}

const mayUse = (state: string, { stopped }: PlannedStandby): boolean =>
  state === 'running' || (stopped === true && (state === 'stopped' || state === 'pending'));

/** An attempt whose answer was lost, or an earlier takeover that died, has tagged it as a replacement already. */
function isInRole({ tags }: Instance, { appliance, generation }: TakeoverPlan): boolean {
  if (tags[TAG.appliance] !== appliance) return false;
  if (tags[TAG.role] === 'standby') return true;
  return tags[TAG.role] === 'replacement' && Number(tags[TAG.generation]) <= generation;
}

/** Its security groups are changed by the takeover itself. What cannot be compared is not used. */
const differencesBeside = (raw: Ec2Instance, plan: TakeoverPlan, { clients }: Deps): Promise<string[]> =>
  differencesFrom(clients, raw, {
    ...plan,
    blueprint: { ...plan.blueprint, securityGroupIds: groupsOf(raw) },
  }).catch((cause) => [messageOf(cause)]);

async function take(raw: Ec2Instance, using: Using, deps: Deps): Promise<Launched | undefined> {
  const { input, planned } = using;
  try {
    await change(raw, using, deps);
  } catch (cause) {
    if (!(cause instanceof RefusedError)) throw cause;
    deps.log({ level: 'warn', message: `the standby ${planned.instanceId} is not used: ${cause.message}` });
    return undefined;
  }
  const { imageId, zone, instanceType, instanceId, networkInterfaceId } = planned;
  return {
    outcome: 'launched',
    ...{ instanceId, networkInterfaceId, placement: { imageId, zone, instanceType, subnetId: raw.SubnetId ?? '' } },
    ...{ adopted: true, standby: true, launchedAt: deps.clock.now().toISOString(), refused: refusedIn(input.done) },
  };
}

async function change(raw: Ec2Instance, { input, planned }: Using, deps: Deps): Promise<void> {
  const { plan, executionArn: by } = input;
  const { securityGroupIds } = plan.blueprint;
  const tags = { ...plan.blueprint.tags, ...replacementTags({ plan, by }) };
  const isOpen = hasGroups(raw, securityGroupIds);
  const tagged = tagParts(deps.clients, raw, tags);
  const starts = instanceOf(raw).state === 'stopped';
  // Its tags first: what is started says whose it is.
  if (starts) await tagged;
  await Promise.all([
    tagged,
    starts ? startInstance(deps.clients, planned.instanceId) : undefined,
    // One that is started may still be refused: MoveTraffic turns its check off.
    planned.stopped ? undefined : letForward(deps.clients, planned.networkInterfaceId),
    isOpen ? undefined : setGroups(deps.clients, planned.networkInterfaceId, securityGroupIds),
  ]);
  const seen = await poll(deps.clock, READ_BACK, async () => {
    const answer = await describeInstance(deps.clients, planned.instanceId);
    return (answer.reading === 'described' && isTaken(answer.raw, { input, planned })) || undefined;
  });
  if (!seen) throw new TransientError(`${planned.instanceId} was tagged and opened, and is not seen so yet`);
}

function isTaken(raw: Ec2Instance, { input: { plan } }: Using): boolean {
  const { tags, state } = instanceOf(raw);
  const isTagged = tags[TAG.role] === 'replacement' && tags[TAG.generation] === String(plan.generation);
  const isUp = state === 'running' || state === 'pending';
  return isUp && isTagged && hasGroups(raw, plan.blueprint.securityGroupIds);
}
