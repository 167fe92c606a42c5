/** Looks for one mutant in its stories until something notices it, and then asks whether the code without it is clean there. */
import type { ChildProcess } from 'node:child_process';
import type { Mutant } from '../../simulator/experiments/mutants/mutant.ts';
import { countOf, nameOf, type Stories, storiesOf } from '../../simulator/experiments/mutants/stories.ts';
import type { Throwaway } from '../../simulator/experiments/mutants/throwaway.ts';
import { ruleOf } from '../../simulator/experiments/runs/rule.ts';
import { ask, openIn } from './child.ts';

export type Caught = {
  mutant: Mutant;
  /** Absent when it survived. */
  by?: { kind: 'invariant' | 'expectation'; text: string; story: string } | undefined;
  /** What is wrong in the same story without the mutant: then nothing has been caught. */
  baseline: string[];
  stories: number;
  seconds: number;
};

type Finding = { story: Stories; violations: string[]; unmet: string[]; told: number };

const NOTHING = { violations: [], unmet: [] };

/** The first story of these in which anything is wrong; otherwise their number alone. */
async function findingIn(stories: Stories, child: ChildProcess): Promise<Finding> {
  const answer = await ask(child, stories);
  if (answer.did === 'tell') return { story: stories, ...answer, told: 1 };
  if (answer.did !== 'run' || stories.do !== 'run') throw new Error('the child process answered something else');
  const [first] = answer.tally.failing;
  if (!first) return { story: stories, ...NOTHING, told: countOf(stories) };
  const story: Stories = { ...stories, from: first.seed, seeds: 1 };
  return { story, violations: first.violations, unmet: [], told: first.seed - stories.from + 1 };
}

const isWrong = ({ violations, unmet }: Finding): boolean => violations.length + unmet.length > 0;

/** The violation of the rule that the mutant is meant to break, before any other. */
function noticed({ story, violations, unmet }: Finding, { breaks }: Mutant): Caught['by'] {
  const meant = violations.find((violation) => ruleOf(violation) === breaks) ?? violations[0];
  if (meant !== undefined) return { kind: 'invariant', text: meant.replace(/^\S+Z /, ''), story: nameOf(story) };
  return { kind: 'expectation', text: unmet[0] ?? '', story: nameOf(story) };
}

/** @throws Error when the spoilt code does not even run. */
export async function hunt(mutant: Mutant, throwaway: Throwaway): Promise<Caught> {
  const startedMs = performance.now();
  const spoilt = openOf(throwaway, mutant);
  const caught: Caught = { mutant, baseline: [], stories: 0, seconds: 0 };
  try {
    for (const stories of storiesOf(mutant.hunt)) {
      const finding = await findingIn(stories, spoilt);
      caught.stories += finding.told;
      if (!isWrong(finding)) continue;
      caught.by = noticed(finding, mutant);
      caught.baseline = await wrongWithout(finding.story, throwaway);
      break;
    }
  } finally {
    spoilt.kill();
  }
  return { ...caught, seconds: (performance.now() - startedMs) / 1000 };
}

function openOf(throwaway: Throwaway, mutant?: Mutant): ChildProcess {
  if (mutant) throwaway.apply(mutant);
  else throwaway.heal();
  return openIn(throwaway.root, mutant?.overrides && mutant.name);
}

/** Red without the mutant is no catch. */
async function wrongWithout(story: Stories, throwaway: Throwaway): Promise<string[]> {
  const clean = openOf(throwaway);
  try {
    const { violations, unmet } = await findingIn(story, clean);
    return [...violations, ...unmet];
  } finally {
    clean.kill();
  }
}
