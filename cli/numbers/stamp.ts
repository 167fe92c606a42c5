/** What a written number rests on: the commit, the model, and the date if it is given. */
import { execFileSync } from 'node:child_process';
import { MODEL_VERSION } from '../../simulator/model-version.ts';

const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

/** The page, the picture and what else is no code do not change what was measured. */
const CODE = ['shared', 'simulator', 'state-machines', 'functions', 'infra', 'appliances.yml'];

/** `changed`: the code differs from that commit. */
export const basisOf = (): { commit: string; changed: boolean; model: string } => ({
  commit: git('rev-parse', '--short=10', 'HEAD'),
  changed: git('status', '--porcelain', '--', ...CODE) !== '',
  model: MODEL_VERSION,
});

/** A date cannot be repeated, so it is only printed where it is requested. */
export function stampOf(date: string | undefined): string {
  const { commit, changed, model } = basisOf();
  const words = [
    changed ? `changes on top of commit ${commit}` : `commit ${commit}`,
    `model ${model}`,
    ...(date ? [date] : []),
  ];
  return words.join(', ');
}
