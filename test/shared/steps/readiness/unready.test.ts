/** For everything that a failover needs an account in which exactly that is wrong, until it is put right. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { READINESS_CHECKS } from '../../../../shared/domain/readiness/verdict.ts';
import { checkOnce, onReady, probed, published } from '../../../support/checked.ts';
import { UNREADY } from '../../../support/unready/cases.ts';

describe('exactly one check turns red, and green again when that is fixed', () => {
  test.each(UNREADY)('$check when $how', ({ check, setting, breakIt, says }) =>
    onReady(setting ?? {}, async (simulation, active) => {
      const repair = await breakIt(simulation, active);
      if (check !== 'probe') probed(simulation, { failed: false, secondsAgo: 1 });
      const { red, answer, sentence, news } = await checkOnce(simulation);
      expect(red).toEqual([check]);
      expect(answer).toBe('not-ready');
      expect(sentence(check)).toMatch(says);
      expect(news.flatMap(({ conditions }) => conditions)).toMatchObject(
        sentence(check).includes('in this account')
          ? []
          : [{ kind: 'not-ready', about: check, detail: sentence(check) }],
      );
      await repair();
      probed(simulation, { failed: false, secondsAgo: 1 });
      const repaired = await checkOnce(simulation);
      expect({ answer: repaired.answer, open: repaired.open }).toEqual({ answer: 'ready', open: {} });
      expect(published(simulation, 'ready')).toEqual([0, 1]);
    }),
  );

  test('every check that can turn red has been seen red', () => {
    const elsewhere = ['marketplace', 'maintenance', 'permissions', 'standby'];
    const seen = new Set<string>([...UNREADY.map(({ check }) => check), ...elsewhere]);
    expect(READINESS_CHECKS.filter((check) => !seen.has(check))).toEqual([]);
  });
});

test('every check that can turn red has a row in the runbook', () => {
  const runbook = readFileSync('docs/operate/not-ready.md', 'utf8').split('\n');
  const rows = runbook.filter((line) => line.startsWith('| `')).map((line) => line.split('|')[1] ?? '');
  const missing = READINESS_CHECKS.filter((check) => !rows.some((row) => row.includes(`\`${check}\``)));
  expect(missing).toEqual(['marketplace', 'maintenance']);
});

test('one type of several is enough, and the others are named', () =>
  onReady({ appliance: { instanceTypes: ['m5a.large'] } }, async (simulation) => {
    simulation.inject({ kind: 'type-not-offered', type: 'm5.large' });
    const { answer, sentence } = await checkOnce(simulation);
    expect(answer).toBe('ready');
    expect(sentence('type-offered')).toMatch(/offers m5a.large in .*, but not m5.large/);
  }));
