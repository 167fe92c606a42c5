/** Which instances a takeover cannot be blamed for when S4 counts what it has left behind. */
import { UNSEEN_SECONDS } from '../../shared/domain/invariants.ts';
import { allTrue } from '../consistency.ts';
import type { Call, World } from '../world.ts';

/**
 * What takeovers have asked EC2 to terminate, whether it did or not; what it could not describe to them; and what its
 * last look, when it closes, need not have shown.
 */
export function outOfReach(world: World, startedAtMs: number): string[] {
  const since = world.calls.filter(({ atMs }) => atMs >= startedAtMs);
  const closing = since.filter(({ caller }) => caller === 'close-takeover');
  const listed = closing.findLast(({ action }) => action === 'DescribeTags');
  // Who could not look, or not list what there is, gives up nothing.
  const couldNotLook = listed ? listed.error !== undefined : closing.some(({ error }) => error !== undefined);
  if (couldNotLook) return [...world.ec2.instances.keys()];
  const concerned = since.filter(
    ({ action, dryRun, error }) =>
      (action === 'TerminateInstances' && !dryRun) || (action === 'DescribeInstances' && error === 'InternalError'),
  );
  return [...concerned.flatMap(namedIn), ...(listed ? launchedUnseen(world, listed.atMs) : [])];
}

const namedIn = ({ input }: Call): string[] => (Array.isArray(input.InstanceIds) ? input.InstanceIds.map(String) : []);

/** Launched by a request whose sender never heard of it, so shortly before the last look, or after it. */
function launchedUnseen({ calls, ec2 }: World, listedAtMs: number): string[] {
  const lost = calls.filter(
    ({ action, lost: isLost, error }) => action === 'RunInstances' && (isLost || error === 'TimeoutError'),
  );
  const tokens = new Set(lost.map(({ input }) => input.ClientToken));
  return allTrue(ec2.instances).flatMap(({ id, clientToken, launchedAtMs }) =>
    tokens.has(clientToken) && launchedAtMs > listedAtMs - UNSEEN_SECONDS * 1000 ? [id] : [],
  );
}
