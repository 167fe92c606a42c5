/**
 * After a move that cannot be finished, or a planned one whose new instance does not answer: rolls the traffic back, but only
 * to an old instance that is up. An automatic failover never goes back: two witnesses have called its old instance failed.
 * That nothing has moved is not believed to a single read either.
 */
import type { Deps, Step } from '../../deps.ts';
import { keepsOld, neverGoesBack } from '../../domain/decision/planned-move.ts';
import { messageOf, TransientError } from '../../domain/errors.ts';
import { plusSeconds } from '../../domain/instants.ts';
import type { Placed } from '../../domain/traffic/part.ts';
import { isAt } from '../../domain/traffic/placed.ts';
import { lateSeconds } from '../../machines/time-outs.ts';
import { INSTANCES, STATUS } from '../dry-runs/attempts.ts';
import { tries } from '../dry-runs/dry-runs.ts';
import { poll } from '../pace/poll.ts';
import { attemptsFor } from '../traffic/each-kind.ts';
import { ROLL_BACK_ATTEMPTS } from '../traffic/kinds.ts';
import { CHANGES_MAX, movedIn, type NotYet, type Undone } from './facts.ts';
import { passGate } from './gate.ts';
import { type Moving, parseMoving } from './move-traffic.ts';
import { readOldReceiver } from './old-receiver.ts';
import { readTraffic } from './read-traffic.ts';
import { rollBack, STALE } from './roll-back.ts';

export const undoTraffic: Step<Moving | NotYet, Undone> = {
  parse: parseMoving,
  check: (event, deps) =>
    tries(event, deps, (question) => [INSTANCES, STATUS, ...attemptsFor(ROLL_BACK_ATTEMPTS, question)]),
  async run(input, deps) {
    const beganAt = deps.clock.now().toISOString();
    // The early call of MoveTraffic touches nothing, so its failure leaves nothing to undo.
    if ('outcome' in input) return { ...NOTHING, at: beganAt };
    const seen = await look(input, deps);
    const found = 'earlier' in seen ? seen.earlier : await undo(input, seen.parts, deps);
    const until = found.lookUntil && plusSeconds(found.lookUntil, seen.extraSeconds);
    const at = deps.clock.now().toISOString();
    return { ...found, at, again: (until !== undefined && beganAt < until) || undefined };
  },
};

/** As long as the last look has failed for a reason that passes, it is repeated beyond its time, and no longer than this. */
const UNSEEN_SECONDS_MAX = 180;

const NOTHING = { moved: false, undone: false, detail: 'nothing stands at the replacement', changes: [] };

/**
 * An attempt of MoveTraffic whose answer was lost continues, as long as its Lambda may, and may move again what was
 * rolled back meanwhile, or make the first move. If the takeover closed before, its record would say that nothing had
 * moved, and no takeover would finish it.
 */
const lateUntil = ({ done }: Moving, { clock }: Deps): string =>
  done.undo?.lookUntil ?? plusSeconds(clock.now().toISOString(), lateSeconds('move-traffic'));

/** `earlier`: what a look before has found, because this one saw nothing. It is repeated for `extraSeconds` beyond its time. */
type Look = ({ parts: Placed[] | undefined } | { earlier: Undone }) & { extraSeconds: number };

async function look(input: Moving, deps: Deps): Promise<Look> {
  try {
    return { parts: await seenMoved(input, deps), extraSeconds: 0 };
  } catch (cause) {
    // What was seen rolled back is not in doubt because a later read sees nothing at all.
    const earlier = input.done.undo;
    if (!earlier) throw cause;
    deps.log({ level: 'warn', message: `not looked at again: ${messageOf(cause)}` });
    return { earlier, extraSeconds: cause instanceof TransientError ? UNSEEN_SECONDS_MAX : 0 };
  }
}

async function undo(input: Moving, parts: Placed[] | undefined, deps: Deps): Promise<Omit<Undone, 'at'>> {
  const lookUntil = lateUntil(input, deps);
  const earlier = input.done.undo;
  if (!parts) return earlier ?? { ...NOTHING, lookUntil };
  const oldReceiver = whyStays(input) ?? (await readOldReceiver(input.plan, deps));
  if (typeof oldReceiver === 'string') {
    const detail = `${oldReceiver}, so what was moved stays with the replacement`;
    return { moved: true, undone: false, detail, changes: earlier?.changes ?? [] };
  }
  const all = [...(earlier?.changes ?? []), ...(await rollBack(input, parts, oldReceiver, deps))];
  const more = (earlier?.more ?? 0) + Math.max(0, all.length - CHANGES_MAX);
  const detail = `rolled back to ${oldReceiver.instanceId}`;
  // The newest: when service was back follows from them.
  const changes = all.slice(-CHANGES_MAX);
  return { moved: true, undone: true, detail, changes, lookUntil, ...(more > 0 && { more }) };
}

/** Whether anything stands at the new receiver: as soon as one read shows it, or not within the time that reads may lag. */
async function seenMoved(input: Moving, deps: Deps): Promise<Placed[] | undefined> {
  await passGate(input, deps);
  return poll(deps.clock, STALE, async () => {
    const parts = await readTraffic(input.plan, deps);
    return parts.some((part) => isAt(part, input.receiver)) ? parts : undefined;
  });
}

/** Why the traffic stays with the replacement, regardless of the state of the old instance. */
function whyStays({ plan, done }: Moving): string | undefined {
  if (!plan.old) return undefined;
  // A refused move is tried again, and the traffic would go to and fro. A replacement that does not answer is over.
  if (plan.automatic && plan.finish && !(keepsOld(plan) && movedIn(done)))
    return `generation ${plan.finish.generation} is partially applied, and is finished`;
  // EC2 needs two minutes to notice a dead operating system, and a roll-back to it would leave no service.
  if (neverGoesBack(plan)) return `witnesses called the old instance ${plan.old.instanceId} failed`;
  return undefined;
}
