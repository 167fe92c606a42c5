/**
 * The line: the instances whose images are worth keeping. A machine that was given the address by hand may be blank, and its
 * images would push the real ones out. So an image is taken only of an instance that is in the line by evidence that tags
 * cannot fabricate.
 */

/** `unknown` is not "no": what could not be read is read again later. */
export type Proof<Facts = object> = ({ found: 'yes' } & Facts) | { found: 'no' } | { found: 'unknown'; why: string };

type LineReason = 'vouched' | 'taken-over' | 'recorded' | 'first-adoption' | 'answers';

export type LineEvidence = {
  instanceId: string;
  /** A person vouched for it, in an execution of our rotation machine whose output says so. */
  vouched: Proof<{ execution: string; by: string }>;
  /** A verified takeover names it as the instance that it moved to. */
  takenOver: Proof<{ execution: string }>;
  /** A genuine record of a rotation names it as the active instance, or an image of it as ours. */
  recorded: Proof<{ execution: string }>;
  /** Whether anything of ours happened to the appliance before: a takeover or a succeeded rotation. */
  earlier: Proof;
  /** The instances that the images of the appliance were taken of, by EC2's own record. */
  imagesOf: { found: 'read'; ids: string[] } | { found: 'unknown'; why: string };
  /** Its own probe has been clean for five minutes since it got the address. */
  answers: Proof<{ since: string }>;
};

export type InLine =
  | { in: 'yes'; because: LineReason; detail: string; since?: string | undefined }
  | { in: 'no'; why: string }
  | { in: 'unknown'; why: string };

/** Whether an instance is in the line, and why. The strongest reason first; it is in by any one of them. */
export function inLine(evidence: LineEvidence): InLine {
  const { instanceId, vouched, takenOver, recorded, answers } = evidence;
  const yes = (because: LineReason, detail: string): InLine => ({ in: 'yes', because, detail });
  if (vouched.found === 'yes') return yes('vouched', `${vouched.by} vouched for it (${nameOf(vouched.execution)})`);
  if (takenOver.found === 'yes') return yes('taken-over', `${nameOf(takenOver.execution)} moved the traffic to it`);
  if (recorded.found === 'yes') return yes('recorded', `the rotation ${nameOf(recorded.execution)} recorded it`);
  const first = heldFirst(evidence);
  if (first.found === 'yes') return yes('first-adoption', 'it held the address before any takeover or rotation');
  if (answers.found === 'yes') {
    const { since } = answers;
    return { in: 'yes', because: 'answers', detail: `its probe has answered since ${since}`, since };
  }
  const open = [vouched, takenOver, recorded, first, answers].flatMap((proof) =>
    proof.found === 'unknown' ? [proof.why] : [],
  );
  if (open.length > 0) return { in: 'unknown', why: open.join('; ') };
  return {
    in: 'no',
    why: `${instanceId} holds the address, but no takeover or rotation of ours knows it, and no record or alarm of ours shows that its probe has answered for five minutes since it got the address`,
  };
}

const nameOf = (execution: string): string => execution.split(':').at(-1) ?? execution;

/** With nothing of ours before it, and no image of the appliance from another instance. */
function heldFirst({ instanceId, earlier, imagesOf }: LineEvidence): Proof {
  if (earlier.found !== 'no') return earlier.found === 'yes' ? { found: 'no' } : earlier;
  if (imagesOf.found === 'unknown') return imagesOf;
  return imagesOf.ids.every((id) => id === instanceId) ? { found: 'yes' } : { found: 'no' };
}
