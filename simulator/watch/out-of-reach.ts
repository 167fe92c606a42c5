/** Which instances a takeover cannot be blamed for when S4 counts what it has left behind. */
import { UNSEEN_SECONDS } from '../../shared/domain/invariants.ts';
import { allTrue } from '../consistency.ts';
import type { World } from '../world.ts';

/** What takeovers have asked EC2 to terminate, whether it did or not, and what it could not describe to them itself. */
export function outOfReach(world: World, startedAtMs: number): string[] {
  const { calls } = world;
  const listed = calls.findLast(({ atMs, caller, action }) => atMs >= startedAtMs && isListing(caller, action));
  // Who could not list what there is launches anew: nobody told it of any other.
  if (listed?.error !== undefined) return [...world.ec2.instances.keys()];
  const concerned = calls.filter(
    ({ atMs, action, dryRun, error }) =>
      atMs >= startedAtMs &&
      ((action === 'TerminateInstances' && !dryRun) || (action === 'DescribeInstances' && error === 'InternalError')),
  );
  const asked = concerned.flatMap(({ input }) =>
    Array.isArray(input.InstanceIds) ? input.InstanceIds.map(String) : [],
  );
  return [...asked, ...(listed ? launchedUnseen(world, listed.atMs) : [])];
}

/** Launched by a request whose sender never heard of it, so shortly before the last list that this need not show it. */
function launchedUnseen({ calls, ec2 }: World, listedAtMs: number): string[] {
  const lost = calls.filter(
    ({ atMs, action, lost: isLost, error }) =>
      action === 'RunInstances' && (isLost || error === 'TimeoutError') && atMs > listedAtMs - UNSEEN_SECONDS * 1000,
  );
  const tokens = new Set(lost.map(({ input }) => input.ClientToken));
  return allTrue(ec2.instances).flatMap(({ id, clientToken }) => (tokens.has(clientToken) ? [id] : []));
}

const isListing = (caller: string, action: string): boolean =>
  caller === 'launch-replacement' && action === 'DescribeTags';
