/** A run that a person reads about afterwards: what is known of it, and what cannot be read says nothing. */
import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { DescribeExecutionCommand, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { type PastRun, readPastRun } from '../../../../shared/steps/people/past-run.ts';
import { onDuty } from '../../../support/duties.ts';
import { mockGenuine } from '../../../support/genuine-mock.ts';
import { awsError } from '../../../support/mocked-clients.ts';
import { aRecord } from '../../../support/past-takeovers.ts';
import { aPlan } from '../../../support/plans.ts';

const STEPS = 'arn:aws:states:ap-northeast-1:123456789012:execution';
const ROTATION = `${STEPS}:failover-dev-rotation:rotation-sophos_1`;

type Duty = ReturnType<typeof onDuty>;

function rotationOf(input: unknown, meddle: (duty: Duty) => void = () => undefined): Promise<PastRun> {
  const duty = onDuty();
  duty.sfn.on(GetExecutionHistoryCommand).resolves({ events: [] });
  duty.sfn
    .on(DescribeExecutionCommand, { executionArn: ROTATION })
    .resolves({ status: 'SUCCEEDED', startDate: new Date(0), input: JSON.stringify(input) } as never);
  meddle(duty);
  return readPastRun('rotation-sophos_1', duty.deps);
}

describe('who holds the address now', () => {
  test('is read for the appliance that the execution names', async () => {
    expect((await rotationOf({ appliance: 'sophos' })).standing).toEqual({ reading: 'read', instanceId: 'i-old' });
  });

  test.each([[{ appliance: 'unknown' }], [{ appliance: 7 }], [{}]])('is unknown for %j', async (input) => {
    expect((await rotationOf(input)).standing).toEqual({ reading: 'unreadable' });
  });

  test('is unknown while EC2 cannot be asked', async () => {
    const run = await rotationOf({ appliance: 'sophos' }, ({ ec2 }) =>
      ec2.on(DescribeAddressesCommand).rejects(awsError('UnauthorizedOperation', 403)),
    );
    expect(run.standing).toEqual({ reading: 'unreadable' });
  });
});

test('a rotation has no decision behind it, although its input names one', async () => {
  const executionArn = `${STEPS}:failover-dev-failover:e-1`;
  const run = await rotationOf({ appliance: 'sophos', startedBy: executionArn }, ({ sfn }) =>
    sfn
      .on(DescribeExecutionCommand, { executionArn })
      .resolves({ status: 'SUCCEEDED', startDate: new Date(0) } as never),
  );
  expect(run).toMatchObject({ machine: 'rotation', decision: undefined, forged: undefined });
});

describe('a takeover', () => {
  function takeover(meddle: (duty: Duty) => void = () => undefined): Promise<PastRun> {
    const duty = onDuty();
    const stoppedAt = '2026-11-21T02:30:00.000Z';
    const past = { generation: 1, status: 'SUCCEEDED' as const, startedAt: '2026-11-21T02:00:00.000Z', stoppedAt };
    mockGenuine(duty.sfn, { ...past, plan: aPlan(), record: aRecord({}) }, 1);
    meddle(duty);
    return readPastRun('takeover-sophos-g1', duty.deps);
  }

  test('that failover started is not forged', async () => {
    expect((await takeover()).forged).toBeUndefined();
  });

  test('whose starter failed is forged, and it says why', async () => {
    const run = await takeover(({ sfn }) =>
      sfn
        .on(GetExecutionHistoryCommand, { executionArn: aPlan().startedBy })
        .resolves({ events: [{ id: 2, timestamp: new Date(0), type: 'ExecutionFailed' }] }),
    );
    expect(run.forged).toEqual(expect.any(String));
  });

  test('whose starter cannot be read is not called forged', async () => {
    const run = await takeover(({ sfn }) =>
      sfn.on(GetExecutionHistoryCommand, { executionArn: aPlan().startedBy }).rejects(awsError('ThrottlingException')),
    );
    expect(run.forged).toBeUndefined();
  });
});

test('an execution that Step Functions does not know is refused, and it says how long one is kept', async () => {
  const says = `there is no execution rotation-sophos_2 (${STEPS}:failover-dev-rotation:rotation-sophos_2); Step Functions keeps one for 90 days, and history lists them`;
  await expect(readPastRun('rotation-sophos_2', onDuty().deps)).rejects.toThrow(says);
});
