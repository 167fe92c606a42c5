/** Which instances a takeover cannot be blamed for when S4 and S6 count what it has left behind. */
import { UNSEEN_SECONDS } from '../../shared/domain/invariants.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import type { FunctionName } from '../../shared/machines/time-outs.ts';
import { UNHURRIED_SECONDS } from '../../shared/steps/takeover/late-launches.ts';
import { allTrue } from '../consistency.ts';
import type { Call, World } from '../world.ts';

/** EC2 does not say what it knows, for whatever reason of its own; a permission that is missing is another matter. */
const UNANSWERED: (string | undefined)[] = ['InternalError', 'TimeoutError', 'RequestLimitExceeded'];

type Takeover = { startedAtMs: number; generation: number };

/**
 * What a takeover has asked EC2 to terminate, whether that was done or not; what EC2 could not describe to the takeover; what
 * it was not let list; and what its last look for launches need not have shown.
 */
export function outOfReach(world: World, { startedAtMs, generation }: Takeover): string[] {
  const since = world.calls.filter(({ atMs }) => atMs >= startedAtMs);
  const closing = lastRun(since.filter(by('close-takeover')));
  const first = since.filter(by('launch-replacement')).findLast(isLook);
  const second = closing.findLast(isLook);
  const everybody = allTrue(world.ec2.instances);
  // Who could not list what there is, or could not tell who carries the traffic, gives up nothing.
  if (second?.error !== undefined || wasHindered(closing)) return everybody.map(({ id }) => id);
  // The second look is for its own generation only, and makes good what the first one has missed of it.
  const seenAgain = (tags: Record<string, string>): boolean =>
    second !== undefined && tags[TAG.generation] === String(generation);
  const missed = first?.error === undefined ? [] : everybody.filter(({ tags }) => !seenAgain(tags));
  const concerned = since.filter(
    ({ action, dryRun, error }) =>
      (action === 'TerminateInstances' && !dryRun) || (action === 'DescribeInstances' && UNANSWERED.includes(error)),
  );
  const last = second ?? first;
  return [
    ...missed.map(({ id }) => id),
    ...concerned.flatMap(namedIn),
    ...(last ? launchedUnseen(world, last.atMs) : []),
  ];
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

/** Whoever is in a hurry by then leaves it to others, and writes the record. */
function wasHindered(closing: Call[]): boolean {
  return closing.some(
    (call) =>
      (TRAFFIC.includes(call.action) && call.error !== undefined) ||
      call.endedAtMs - beganAt(call) > UNHURRIED_SECONDS * 1000,
  );
}

const namedIn = ({ input }: Call): string[] => (Array.isArray(input.InstanceIds) ? input.InstanceIds.map(String) : []);

/** Launched by a request whose sender never heard of it, so shortly before the last look, or after it. */
function launchedUnseen({ calls, ec2 }: World, lookedAtMs: number): string[] {
  const lost = calls.filter(
    ({ action, lost: isLost, error }) => action === 'RunInstances' && (isLost || error === 'TimeoutError'),
  );
  const tokens = new Set(lost.map(({ input }) => input.ClientToken));
  return allTrue(ec2.instances).flatMap(({ id, clientToken, launchedAtMs }) =>
    tokens.has(clientToken) && launchedAtMs > lookedAtMs - UNSEEN_SECONDS * 1000 ? [id] : [],
  );
}
