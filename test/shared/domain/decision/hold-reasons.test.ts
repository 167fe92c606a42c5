/** What the pages for operators say of the reasons to hold is what the code decides. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { HOLD_REASONS } from '../../../../cli/reasons/hold-reasons.ts';
import { SETTLE_SECONDS } from '../../../../shared/machines/time-outs.ts';

/** Of each row of the decision table, which its own test holds against the code, the last cell: what holds a person. */
const holdsOfPeople = (): string[] =>
  readFileSync('docs/reference/decision-table.md', 'utf8')
    .split('\n')
    .flatMap((line) => /\| `([a-z-]+)` \|$/.exec(line)?.[1] ?? []);

test('what is said to hold only what is automatic holds no start by hand', () => {
  const wrong = holdsOfPeople().filter((reason) =>
    Object.entries(HOLD_REASONS).some(([name, { holds }]) => name === reason && holds === 'automatic'),
  );
  expect(holdsOfPeople()).toContain('answers');
  expect(wrong).toEqual([]);
});

test.each(['decisions', 'lock'])('docs/concepts/%s.md names the settling time that is deployed', (name) => {
  const page = readFileSync(`docs/concepts/${name}.md`, 'utf8');
  expect(page).toContain(`ended less than ${SETTLE_SECONDS} seconds ago`);
});
