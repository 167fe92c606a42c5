/** What operators are notified of about an appliance: once when it begins, and again only after it was over. */
import { shortHash } from '../hash.ts';

export type ConditionKind =
  /** A route or the address is not where our last takeover or adoption left it. */
  | 'drift'
  /** A retired instance runs. */
  | 'zombie'
  /** A replacement that no takeover uses is still there. */
  | 'leftover'
  /** An instance that only was to show whether an image boots is still there. */
  | 'leftover-proof'
  /** No standby is ready, and why. */
  | 'standby-dead'
  /** The standby is of an image that is older than it may be. */
  | 'standby-stale'
  /** The instance that holds the address is not adopted, and why. */
  | 'not-adopted'
  /** EC2's own recovery would act beside ours. */
  | 'auto-recovery'
  /** The probe has never succeeded for long enough to have a vote. */
  | 'probe-unproven'
  /** Several instances say that they are the active one. */
  | 'two-active'
  /** A tag of ours carries something that is none of its values. */
  | 'malformed-tag'
  /** Something carries our tags, and no execution of ours launched, retired or made it. */
  | 'no-provenance'
  /** The address names another stack as its owner, so this deployment protects nothing. */
  | 'foreign-owner'
  /** The newest version of the launch template was not written by the sweep. */
  | 'foreign-template'
  /** A duty of the sweep has failed five times in a row, and why. */
  | 'duty-failing'
  /** EC2 has announced what it is going to do to the active instance. */
  | 'maintenance'
  /** A failover would not succeed if it began now, and why. */
  | 'not-ready'
  /** Nights have passed without an image, because the rotation was held. */
  | 'rotation-held'
  /** An image that nothing keeps any more is protected against being deregistered. */
  | 'image-protected'
  /** An image carries our tags, and no record of a rotation confirms them. */
  | 'image-unknown'
  /** A rotation pruned an image that was never good, or marked or deleted an EBS snapshot whose image was gone. */
  | 'image-pruned'
  /** An image is good without the proof that was due. */
  | 'image-unproven'
  /** The service of a proof does not answer, and none of this appliance ever has. */
  | 'service-silent'
  /** The service of a proof could not be asked, because the function that asks it failed. */
  | 'service-unasked'
  /** A failover was held. */
  | 'held';

/**
 * `about` distinguishes two conditions of one kind: an id, a reason. `detail` is for people and may vary. With `insist` it
 * is sent although the list of sent notifications has it (`insistence.ts`).
 */
export type Condition = { kind: ConditionKind; about: string; detail: string; insist?: true | undefined };

/** What a message says each time: ids, instants and encoded messages have digits, or are longer than any word. */
export const gistOf = (message: string): string => message.replace(/\S*\d\S*|\S{25,}/g, '').slice(0, 200);

/** A tag's value has room for 256 characters, and conditions name long ids. */
export const keyOf = ({ kind, about }: Condition): string => `${prefixOf(kind)}${shortHash(`${kind} ${about}`)}`;

const OF_ROTATIONS: ConditionKind[] = [
  'rotation-held',
  'image-protected',
  'image-unknown',
  'image-pruned',
  'image-unproven',
  'service-silent',
  'service-unasked',
];

/** Removed by the function that finds out that it is over: the next recovery, the check of readiness, the next image, or the sweep. */
function prefixOf(kind: ConditionKind): 'h' | 'r' | 'i' | 'c' {
  if (kind === 'held') return 'h';
  if (OF_ROTATIONS.includes(kind)) return 'i';
  return kind === 'not-ready' ? 'r' : 'c';
}

const TAG_CHARACTERS_MAX = 256;

/** The tag that remembers what was notified, as keys of what it was about. */
export function readSent(tag: string | undefined): ReadonlySet<string> {
  return new Set((tag ?? '').split(' ').filter((key) => /^[hric][0-9a-z]{1,7}$/.test(key)));
}

export const isSent = (sent: ReadonlySet<string>, condition: Condition): boolean => sent.has(keyOf(condition));

/** Whether we can have written this: sorted, without repetitions, and nothing but keys. */
export const isTidySent = (tag: string | undefined): boolean => tag === undefined || writeSent(readSent(tag)) === tag;

/** Sorted, so that the same conditions make the same tag. Those that do not fit are notified again, which is the safer side. */
function writeSent(keys: Iterable<string>): string {
  const fitting: string[] = [];
  for (const key of [...new Set(keys)].sort()) {
    if (fitting.join(' ').length + key.length + 1 <= TAG_CHARACTERS_MAX) fitting.push(key);
  }
  return fitting.join(' ');
}

/** The tag after exactly these conditions were notified. */
export const sentTag = (conditions: Condition[]): string => writeSent(conditions.map(keyOf));

/** The tag after one more was notified. */
export const withSent = (sent: ReadonlySet<string>, condition: Condition): string =>
  writeSent([...sent, keyOf(condition)]);

/**
 * What is still true of what was notified. A hold is over with the recovery; a condition is over once it is not among
 * all of them, and `complete` says whether these are all. The sweep does not judge readiness and rotations.
 */
export function stillSent(
  sent: ReadonlySet<string>,
  { conditions, complete, healthy }: { conditions: Condition[]; complete: boolean; healthy: boolean },
): string {
  const now = new Set(conditions.map(keyOf));
  const holds = (key: string): boolean => (key.startsWith('h') ? !healthy : !complete || now.has(key));
  return writeSent([...sent].filter((key) => /^[ri]/.test(key) || holds(key)));
}

/** What is still true of what was notified, when these are all the checks that are red or cannot be answered now. */
export function stillNotReady(sent: ReadonlySet<string>, open: Condition[]): string {
  const now = new Set(open.map(keyOf));
  return writeSent([...sent].filter((key) => !key.startsWith('r') || now.has(key)));
}

/** What is still true of what was notified, when a rotation has made an image and these are all that it left open. */
export function stillKept(sent: ReadonlySet<string>, open: Condition[]): string {
  const now = new Set(open.map(keyOf));
  return writeSent([...sent].filter((key) => !key.startsWith('i') || now.has(key)));
}

/** What a sweep found about one appliance, as it hands it to the publisher. */
export type AppliancesNews = { appliance: string; allocationId: string; publicIp: string; conditions: Condition[] };
