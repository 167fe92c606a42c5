/** Of which executions L4 asks whether operators were notified. */
import { expect, test } from '@jest/globals';
import type { Execution, Version } from '../../../../simulator/account/sfn/execution.ts';
import { endedRuns } from '../../../../simulator/experiments/runs/ended-runs.ts';

const ENDED_AT_MS = Date.parse('2026-11-21T03:02:00.000Z');

type Told = {
  name: string;
  machine: 'failover' | 'takeover' | 'rotation';
  appliance?: string;
} & Pick<Version, 'status' | 'cause'>;

const APPLIANCES = [{ name: 'sophos' }, { name: 'sophos-2' }];

const anExecution = ({ name, machine, appliance = 'sophos', status, cause }: Told): Execution => ({
  ...{ arn: `arn:${name}`, name, machineArn: `arn:${machine}`, machineName: `failover-prod-${machine}` },
  input: JSON.stringify({ appliance }),
  ...{
    startedAtMs: ENDED_AT_MS - 60_000,
    startedBy: 'state-machine',
    redriveCount: 0,
    status,
    events: [],
    seenUpToMs: 0,
  },
  versions: [{ atMs: ENDED_AT_MS, status, cause, redriveCount: 0 }],
});

const namesOf = (...told: Told[]): string[] => endedRuns(told.map(anExecution), APPLIANCES).map(({ name }) => name);

test('a takeover and a rotation that ended, with how and when', () => {
  const takeover = anExecution({ name: 'takeover-sophos-g1', machine: 'takeover', status: 'SUCCEEDED' });
  const rotation = anExecution({ name: 'rotation-sophos_1', machine: 'rotation', status: 'ABORTED' });
  const endedAt = '2026-11-21T03:02:00.000Z';
  expect(endedRuns([takeover, rotation], APPLIANCES)).toEqual([
    { name: 'takeover-sophos-g1', succeeded: true, repeats: false, endedAt },
    { name: 'rotation-sophos_1', succeeded: false, repeats: false, endedAt },
  ]);
});

test('not what still runs, and not the failover machine, which is asked again every minute', () => {
  expect(
    namesOf(
      { name: 'takeover-sophos-g1', machine: 'takeover', status: 'RUNNING' },
      { name: 'rotation-sophos_1', machine: 'rotation', status: 'RUNNING' },
      { name: 'sweep-1', machine: 'failover', status: 'FAILED' },
    ),
  ).toEqual([]);
});

test('not a rotation that gave way to a takeover, which tells people itself; but one that failed of anything else', () => {
  const cause = JSON.stringify({ outcome: 'failed', error: 'GaveWayError', failure: 'any words' });
  const refused = JSON.stringify({ outcome: 'failed', error: 'RefusedError', failure: 'GaveWayError' });
  expect(
    namesOf(
      { name: 'rotation-sophos_1', machine: 'rotation', status: 'FAILED', cause },
      { name: 'rotation-sophos_2', machine: 'rotation', status: 'FAILED', cause: 'no permission' },
      { name: 'rotation-sophos_3', machine: 'rotation', status: 'FAILED', cause: refused },
    ),
  ).toEqual(['rotation-sophos_2', 'rotation-sophos_3']);
});

test('one whose image does not boot or serve is worth a mail of its own, even if it gave way', () => {
  const gaveWay = '"error":"GaveWayError","failure":"any words"';
  const proven = (what: string) => `{"outcome":"failed","proven":{"imageId":"ami-1",${what}},${gaveWay}}`;
  const failed = { machine: 'rotation', status: 'FAILED' } as const;
  expect(
    namesOf(
      { ...failed, name: 'rotation-sophos_1', cause: proven('"booted":true') },
      { ...failed, name: 'rotation-sophos_2', cause: proven('"booted":false') },
      { ...failed, name: 'rotation-sophos_3', cause: proven('"outcome":"failed"') },
    ),
  ).toEqual(['rotation-sophos_2', 'rotation-sophos_3']);
});

test('those of every appliance, without the rotation that gave way', () => {
  const cause = JSON.stringify({ outcome: 'failed', error: 'GaveWayError' });
  const failed = { machine: 'rotation', status: 'FAILED', cause } as const;
  expect(
    namesOf(
      { name: 'takeover-sophos-2-g1', machine: 'takeover', appliance: 'sophos-2', status: 'FAILED' },
      { ...failed, name: 'rotation-sophos-2_1', appliance: 'sophos-2' },
      { ...failed, name: 'rotation-sophos_1', cause: JSON.stringify({ error: 'TransientError' }) },
    ),
  ).toEqual(['takeover-sophos-2-g1', 'rotation-sophos_1']);
});
