/** The page for operators knows every reason to hold, and none that does not exist. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { HoldReason } from '../../../shared/domain/decide.ts';
import { SETTLE_SECONDS } from '../../../shared/machines/time-outs.ts';

/** The compiler checks that nobody is missing: a reason added to the closed set has to be added here. */
const REASONS: Record<HoldReason, true> = {
  'unknown-appliance': true,
  'not-our-alarm': true,
  'not-in-alarm': true,
  'no-holder': true,
  'not-owner': true,
  'already-running': true,
  settling: true,
  stale: true,
  paused: true,
  healthy: true,
  answers: true,
  'address-moved': true,
  unconfirmed: true,
  'probe-unproven': true,
  rebooting: true,
  'stopped-by-person': true,
  'address-detached': true,
  'needs-a-person': true,
  'cooling-down': true,
  'retry-later': true,
  'observe-only': true,
};

test('docs/concepts/decisions.md has a row with meaning and advice for every reason to hold, and no other', () => {
  const page = readFileSync('docs/concepts/decisions.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (.{10,}) \| (.{4,}) \|$/gm)].map(([, reason]) => reason ?? '');
  expect(rows.toSorted()).toEqual(Object.keys(REASONS).sort());
});

test.each(['decisions', 'lock'])('docs/concepts/%s.md names the settling time that is deployed', (name) => {
  const page = readFileSync(`docs/concepts/${name}.md`, 'utf8');
  expect(page).toContain(`ended less than ${SETTLE_SECONDS} seconds ago`);
});
