/** How mutants and what noticed them are printed: two lines each, and one at the end. */
import { byNumber } from '../../simulator/experiments/runs/names.ts';
import { ruleOf } from '../../simulator/experiments/runs/rule.ts';
import { ASSUMPTIONS } from '../../simulator/stories/assumptions.ts';
import type { Caught } from './mutant-hunt.ts';

export const isCaught = ({ by, baseline }: Caught): boolean => by !== undefined && baseline.length === 0;

const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;

function howItEnded({ by, baseline, stories }: Caught): string {
  if (!by) return `SURVIVED ${stories} stories`;
  if (baseline.length > 0) return `no catch, ${by.story} is red without it: ${baseline[0]}`;
  return by.kind === 'invariant' ? by.text : `(no invariant) ${by.text}`;
}

export function mutantLines(caught: Caught, width: number): string[] {
  const { mutant, by, stories, seconds } = caught;
  const where = by ? `${by.story}, ${stories} ${stories === 1 ? 'story' : 'stories'}, ` : '';
  const head = `${isCaught(caught) ? '✔' : '✘'} ${mutant.breaks.padEnd(14)} ${mutant.name}`;
  return [head, cut(`${' '.repeat(17)}${where}${seconds.toFixed(1)} s: ${howItEnded(caught)}`, Math.max(width, 80))];
}

/** By which of the rules that mutants were meant to break one was noticed, and by which none. */
function rulesOf(all: Caught[]): { own: string[]; others: string[] } {
  const rules = [...new Set(all.map(({ mutant }) => mutant.breaks))].toSorted(byNumber);
  const own = rules.filter((rule) => all.some((caught) => isCaught(caught) && ruleOf(caught.by?.text ?? '') === rule));
  return { own, others: rules.filter((rule) => !own.includes(rule)) };
}

export function rulesLine(all: Caught[]): string {
  const { own, others } = rulesOf(all);
  const rest = others.length === 0 ? '' : `; no mutant by ${others.join(' ')}`;
  return `by its own rule at least one mutant of ${own.join(' ') || 'none'}${rest}`;
}

export function verdictLine(all: Caught[]): string {
  const caught = all.filter(isCaught);
  const byInvariant = caught.filter(({ by }) => by?.kind === 'invariant').length;
  const seconds = all.reduce((sum, each) => sum + each.seconds, 0);
  return `caught ${caught.length} of ${all.length}: ${byInvariant} by an invariant, ${caught.length - byInvariant} by what a scenario expects alone; ${seconds.toFixed(0)} s of work`;
}

export const mutantDocument = (all: Caught[]): object => ({
  simulated: true,
  assumptions: ASSUMPTIONS,
  caught: all.filter(isCaught).length,
  of: all.length,
  rules: rulesOf(all),
  mutants: all.map(({ mutant, ...rest }) => ({ name: mutant.name, breaks: mutant.breaks, ...rest })),
});
