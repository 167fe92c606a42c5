/** Which instances a takeover cannot be blamed for when S4 and S6 count what it has left behind. */
import { UNSEEN_SECONDS } from '../../shared/domain/invariants.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import type { FunctionName } from '../../shared/machines/time-outs.ts';
import { UNHURRIED_SECONDS } from '../../shared/steps/takeover/late-launches.ts';
import { allTrue } from '../consistency.ts';
import type { Call, World } from '../world.ts';

type Takeover = { startedAtMs: number; generation: number };

/**
 * What a takeover has asked EC2 to terminate, whether it did or not; what it could not describe to it; and what its last
 * look for launches need not have shown.
 */
export function outOfReach(world: World, { startedAtMs, generation }: Takeover): string[] {
  const since = world.calls.filter(({ atMs }) => atMs >= startedAtMs);
  const closing = since.filter(by('close-takeover'));
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
      (action === 'TerminateInstances' && !dryRun) || (action === 'DescribeInstances' && error === 'InternalError'),
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

const isLook = ({ action }: Call): boolean => action === 'DescribeTags';

const TRAFFIC = ['DescribeAddresses', 'DescribeRouteTables'];

/** Whoever has not found the time in time leaves it to others, and writes the record. */
function wasHindered(closing: Call[]): boolean {
  const beganMs = closing[0]?.atMs ?? 0;
  return closing.some(
    ({ action, error, endedAtMs }) =>
      (TRAFFIC.includes(action) && error !== undefined) || endedAtMs - beganMs > UNHURRIED_SECONDS * 1000,
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
