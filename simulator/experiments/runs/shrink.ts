/** The shortest schedule that still breaks the same invariant: everything is left out, or made plainer, that can be. */
import { type Entry, PLAIN, type Schedule } from './schedule.ts';

type StillFails = (schedule: Schedule) => Promise<boolean>;

const without = <Value>(values: Value[], index: number): Value[] => values.toSpliced(index, 1);

/** Last first, because what came late is seldom the cause. */
function* lessEntries(schedule: Schedule): Generator<Schedule> {
  for (let index = schedule.entries.length - 1; index >= 0; index--) {
    yield { ...schedule, entries: without(schedule.entries, index) };
  }
}

const withEntry = (schedule: Schedule, index: number, entry: Entry): Schedule => ({
  ...schedule,
  entries: schedule.entries.with(index, entry),
});

function* lessMoments(schedule: Schedule): Generator<Schedule> {
  for (const [index, { name, moments }] of schedule.entries.entries()) {
    if (moments.length < 2) continue;
    for (let at = moments.length - 1; at >= 0; at--) {
      yield withEntry(schedule, index, { name, moments: without(moments, at) });
    }
  }
}

const DETAILS = [
  ...(['fencing', 'instanceTypes', 'bootSeconds', 'bootLimitSeconds', 'profile'] as const),
  ...(['rotatedNights', 'rotationReboots', 'proofAsked', 'neighbour', 'faults', 'standby'] as const),
];

/** One detail of what is given at a time, back to what a scenario file need not say. */
function* plainerGiven(schedule: Schedule): Generator<Schedule> {
  const { given } = schedule;
  for (const key of DETAILS) {
    if (JSON.stringify(given[key]) === JSON.stringify(PLAIN[key])) continue;
    const { [key]: _, ...rest } = given;
    yield { ...schedule, given: { ...rest, ...(PLAIN[key] !== undefined && { [key]: PLAIN[key] }) } as typeof given };
  }
}

function* rounderSeconds(schedule: Schedule): Generator<Schedule> {
  for (const [index, { name, moments }] of schedule.entries.entries()) {
    for (const to of [10, 1]) {
      const rounded = moments.map((moment) => ({ ...moment, atSeconds: Math.round(moment.atSeconds / to) * to }));
      if (JSON.stringify(rounded) === JSON.stringify(moments)) continue;
      yield withEntry(schedule, index, { name, moments: rounded });
    }
  }
}

const WAYS = [lessEntries, lessMoments, plainerGiven, rounderSeconds];

export type Shrunk = { schedule: Schedule; tried: number };

/** Deterministic: the same schedule always shrinks to the same one. */
export async function shrink(schedule: Schedule, stillFails: StillFails, triesMax = 300): Promise<Shrunk> {
  let smallest = schedule;
  let tried = 0;
  const firstPlainer = async (): Promise<Schedule | undefined> => {
    for (const way of WAYS) {
      for (const candidate of way(smallest)) {
        if (tried >= triesMax) return undefined;
        tried += 1;
        if (await stillFails(candidate)) return candidate;
      }
    }
    return undefined;
  };
  for (let next = await firstPlainer(); next; next = await firstPlainer()) smallest = next;
  return { schedule: smallest, tried };
}
