/** Every fault of the catalogue can be injected, is in a scenario, and is on the page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FAULT_CATALOGUE } from '../../../../simulator/stories/catalogue/all.ts';
import { type Entry, tells } from '../../../../simulator/stories/catalogue/entry.ts';
import { FIELD_REPORTS } from '../../../../simulator/stories/catalogue/field-reports.ts';
import { faultsPage } from '../../../../simulator/stories/catalogue/page.ts';
import { readScenario, scenarioNames } from '../../../../simulator/stories/library.ts';
import { type Moment, parseScenario } from '../../../../simulator/stories/schema.ts';
import { tellScenario } from '../../../../simulator/stories/tell.ts';
import { aConfiguration } from '../../../support/appliances.ts';

const PAGE = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'reference', 'faults.md');

const IDS = Array.from({ length: 51 }, (_, index) => `F${index + 1}`).filter((id) => id !== 'F30');

/** What a scenario injects: in its course, or before it begins. */
function momentsOf(name: string): Moment[] {
  const { given, when } = readScenario(name);
  return [...given.faults.map((fault) => ({ atSeconds: 0, fault })), ...when];
}

test('it has every fault from F1 to F51, once', () => {
  expect(FAULT_CATALOGUE.map(({ id }) => id)).toEqual(IDS);
});

describe('every fault', () => {
  test.each(FAULT_CATALOGUE.map((entry): [string, string, Entry] => [entry.id, entry.name, entry]))(
    '%s (%s) is injected by each scenario that tells it, and in each of its ways by one of them',
    (_id, _name, { deeds, scenarios }) => {
      expect(scenarios.length).toBeGreaterThan(0);
      const silent = scenarios.filter(
        (name) => !momentsOf(name).some((moment) => deeds.some((deed) => tells(moment, deed))),
      );
      expect(silent).toEqual([]);
      const told = scenarios.flatMap(momentsOf);
      expect(deeds.filter((deed) => !told.some((moment) => tells(moment, deed)))).toEqual([]);
    },
  );

  test('a scenario without the fault would be noticed', () => {
    const [dead] = momentsOf('instance-dead');
    const hung = FAULT_CATALOGUE.find(({ id }) => id === 'F3');
    expect(hung?.deeds.some((deed) => dead && tells(dead, deed))).toBe(false);
  });

  test.each(
    FAULT_CATALOGUE.flatMap(({ id, deeds }) => deeds.map((deed) => [`${id} ${JSON.stringify(deed)}`, deed] as const)),
  )('%s may strike in the middle of a takeover, and every invariant holds', async (_what, deed) => {
    const when = [
      { atSeconds: 0, fault: { kind: 'instance-dead', instance: 'active' } },
      { atSeconds: 150, alarm: 'status-check' },
      { atSeconds: 160, ...deed },
    ];
    const then = { outcome: 'taken-over' };
    const told = { name: 'made-up', title: 'made up', given: { profile: 'generic' }, when, then };
    const scenario = parseScenario(told, 'made-up.json');
    const { violations, timeline } = await tellScenario({
      ...{ scenario, configuration: aConfiguration(), seed: 1, madeUp: true },
    });
    expect(violations).toEqual([]);
    expect(timeline.some(({ seconds }) => seconds === 160)).toBe(true);
  });
});

describe('the reports of the field', () => {
  test('are twenty, and each is shown by scenarios that exist', () => {
    expect(FIELD_REPORTS.length).toBe(20);
    const names = scenarioNames();
    const missing = FIELD_REPORTS.flatMap(({ scenarios }) => scenarios).filter((name) => !names.includes(name));
    expect(missing).toEqual([]);
    expect(FIELD_REPORTS.filter(({ scenarios }) => scenarios.length === 0)).toEqual([]);
  });
});

test('the page says what the catalogue says: npm run faults', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(faultsPage());
});
