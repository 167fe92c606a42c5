/** The newest takeover that may be ours: others choose the names of their executions, and so their numbers. */
import { expect, test } from '@jest/globals';
import { newestGenuine } from '../../../../shared/steps/provenance/newest-takeover.ts';
import { ago, onDuty } from '../../../support/duties.ts';
import { mockGenuine } from '../../../support/genuine-mock.ts';
import { diedSilently } from '../../../support/past-takeovers.ts';
import { anAddress } from '../../../support/snapshots.ts';

const OURS = 3;
const LONG_AGO = { status: 'FAILED', stoppedAt: ago(7_200) } as const;

async function newestOf(listed: Parameters<typeof newestGenuine>[0]['listed']) {
  const { deps, sfn } = onDuty({ address: anAddress() });
  mockGenuine(sfn, diedSilently(), OURS);
  return (await newestGenuine({ appliance: 'sophos', listed }, deps))?.generation;
}

test('a large number that ended long ago hides no takeover that runs', async () => {
  expect(
    await newestOf([
      { generation: 999_999_999, ...LONG_AGO },
      { generation: OURS, status: 'RUNNING' },
    ]),
  ).toBe(OURS);
});

test('of those that ended long ago the largest number is named, unread', async () => {
  expect(
    await newestOf([
      { generation: 8, ...LONG_AGO },
      { generation: OURS, ...LONG_AGO },
    ]),
  ).toBe(8);
});

test('there is none where none is listed', async () => expect(await newestOf([])).toBeUndefined());
