/** Which early launches the prober starts: at the second failure in a row, once, and few in a minute. */
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import type { Row } from '../../../../shared/domain/probing/row.ts';
import { prepareIfDue } from '../../../../shared/steps/triggers/ask-early.ts';
import { memoryOf } from '../../../../shared/steps/triggers/probe-memory.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { awsError, mockedClients } from '../../../support/mocked-clients.ts';

const SINCE = '2026-11-21T03:00:20.000Z';
const NAME = 'prepare-sophos-1795230000';

function prober({ fleet = 1, exists = false } = {}) {
  const appliances = Array.from({ length: fleet }, (_, index) =>
    anAppliance({ name: index === 0 ? 'sophos' : `vpn-${index}`, rebootGraceSeconds: 0 }),
  );
  const mocked = mockedClients();
  const started: string[] = [];
  let refused = 0;
  mocked.sfn.on(StartExecutionCommand).callsFake(async ({ name }) => {
    if (refused > 0) {
      refused -= 1;
      throw awsError('ThrottlingException');
    }
    if (exists) throw awsError('ExecutionAlreadyExists');
    started.push(name);
    return {};
  });
  let now = '2026-11-21T03:00:25.000Z';
  const deps = {
    ...{ clients: mocked.clients, configuration: { appliances }, log: () => undefined },
    clock: { now: () => new Date(now), sleep: async () => undefined },
    deployment: { stage: 'dev', takeoverMachineArn: 'arn:aws:states:r:1:stateMachine:failover-dev-takeover' },
  } as never;
  const memory = memoryOf(mocked.clients);
  return {
    ...{ started, memory, appliances },
    refuse: (times: number) => (refused = times),
    at: (instant: string) => (now = instant),
    note: (row: Partial<Row>, index = 0) =>
      prepareIfDue(
        appliances[index] ?? anAppliance(),
        { since: SINCE, at: '2026-11-21T03:00:22.000Z', failures: 2, ...row },
        memory,
        deps,
      ),
  };
}

test('the prober starts nothing at the first failure, and one early launch at the second', async () => {
  const { note, started } = prober();
  await note({ failures: 1 });
  expect(started).toEqual([]);
  await note({ failures: 2 });
  await note({ failures: 3 });
  expect(started).toEqual([NAME]);
});

test('the prober starts none when the takeover is asked for already, or the beginning of the row is not known', async () => {
  const { note, started } = prober();
  await note({ failures: 3 });
  await note({ failures: 2, old: true });
  expect(started).toEqual([]);
});

test('the prober asks again with the next failure when Step Functions refused the start', async () => {
  const { note, started, refuse } = prober();
  refuse(1);
  await note({ failures: 2 });
  expect(started).toEqual([]);
  await note({ failures: 2 });
  expect(started).toEqual([NAME]);
});

test('a prober that finds 40 appliances silent starts four early launches a minute', async () => {
  const { note, started, at, appliances } = prober({ fleet: 40 });
  const all = () => Promise.all(appliances.map((_, index) => note({}, index)));
  await all();
  await all();
  expect(started).toHaveLength(4);
  at('2026-11-21T03:01:26.000Z');
  await all();
  expect(new Set(started).size).toBe(8);
});

test('an early launch that another environment has started does not count', async () => {
  const { note, memory, appliances } = prober({ fleet: 4, exists: true });
  for (const [index] of appliances.entries()) await note({}, index);
  expect(memory.preparedAt).toEqual([]);
  expect(memory.prepared.size).toBe(4);
});
