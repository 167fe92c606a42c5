/**
 * Moves the traffic back to the old receiver and proves that it is there. A read may still show where a part was before the
 * move, so no single read is believed.
 */
import type { Deps } from '../../deps.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { foundParts, kindOf } from '../../domain/traffic/kinds.ts';
import { AT_ONCE_MAX, followsAddress } from '../../domain/traffic/order.ts';
import type { Placed, Receiver } from '../../domain/traffic/part.ts';
import { carries, isAt, movedWords, samePart } from '../../domain/traffic/placed.ts';
import { isMisdirected, wayBack } from '../../domain/traffic/way-back.ts';
import { inTurn } from '../pace/in-turn.ts';
import { poll } from '../pace/poll.ts';
import { type MovedPart, movePart } from '../traffic/each-kind.ts';
import { ROLL_BACK_WRITES } from '../traffic/kinds.ts';
import { endedIn, type MadeChange } from './facts.ts';
import type { Moving } from './move-traffic.ts';
import { readTraffic, refuseStrangers } from './read-traffic.ts';

/** As long as a read may show an old value (the simulator draws up to 5 s; EC2 promises nothing). */
export const STALE = { seconds: 6, everyMs: 1_000 };
const READ_BACK = { seconds: 8, everyMs: 250 };

/**
 * Writes what `wayBack` says, also what seems to be there already. A part that may not be written was not written by this
 * move either, and then it only has to be away from the new receiver.
 */
export async function rollBack(input: Moving, now: Placed[], oldReceiver: Receiver, deps: Deps): Promise<MadeChange[]> {
  const { plan, receiver } = input;
  refuseStrangers(plan, now, [receiver, oldReceiver, endedIn(input.done)]);
  const wanted = foundParts(plan)
    .filter(carries)
    .flatMap((found) => {
      const part: Placed = now.find(samePart(found)) ?? { ...found, position: { at: 'nowhere' } };
      const to = wayBack(found, part, { plan, receiver, oldReceiver });
      return to ? [{ part, to }] : [];
    });
  const moves = [
    ...wanted.filter(({ part }) => !followsAddress(part)),
    ...wanted.filter(({ part }) => followsAddress(part)),
  ];
  const settled = await settle(moves, deps);
  const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const passing = failures.find((failure) => failure instanceof TransientError);
  if (passing) throw passing;
  const refused = moves.flatMap(({ part }, index) => (settled[index]?.status === 'rejected' ? [part] : []));
  await proveBack(input, refused, deps);
  const made = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return made.map(({ part, to, at }) => ({ at, ...movedWords(part, to) }));
}

/** What follows the address comes when the others have been answered. */
async function settle(moves: Omit<MovedPart, 'at'>[], deps: Deps): Promise<PromiseSettledResult<MovedPart>[]> {
  const starts = moves.map((each) => ({ ...each, start: () => movePart(ROLL_BACK_WRITES, each, deps) }));
  const late = starts.filter(({ part }) => followsAddress(part));
  const run = (some: typeof starts) =>
    Promise.allSettled(
      inTurn(
        some.map(({ start }) => start),
        AT_ONCE_MAX,
      ),
    );
  const early = await run(starts.slice(0, starts.length - late.length));
  return late.length > 0 ? [...early, ...(await run(late))] : early;
}

/**
 * @throws RefusedError naming what could not be written and is where it was moved to; TransientError when anything else
 * is, which a late attempt has moved once more.
 */
async function proveBack({ plan, receiver }: Moving, refused: Placed[], deps: Deps): Promise<void> {
  if (refused.length > 0) await deps.clock.sleep(STALE.seconds * 1000);
  let left: Placed[] = [];
  const back = await poll(deps.clock, READ_BACK, async () => {
    left = (await readTraffic(plan, deps)).filter((part) => isAt(part, receiver) || isMisdirected(part, plan));
    return left.length === 0 || undefined;
  });
  if (back) return;
  const names = left.map((part) => kindOf(part).name(part)).join(', ');
  const what = `still ${wrongAt(plan, receiver)}: ${names}`;
  throw left.every((part) => refused.some(samePart(part)))
    ? new RefusedError(`not rolled back, because it may not be written: ${what}`)
    : new TransientError(what);
}

const wrongAt = ({ finish }: TakeoverPlan, { instanceId }: Receiver): string =>
  finish ? 'misdirected' : `at ${instanceId}`;
