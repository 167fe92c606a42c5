/** Of which executions L4 asks whether people were told. */
import { expect, test } from '@jest/globals';
import { takeoverRunsWords } from '../../../shared/domain/rotation.ts';
import { endedRuns } from '../../../simulator/runs/ended-runs.ts';
import type { Execution, Version } from '../../../simulator/sfn/execution.ts';

const ENDED_AT_MS = Date.parse('2026-11-21T03:02:00.000Z');

type Told = { name: string; machine: 'failover' | 'takeover' | 'rotation' } & Pick<Version, 'status' | 'cause'>;

const anExecution = ({ name, machine, status, cause }: Told): Execution => ({
  ...{ arn: `arn:${name}`, name, machineArn: `arn:${machine}`, machineName: `failover-prod-${machine}`, input: '{}' },
  ...{ startedAtMs: ENDED_AT_MS - 60_000, redriveCount: 0, status, events: [], seenUpToMs: 0 },
  versions: [{ atMs: ENDED_AT_MS, status, cause, redriveCount: 0 }],
});

const namesOf = (...told: Told[]): string[] =>
  endedRuns(told.map(anExecution), { name: 'sophos' }).map(({ name }) => name);

test('a takeover and a rotation that ended, with how and when', () => {
  const takeover = anExecution({ name: 'takeover-sophos-g1', machine: 'takeover', status: 'SUCCEEDED' });
  const rotation = anExecution({ name: 'rotation-sophos.1', machine: 'rotation', status: 'ABORTED' });
  const endedAt = '2026-11-21T03:02:00.000Z';
  expect(endedRuns([takeover, rotation], { name: 'sophos' })).toEqual([
    { name: 'takeover-sophos-g1', succeeded: true, endedAt },
    { name: 'rotation-sophos.1', succeeded: false, endedAt },
  ]);
});

test('not what still runs, and not the front door, which is asked again every minute', () => {
  expect(
    namesOf(
      { name: 'takeover-sophos-g1', machine: 'takeover', status: 'RUNNING' },
      { name: 'rotation-sophos.1', machine: 'rotation', status: 'RUNNING' },
      { name: 'sweep-1', machine: 'failover', status: 'FAILED' },
    ),
  ).toEqual([]);
});

test('not a rotation that gave way to a takeover, which tells people itself; but one that failed of anything else', () => {
  const cause = `RefusedError: ${takeoverRunsWords('sophos')}`;
  expect(
    namesOf(
      { name: 'rotation-sophos.1', machine: 'rotation', status: 'FAILED', cause },
      { name: 'rotation-sophos.2', machine: 'rotation', status: 'FAILED', cause: 'no permission' },
    ),
  ).toEqual(['rotation-sophos.2']);
});
