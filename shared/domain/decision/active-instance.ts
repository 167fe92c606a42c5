/**
 * The active instance. The association of the address names it. Without an association, or when the tag
 * `failover:active-instance` disagrees, facts name it that ec2:CreateTags cannot change. The tag is a hint: it alone
 * never holds a takeover.
 */

import { type Address, type Instance, TAG } from '../snapshot.ts';
import { broughtThere, type PastTakeover } from './history.ts';

export type ActiveFacts = {
  /** Newest first, and none that others have started. */
  past: PastTakeover[];
  /** The instance that our own status check alarm watches, where CloudWatch could say. */
  watched?: string | undefined;
  /** The source of the newest good image, where EC2 could say. */
  imagedFrom?: string | undefined;
};

/** Where the newest takeover that moved the traffic has left it. */
function movedTo(past: PastTakeover[]): string | undefined {
  return past.find(({ record }) => record?.moved === true && !record.undone && record.to !== undefined)?.record?.to;
}

/**
 * Which instance was active before the holder, where it was another one: by the status check alarm, which only adoptions and
 * takeovers point at an instance. The tag says it only where there is no alarm.
 */
export function activeBefore(
  { instanceId, tags }: Pick<Address, 'instanceId' | 'tags'>,
  watched: string | undefined,
): string | undefined {
  const before = watched ?? tags[TAG.activeInstance];
  return before === instanceId ? undefined : before;
}

/** The tag says that another instance was active than the holder of the address, and facts are needed to judge that. */
export function isTagElsewhere({ instanceId, tags }: Pick<Address, 'instanceId' | 'tags'>): boolean {
  const tag = tags[TAG.activeInstance];
  return instanceId !== undefined && tag !== undefined && tag !== instanceId;
}

/** Whether a person or another program gave the address to its holder, so that no fact knows it as the active instance. */
export function isMovedByHand(address: Address, holder: Instance | undefined, facts: ActiveFacts): boolean {
  if (!isTagElsewhere(address)) return false;
  const { past, watched, imagedFrom } = facts;
  if (past[0] && broughtThere(past[0], holder)) return false;
  const moved = movedTo(past);
  // An image says who was active when it was taken, so it counts only where no takeover has moved the traffic since.
  return ![watched, moved ?? imagedFrom].includes(address.instanceId);
}

/**
 * Of an address that is attached to nothing: who held it last. Any fact that agrees with the tag confirms it. An image alone
 * makes no instance adopted, so without a tag it does not count.
 */
export function lastHolder({ tags }: Pick<Address, 'tags'>, { past, watched, imagedFrom }: ActiveFacts) {
  const tag = tags[TAG.activeInstance];
  const known = [watched, movedTo(past), tag && imagedFrom].filter((id) => id !== undefined);
  return tag !== undefined && known.includes(tag) ? tag : (known[0] ?? tag);
}

/** The address as the facts know it: while it is attached to nothing, its tag names who held it last. */
export function withLastHolder(address: Address, facts: ActiveFacts): Address {
  if (address.instanceId !== undefined || address.networkInterfaceId !== undefined) return address;
  const held = lastHolder(address, facts);
  return held === undefined ? address : { ...address, tags: { ...address.tags, [TAG.activeInstance]: held } };
}
