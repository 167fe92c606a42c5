/** Every change of the traffic that a takeover made, for its record. */
import { foundParts, kindOf } from '../../domain/traffic/kinds.ts';
import { movedWords, remaining } from '../../domain/traffic/placed.ts';
import { type MadeChange, movedIn } from './facts.ts';
import type { TakeoverInput } from './input.ts';

/** Where the state holds only the first ones, the others follow from the plan: the move has proved every one of them. */
function moved({ plan, done }: TakeoverInput): MadeChange[] {
  const move = movedIn(done);
  const { replacement } = done;
  if (!move) return [];
  if (!move.more || replacement?.outcome !== 'running') return move.changes;
  const { changes, movedAt, leftOut = [] } = move;
  const made = new Map(changes.map((each) => [each.change, each]));
  return remaining(foundParts(plan), replacement)
    .filter((part) => !leftOut.includes(kindOf(part).deletedWith(part)))
    .map((part) => {
      const words = movedWords(part, replacement);
      return made.get(words.change) ?? { at: movedAt, ...words };
    });
}

function rolledBack({ done: { undo }, plan }: TakeoverInput): MadeChange[] {
  if (!undo) return [];
  const { changes, more = 0, at } = undo;
  const to = plan.old?.instanceId ?? 'the old instance';
  return more > 0
    ? [...changes, { at, change: `${more} more parts of the traffic`, from: 'the replacement', to }]
    : changes;
}

/** A roll-back writes every part, also those that were already there. A record lists what became different. */
const isChange = ({ from, to }: MadeChange): boolean => from !== to;

export const madeChanges = (input: TakeoverInput): MadeChange[] =>
  [...moved(input), ...rolledBack(input)].filter(isChange);
