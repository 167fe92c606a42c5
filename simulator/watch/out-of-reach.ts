/** Which instances a takeover cannot be blamed for when S4 and S6 count what it has left behind. */
import { UNSEEN_SECONDS } from '../../shared/domain/invariants.ts';
import { allTrue } from '../consistency.ts';
import type { Call, World } from '../world.ts';

/**
 * What takeovers have asked EC2 to terminate, whether it did or not; what it could not describe to them; and what their
 * last look for launches need not have shown.
 */
export function outOfReach(world: World, startedAtMs: number): string[] {
  const since = world.calls.filter(({ atMs }) => atMs >= startedAtMs);
  const closing = since.filter(({ caller }) => caller === 'close-takeover');
  const looks = ['launch-replacement', 'close-takeover'].flatMap((by) => since.findLast(isLook(by)) ?? []);
  // Who could not list what there is, or could not tell who carries the traffic, gives up nothing.
  if (looks.some(({ error }) => error !== undefined) || wasHindered(closing)) return [...world.ec2.instances.keys()];
  const concerned = since.filter(
    ({ action, dryRun, error }) =>
      (action === 'TerminateInstances' && !dryRun) || (action === 'DescribeInstances' && error === 'InternalError'),
  );
  const last = looks.at(-1);
  return [...concerned.flatMap(namedIn), ...(last ? launchedUnseen(world, last.atMs) : [])];
}

const isLook =
  (by: string) =>
  ({ caller, action }: Call): boolean =>
    caller === by && action === 'DescribeTags';

const TRAFFIC = ['DescribeAddresses', 'DescribeRouteTables'];

/** As `late-launches.ts` has it: whoever has not found the time by then leaves it to others, and writes the record. */
const HURRIED_MS = 4_000;

function wasHindered(closing: Call[]): boolean {
  const beganMs = closing[0]?.atMs ?? 0;
  return closing.some(
    ({ action, error, endedAtMs }) =>
      (TRAFFIC.includes(action) && error !== undefined) || endedAtMs - beganMs > HURRIED_MS,
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
