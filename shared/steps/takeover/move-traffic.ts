/** Moves every part of the traffic to the replacement. Afterwards clients reach only the replacement. */
import { EndedError, OtherBorderGroupError } from '../../aws/address-refusal.ts';
import type { Deps, Step } from '../../deps.ts';
import { holdForPause } from '../../domain/decision/decide.ts';
import { neverGoesBack } from '../../domain/decision/planned-move.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import type { Address } from '../../domain/snapshot.ts';
import { foundParts, KINDS, kindOf } from '../../domain/traffic/kinds.ts';
import { AT_ONCE_MAX, followsAddress, inOrder } from '../../domain/traffic/order.ts';
import type { Part, PartKind, Placed, Receiver } from '../../domain/traffic/part.ts';
import { carries, isAt, movedWords, remaining, samePart } from '../../domain/traffic/placed.ts';
import { tries } from '../dry-runs/dry-runs.ts';
import { inTurn } from '../pace/in-turn.ts';
import { poll } from '../pace/poll.ts';
import { sideBySide, type Thrown } from '../pace/side-by-side.ts';
import { attemptsFor, type MovedPart, movePart, readKind, readParts } from '../traffic/each-kind.ts';
import { ATTEMPTS, READS, WRITES } from '../traffic/kinds.ts';
import { lookFreshly } from '../world/look-freshly.ts';
import { CHANGES_MAX, endedIn, launchedIn, type MadeChange, type Moved, type NotYet } from './facts.ts';
import { passGate } from './gate.ts';
import { parseTakeover, parseWithReplacement, type TakeoverInput } from './input.ts';
import { refuseStrangers } from './read-traffic.ts';

const READ_BACK = { seconds: 15, everyMs: 50, slowing: 1.5 };

export type Moving = TakeoverInput & { receiver: Receiver };

/** `not-yet` while the replacement is still pending: then there is nothing to move, nor to undo. */
export function parseMoving(event: unknown): Moving | NotYet {
  const { done } = parseTakeover(event);
  if (done.replacement?.outcome === 'pending') return { outcome: 'not-yet', ended: endedIn(done) };
  const { replacement, ...input } = parseWithReplacement(event);
  const { instanceId, networkInterfaceId } = replacement;
  return { ...input, receiver: { instanceId, networkInterfaceId } };
}

export const moveTraffic: Step<Moving | NotYet, Moved | NotYet> = {
  parse: parseMoving,
  check: (event, deps) => tries(event, deps, (question) => attemptsFor(ATTEMPTS, question)),
  run: async (input, deps) => ('outcome' in input ? input : moveUnlessEnded(input, deps)),
};

/**
 * EC2 refuses the address to an instance that has ended. A fresh read decides then: `AwaitReplacement` sees it dead, and the
 * next placement is launched. If EC2 refuses the same instance again after that read, the two contradict each other.
 */
async function moveUnlessEnded(input: Moving, deps: Deps): Promise<Moved | NotYet> {
  try {
    return await move(input, deps);
  } catch (cause) {
    if (!(cause instanceof EndedError)) throw cause;
    if (endedIn(input.done)?.instanceId === input.receiver.instanceId)
      throw new RefusedError(`EC2 reads say that it runs, and its writes that it has ended: ${cause.message}`, {
        cause,
      });
    deps.log({ level: 'warn', message: cause.message });
    const unfit = cause instanceof OtherBorderGroupError || undefined;
    return { outcome: 'not-yet', ended: { ...input.receiver, ...(unfit && { unfit }) } };
  }
}

async function move(input: Moving, deps: Deps): Promise<Moved> {
  const { plan, receiver } = input;
  const found = foundParts(plan);
  const { address, parts } = await lookFreshly(deps.clock, () => readWithGate(input, found, deps));
  refuseStrangers(plan, parts, [receiver, plan.old, endedIn(input.done), launchedIn(input.done)?.replaces]);
  refuseWhilePaused(input, { address, parts }, deps);
  const wanted = remaining(parts, receiver);
  const kinds = Object.keys(WRITES) as PartKind[];
  // Nothing is rolled back to a failed instance, so what can still be moved is moved before a refusal ends the step.
  const thrown: Thrown = neverGoesBack(plan) ? 'passing' : 'lasting';
  const work = { found, receiver, thrown };
  const early = wanted.filter((part) => !followsAddress(part));
  const works = kinds.map((kind) => moveKind(kind, { ...work, wanted: early }, deps));
  const late = wanted.filter(followsAddress);
  // Whether or not the others may be moved: what is refused then is refused by EC2.
  const after = late.length > 0 ? [Promise.allSettled(works).then(() => moveLate(late, work, deps))] : [];
  const made = (await sideBySide([...works, ...after], thrown)).flat();
  const movedAt = deps.clock.now().toISOString();
  const isLeft = (part: Part): boolean => parts.some(samePart(part));
  const leftOut = found.filter((part) => !isLeft(part)).map((part) => kindOf(part).deletedWith(part));
  const all = allChanges(found.filter(isLeft), { made, receiver, movedAt });
  const more = all.length - CHANGES_MAX;
  if (more > 0) deps.log({ level: 'info', message: `moved: ${all.map(({ change }) => change).join(', ')}` });
  return {
    ...{ outcome: 'moved', movedAt, changes: all.slice(0, CHANGES_MAX), ...(more > 0 && { more }) },
    ...(leftOut.length > 0 && { leftOut: [...new Set(leftOut)] }),
  };
}

/** The gate reads the address of the appliance, so that it is read once. */
async function readWithGate(input: Moving, found: Part[], deps: Deps): Promise<{ address: Address; parts: Placed[] }> {
  const gate = passGate(input, deps);
  const [address, parts] = await Promise.all([
    gate,
    readParts(READS, { parts: found, receiver: input.receiver, address: gate }, deps),
  ]);
  return { address, parts };
}

/**
 * Every change of the takeover, from where the plan found the part, also those of an earlier attempt or step: what was
 * already there is dated by the proof.
 */
const allChanges = (
  found: Placed[],
  { made, receiver, movedAt }: { made: MovedPart[]; receiver: Receiver; movedAt: string },
): MadeChange[] =>
  remaining(found, receiver).map((part) => ({
    at: made.find((moved) => samePart(part)(moved.part))?.at ?? movedAt,
    ...movedWords(part, receiver),
  }));

/** Read before the first move, and never between two: partly moved traffic is worse than all of it on the old or on the new instance. */
function refuseWhilePaused(
  { plan, receiver }: Moving,
  { address, parts }: { address: Address; parts: Placed[] },
  { clock }: Deps,
): void {
  const begun = parts.some((part) => carries(part) && isAt(part, receiver));
  if (!plan.automatic || begun) return;
  const paused = holdForPause(address, clock.now().toISOString());
  if (paused?.act === 'hold') throw new RefusedError(`not moved: ${paused.detail}`, { reason: 'paused' });
}

/** What follows the address. */
async function moveLate(late: Placed[], work: Omit<Work, 'wanted'>, deps: Deps): Promise<MovedPart[]> {
  const kinds = new Set(late.map(({ kind }) => kind));
  const works = [...kinds].map((kind) => moveKind(kind, { ...work, wanted: late }, deps));
  return (await sideBySide(works, work.thrown)).flat();
}

type Work = { wanted: Placed[]; found: Part[]; receiver: Receiver; thrown: Thrown };

/**
 * EC2 answers before a change is true, so only a fresh read proves it. What is not visible in time is asked for again:
 * the state machine calls once more, and that call moves only what is left.
 */
async function moveKind(kind: PartKind, { wanted, found, receiver, thrown }: Work, deps: Deps): Promise<MovedPart[]> {
  const isOf = (part: Part): boolean => part.kind === kind;
  // The read before the moves has proved it already.
  if (!wanted.some(isOf)) return [];
  const own = inOrder(wanted.filter(isOf));
  const moves = own.map((part) => () => movePart(WRITES, { part, to: receiver }, deps));
  const made = await sideBySide(inTurn(moves, AT_ONCE_MAX), thrown);
  const isLate = own.some(followsAddress);
  const proven = found.filter((part) => followsAddress(part) === isLate);
  const visible = await poll(deps.clock, READ_BACK, async () => {
    const now = await readKind(READS, kind, { parts: proven, receiver }, deps);
    return remaining(now, receiver).length === 0 || undefined;
  });
  if (!visible) throw new TransientError(`not visible yet: ${KINDS[kind].change}`);
  return made;
}
