/** The stories in which a mutant is looked for, a few at a time and the likeliest first. */
import type { Aim } from '../runs/schedule.ts';
import type { Hunt } from './mutant.ts';

export type Stories =
  | { do: 'run'; from: number; seeds: number; wanted: { faults: string[]; aim: Aim | undefined } }
  | { do: 'tell'; scenario: string; seed: number }
  | { do: 'year'; seed: number };

/** Most mutants show in the first few; who shows later is looked for in longer strides. */
const STRIDE_MAX = 40;

const SEEDS_MAX = 400;

function* seeds({ faults, aim, from: first = 1, max = SEEDS_MAX }: Extract<Hunt, { in: 'seeds' }>): Generator<Stories> {
  for (let from = first, stride = 3; from <= max; from += stride, stride = Math.min(STRIDE_MAX, stride * 2)) {
    yield { do: 'run', from, seeds: Math.min(stride, max + 1 - from), wanted: { faults, aim } };
  }
}

export function* storiesOf(hunt: Hunt): Generator<Stories> {
  if (hunt.in === 'seeds') yield* seeds(hunt);
  else if (hunt.in === 'years') for (let seed = 1; seed <= hunt.max; seed++) yield { do: 'year', seed };
  else yield* tellings(hunt);
}

function* tellings({ names, seeds = 2 }: Extract<Hunt, { in: 'scenarios' }>): Generator<Stories> {
  for (const scenario of names) for (let seed = 1; seed <= seeds; seed++) yield { do: 'tell', scenario, seed };
}

export const countOf = (stories: Stories): number => (stories.do === 'run' ? stories.seeds : 1);

/** One story alone, as people name it. */
export function nameOf(story: Stories): string {
  if (story.do === 'run') return `seed ${story.from}`;
  return story.do === 'tell' ? `${story.scenario}, seed ${story.seed}` : `year ${story.seed}`;
}
