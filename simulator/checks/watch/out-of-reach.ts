/** Which instances a takeover cannot be blamed for when S4 and S6 count what it has left behind. */

import { TAG } from '../../../shared/domain/snapshot.ts';
import { loadMachine } from '../../../shared/machines/load-machine.ts';
import type { FunctionName } from '../../../shared/machines/time-outs.ts';
import { UNHURRIED_SECONDS } from '../../../shared/steps/takeover/late-launches.ts';
import { allTrue } from '../../account/consistency.ts';
import type { InstanceRecord } from '../../account/ec2/state.ts';
import { kebab } from '../../account/logical-ids.ts';
import type { Call, World } from '../../account/world.ts';
import { UNSEEN_SECONDS } from '../rules/change.ts';

/** EC2 does not return what it knows. What a takeover cannot look at, it neither adopts nor terminates. */
const UNANSWERED: (string | undefined)[] = [
  'InternalError',
  'TimeoutError',
  'RequestLimitExceeded',
  'UnauthorizedOperation',
];

/** Callers that work for a takeover; questions of others about an instance excuse no takeover. */
const OF_TAKEOVERS = new Set(Object.keys(loadMachine('takeover').States).map(kebab));

type Takeover = { startedAtMs: number; generation: number };

/**
 * What a takeover has asked EC2 to terminate, whether that was done or not; what EC2 could not describe to the takeover; what
 * it was not let list; and what its last look for launches need not have shown.
 */
export function outOfReach(world: World, { startedAtMs, generation }: Takeover): string[] {
  const since = world.calls.filter(({ atMs, caller }) => atMs >= startedAtMs && OF_TAKEOVERS.has(caller));
  const closing = lastRun(since.filter(by('close-takeover')));
  const launches = since.filter(by('launch-replacement'));
  const first = launches.findLast(isLook);
  // The run that looked is the one that gives up; one after a death only launches.
  const launching = launches.filter((call) => first && beganAt(call) === beganAt(first));
  const second = closing.findLast(isLook);
  const everybody = allTrue(world.ec2.instances);
  // Who could not list what it has launched, or could not tell who carries the traffic, gives up none of that.
  const blind = second?.error !== undefined || wasHindered(closing);
  // The second look is for its own generation only, and makes good what the first one has missed of it.
  const isOwn = ({ tags }: InstanceRecord): boolean => tags[TAG.generation] === String(generation);
  const isMissed = (instance: InstanceRecord): boolean =>
    isOwn(instance) && second !== undefined ? blind : first?.error !== undefined || isUntold(launching);
  const asked = since.filter(({ action, dryRun }) => action === 'TerminateInstances' && !dryRun);
  const last = second ?? first;
  return [
    ...everybody.filter(isMissed).map(({ id }) => id),
    ...asked.flatMap(namedIn),
    ...undescribed(since),
    ...(last ? launchedUnseen(world, last.atMs) : []),
  ];
}

/** Whom EC2 did not describe when it was last asked about them. */
function undescribed(calls: Call[]): string[] {
  const looks = calls.filter(({ action }) => action === 'DescribeInstances');
  const last = new Map(looks.flatMap((call) => namedIn(call).map((id) => [id, call.error] as const)));
  return [...last].flatMap(([id, error]) => (UNANSWERED.includes(error) ? [id] : []));
}

const by =
  (name: FunctionName) =>
  ({ caller }: Call): boolean =>
    caller === name;

/** A step whose answer was lost is repeated, and what counts is its last attempt. */
function lastRun(calls: Call[]): Call[] {
  const latest = Math.max(...calls.map(beganAt));
  return calls.filter((call) => beganAt(call) === latest);
}

const beganAt = ({ beganAtMs = 0 }: Call): number => beganAtMs;

const isLook = ({ action }: Call): boolean => action === 'DescribeTags';

const TRAFFIC = ['DescribeAddresses', 'DescribeRouteTables'];

const isUntold = (calls: Call[]): boolean =>
  TRAFFIC.some((look) => calls.findLast(({ action }) => action === look)?.error !== undefined);

/** A takeover that is short of time by then leaves it to others, and writes the record. */
function wasHindered(closing: Call[]): boolean {
  return isUntold(closing) || closing.some((call) => call.endedAtMs - beganAt(call) > UNHURRIED_SECONDS * 1000);
}

const namedIn = ({ input }: Call): string[] => (Array.isArray(input.InstanceIds) ? input.InstanceIds.map(String) : []);

/** Its sender never heard the result, or is a late attempt, of which no caller hears. */
const isUnknown = ({ lost, unheard, error }: Call): boolean =>
  lost === true || unheard === true || error === 'TimeoutError';

/** Launched by a request that was still unknown, so shortly before the last read, or after it. */
function launchedUnseen({ calls, ec2 }: World, lookedAtMs: number): string[] {
  const lost = calls.filter((call) => call.action === 'RunInstances' && isUnknown(call));
  const tokens = new Set(lost.map(({ input }) => input.ClientToken));
  return allTrue(ec2.instances).flatMap(({ id, clientToken, launchedAtMs }) =>
    tokens.has(clientToken) && launchedAtMs > lookedAtMs - UNSEEN_SECONDS * 1000 ? [id] : [],
  );
}
