/** What a principal of the account outside the deployment does: with its own rights, and past every function of ours. */
import { partitionOf } from '../../../shared/domain/partition.ts';
import { callers } from '../caller.ts';
import { STRANGER } from '../stranger.ts';
import type { World } from '../world.ts';

export function asStranger<Result>(world: World, act: () => Result): Result {
  return callers.run({ name: STRANGER, dead: false, world }, act);
}

/** User data of a stranger, as the machine that boots with it would run it: base64 of `stranger`. */
export const STRANGER_DATA = 'c3RyYW5nZXI=';

/** An instance profile with rights that no appliance has. */
export const strangerProfile = ({ accountId, region }: Pick<World, 'accountId' | 'region'>): string =>
  `arn:${partitionOf(region).name}:iam::${accountId}:instance-profile/administrator`;
