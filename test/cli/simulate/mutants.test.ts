/** `npm run simulate -- --mutants`: what it says of a mutant that is noticed, one that is not, and one that cannot be made. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Caught } from '../../../cli/simulate/mutant-hunt.ts';
import { mutantDocument, mutantLines, rulesLine, verdictLine } from '../../../cli/simulate/mutant-table.ts';
import { runMutants } from '../../../cli/simulate/mutants.ts';
import { readOptions } from '../../../cli/simulate/options.ts';
import { processTerminal, type Terminal } from '../../../cli/terminal.ts';
import { MUTANTS } from '../../../simulator/experiments/mutants/list.ts';
import type { Edit, Mutant } from '../../../simulator/experiments/mutants/mutant.ts';
import { throwawayOf } from '../../../simulator/experiments/mutants/throwaway.ts';

const [mutant] = MUTANTS as [Mutant];
const by = { kind: 'invariant', text: 'S1: side by side', story: 'seed 7' } as const;
const caught: Caught = { mutant, by, baseline: [], stories: 7, seconds: 3.24 };

function aTerminal() {
  const said = { out: '', complaints: '' };
  const terminal: Terminal = {
    ...processTerminal(),
    width: 120,
    live: false,
    write: (text) => {
      said.out += text;
    },
    complain: (text) => {
      said.complaints += text;
    },
  };
  return { said, terminal };
}

describe('what is printed', () => {
  test('what noticed it, where, and after how many stories', () => {
    const [head, detail] = mutantLines(caught, 120);
    expect(head).toBe(`✔ ${mutant.breaks.padEnd(14)} ${mutant.name}`);
    expect(detail).toContain('seed 7, 7 stories, 3.2 s: S1: side by side');
  });

  test('that no invariant noticed it, when only a scenario did', () => {
    const told = { ...caught, by: { ...by, kind: 'expectation' as const, text: 'expected outcome held' } };
    expect(mutantLines(told, 120)[1]).toContain('(no invariant) expected outcome held');
    expect(verdictLine([caught, told])).toContain('caught 2 of 2: 1 by an invariant, 1 by what a scenario expects');
  });

  test('a survivor, and a story that is red without the mutant, are no catch', () => {
    const survivor = { ...caught, by: undefined, stories: 400 };
    const red = { ...caught, baseline: ['S2: at the end'] };
    expect(mutantLines(survivor, 120).join()).toMatch(/^✘.*SURVIVED 400 stories/);
    expect(mutantLines(red, 120).join()).toMatch(/^✘.*seed 7 is red without it: S2: at the end/);
    expect(verdictLine([caught, survivor, red])).toContain('caught 1 of 3');
    expect(mutantDocument([caught, survivor])).toMatchObject({ simulated: true, caught: 1, of: 2 });
  });
});

test('which rules noticed one of their own mutants, and which left it to others', () => {
  const of = (breaks: string, text: string, kind: 'invariant' | 'expectation' = 'invariant'): Caught => ({
    ...{ ...caught, mutant: { ...mutant, breaks }, by: { ...by, kind, text } },
  });
  const all = [
    of('S10', 'S10: stale'),
    of('S2', 'S1: side by side'),
    of('S2', 'S2: apart'),
    of('L3', 'L1: no replacement'),
  ];
  expect(rulesLine(all)).toBe('by its own rule at least one mutant of S2 S10; no mutant by L3');
  expect(rulesLine([of('S2', 'S2: apart')])).toBe('by its own rule at least one mutant of S2');
  expect(mutantDocument(all)).toMatchObject({ rules: { own: ['S2', 'S10'], others: ['L3'] } });
});

describe('the throwaway copy', () => {
  test('is spoilt and healed, while the tree itself stays as it is', () => {
    const spoiling = MUTANTS.find(({ edits }) => edits) as Mutant;
    const [{ file, becomes }] = spoiling.edits as [Edit];
    const throwaway = throwawayOf(resolve('.'));
    const before = readFileSync(file, 'utf8');
    throwaway.apply(spoiling);
    expect(readFileSync(join(throwaway.root, file), 'utf8')).toContain(becomes);
    throwaway.heal();
    expect(readFileSync(join(throwaway.root, file), 'utf8')).toBe(before);
    expect(readFileSync(file, 'utf8')).toBe(before);
    throwaway.remove();
    expect(existsSync(throwaway.root)).toBe(false);
  });
});

describe('the command', () => {
  test('what it was asked for', () => {
    expect(readOptions(['--mutants', '--only', 'S13', '--jobs', '1'], 4)).toEqual({
      ...{ ask: 'mutants', only: 'S13', jobs: 1, json: false },
    });
    expect(readOptions(['--only', 'S13'], 4)).toEqual({ ask: 'wrong', because: '--only is about --mutants' });
  });

  test('nothing to look for is a mistake', async () => {
    const { said, terminal } = aTerminal();
    expect(await runMutants({ only: 'elephants', jobs: 1, json: false }, terminal)).toBe(2);
    expect(said.complaints).toBe('no mutant is about "elephants"\n');
  });
});
