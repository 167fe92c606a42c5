/** What the outage is to be, beside the bound and beside the recipe; found as the model has it, met or not. */
import { type Failure, OURS } from './outage-contenders.ts';
import { BOUND, PROBED_BOUND, type Row } from './outage-rows.ts';
import type { Percentiles } from './percentiles.ts';

/** `met` is undefined where nothing was promised and the number stands for itself. */
export type Goal = { what: string; found: string; met: boolean | undefined };

type Limit = { share: keyof Percentiles; ratioMax: number };

const AT_MOST: Limit[] = [
  { share: 'p50', ratioMax: 1.1 },
  { share: 'p95', ratioMax: 1.2 },
];

const TIMES_MIN = { byHand: 5, byAlarm: 1.5 };

function within(ours: Row, bound: Row, { share, ratioMax }: Limit): Goal {
  const ratio = ours.seconds[share] / bound.seconds[share];
  const percent = Math.round((ratioMax - 1) * 100);
  return {
    what:
      bound.id === BOUND ? `${share} within ${percent} % of the ${bound.what}` : `${share} beside the ${bound.what}`,
    found: `${Math.abs((ratio - 1) * 100).toFixed(1)} % ${ratio < 1 ? 'below' : 'above'} it`,
    met: bound.id === BOUND ? ratio <= ratioMax : undefined,
  };
}

/** A contender that never comes back is beaten, but by no number. */
function shorter(ours: Row, theirs: Row, { timesMin }: { timesMin: number }): Goal {
  const times = theirs.seconds.p50 / ours.seconds.p50;
  const found = Number.isFinite(times) ? `${times.toFixed(1)} times` : 'the other does not come back at all';
  return { what: `p50 at least ${timesMin} times shorter than: ${theirs.what}`, found, met: times >= timesMin };
}

/** In a lost zone the recipe is taken with its notes: without them there would be nothing to compare. */
export function goalsOf(rows: Row[], failure: Failure): Goal[] {
  const row = (id: string): Row => {
    const found = rows.find((each) => each.id === id);
    if (!found) throw new Error(`the bench has no row "${id}"`);
    return found;
  };
  const ours = row(OURS);
  const recipe = failure === 'lost-zone' ? 'notes' : 'recipe';
  return [
    ...[BOUND, PROBED_BOUND].flatMap((id) => AT_MOST.map((limit) => within(ours, row(id), limit))),
    shorter(ours, row(`${recipe}-by-hand`), { timesMin: TIMES_MIN.byHand }),
    shorter(ours, row(`${recipe}-by-alarm`), { timesMin: TIMES_MIN.byAlarm }),
  ];
}
