/** The list of deliberate faults is honest: each can be made, none is there twice, and every invariant has one. */
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { MUTANTS } from '../../../../simulator/experiments/mutants/list.ts';
import { type Mutant, RULES } from '../../../../simulator/experiments/mutants/mutant.ts';
import { storiesOf } from '../../../../simulator/experiments/mutants/stories.ts';
import { outOfDate } from '../../../../simulator/experiments/mutants/throwaway.ts';
import { FAULT_NAMES } from '../../../../simulator/experiments/runs/names.ts';
import { scenarioNames } from '../../../../simulator/stories/library.ts';

const ROOT = resolve('.');

/** Where no export reaches; the number may only fall. */
const TEXT_PATCHES_MAX = 11;

const overrides = MUTANTS.flatMap((mutant) => mutant.overrides ?? []);

describe('the mutants', () => {
  test('each finds its old text exactly once in its file', () => {
    expect(outOfDate(ROOT, MUTANTS)).toEqual([]);
  });

  test.each(overrides.map((each) => [`${each.module} ${each.export}`, each] as const))(
    'what is replaced is exported: %s',
    async (_what, { module, export: name }) => {
      expect(Object.keys(await import(resolve(module)))).toContain(name);
    },
  );

  test('a text that is gone, or stands there twice, is named with its file', () => {
    const edit = { file: 'shared/domain/ownership.ts', becomes: '' };
    const wrong = (old: string): Mutant => ({ ...(MUTANTS[0] as Mutant), name: 'x', edits: [{ ...edit, old }] });
    expect(outOfDate(ROOT, [wrong('not in this file'), wrong('recorded')])).toEqual([
      'mutant is out of date: "x": shared/domain/ownership.ts, "not in this file"',
      'mutant is out of date: "x": shared/domain/ownership.ts, "recorded"',
    ]);
  });

  test('none has the name of another, none changes nothing, and none touches what judges it', () => {
    const names = MUTANTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const edits = MUTANTS.flatMap(({ edits = [] }) => edits);
    expect(edits.filter(({ old, becomes }) => old === becomes)).toEqual([]);
    const files = [...edits.map(({ file }) => file), ...overrides.map(({ module }) => module)];
    expect(files.filter((file) => /^simulator|invariants\.ts$/.test(file))).toEqual([]);
  });

  test('each changes something, by an override where an export can be replaced', () => {
    expect(MUTANTS.filter(({ edits = [], overrides = [] }) => edits.length + overrides.length === 0)).toEqual([]);
    expect(MUTANTS.filter(({ edits }) => edits).length).toBeLessThanOrEqual(TEXT_PATCHES_MAX);
  });

  test('there are at least 25, and every invariant has at least one', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(25);
    const broken = new Set(MUTANTS.map(({ breaks }) => breaks));
    expect(RULES.filter((rule) => !broken.has(rule))).toEqual([]);
  });

  test('each is hunted in faults and scenarios that exist', () => {
    const faults = MUTANTS.flatMap(({ hunt }) => (hunt.in === 'seeds' ? hunt.faults : []));
    const scenarios = MUTANTS.flatMap(({ hunt }) => (hunt.in === 'scenarios' ? hunt.names : []));
    expect(faults.filter((name) => !FAULT_NAMES.includes(name))).toEqual([]);
    expect(scenarios.filter((name) => !scenarioNames().includes(name))).toEqual([]);
  });
});

describe('the stories of a hunt', () => {
  test('every seed comes once, in order, and none beyond the last', () => {
    const stories = [...storiesOf({ in: 'seeds', faults: ['F1'], max: 100 })];
    const seeds = stories.flatMap((each) =>
      each.do === 'run' ? Array.from({ length: each.seeds }, (_, index) => each.from + index) : [],
    );
    expect(seeds).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });
});
