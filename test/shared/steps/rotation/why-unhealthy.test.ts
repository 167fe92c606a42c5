/** WhyUnhealthy: what speaks against copying the active instance, and whether anybody is sure of it. */
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeInstanceStatusCommand, DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { probeAlarm, statusCheckAlarm } from '../../../../shared/aws/alarm-definitions.ts';
import { alarmNameOf } from '../../../../shared/domain/decision/trigger.ts';
import { describeProbe, probeFingerprint, writeProbation } from '../../../../shared/domain/probing/probation.ts';
import type { ProbeTarget } from '../../../../shared/domain/probing/probing.ts';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import { whyUnhealthy } from '../../../../shared/steps/rotation/why-unhealthy.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { describeEach } from '../../../support/described.ts';
import { awsError, sentBy } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { anAddress, anInstance } from '../../../support/snapshots.ts';

type World = {
  instance?: Partial<Instance>;
  status?: 'ok' | 'impaired' | 'initializing';
  votes?: boolean;
  answers?: boolean;
  /** At which instance its probe proved itself: the one that our alarm watches. */
  watched?: string;
  /** What the tag of the address says. */
  recorded?: string;
};

function setUp({ instance, status = 'ok', votes = true, answers = true, watched, recorded = 'i-old' }: World = {}) {
  const asked: string[] = [];
  // The reference always answers: the prober is not cut off.
  const probe = async ({ host }: ProbeTarget) => {
    asked.push(host);
    return { answered: answers || host === 'reference', detail: '' };
  };
  const mocks = mockedDeps({ prober: { probe } });
  describeEach(mocks, [anInstance(instance)]);
  const Status = { Status: status };
  const InstanceStatuses = [{ InstanceId: 'i-old', SystemStatus: Status, InstanceStatus: Status }];
  mocks.ec2.on(DescribeInstanceStatusCommand).resolves({ InstanceStatuses });
  const AlarmName = alarmNameOf({ stage: 'dev', appliance: 'sophos', kind: 'status-check' });
  const appliance = anAppliance();
  const proven = writeProbation(probeFingerprint(appliance), { stands: 'proven', since: '2026-11-20T03:00:00.000Z' });
  const voting = {
    ...{ AlarmName: alarmNameOf({ stage: 'dev', appliance: 'sophos', kind: 'probe' }) },
    ...{
      AlarmDescription: describeProbe('sophos', votes ? proven : undefined),
      ...probeAlarm('sophos', appliance.probe),
    },
  };
  const MetricAlarms = [voting, ...(watched === undefined ? [] : [{ AlarmName, ...statusCheckAlarm(watched) }])];
  mocks.cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms });
  const tags = { [TAG.activeInstance]: recorded, ...(votes && { [TAG.probe]: proven }) };
  const address = anAddress({ tags });
  const why = (active = 'i-old') => whyUnhealthy({ appliance, address, active }, mocks.deps);
  return { ...mocks, why, asked };
}

const THROTTLED = awsError('RequestLimitExceeded', 503);

describe('an instance is fit to be copied', () => {
  test('when it runs, its checks pass and it answers', async () => {
    const { why, ec2, asked } = setUp();
    expect(await why()).toBeUndefined();
    expect(sentBy(ec2)).toMatchObject([{ input: { InstanceIds: ['i-old'] } }, { input: { InstanceIds: ['i-old'] } }]);
    expect(asked).toContain('203.0.113.10');
  });

  test('though it is silent, as long as its probe has no vote, and then it is not even asked', async () => {
    const { why, asked } = setUp({ votes: false, answers: false });
    expect(await why()).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

test('an instance is fit to be copied though it is silent, when its probe proved itself at another one', async () => {
  expect(await setUp({ answers: false, watched: 'i-before' }).why()).toBeUndefined();
  expect(await setUp({ answers: false, recorded: 'i-before' }).why()).toBeUndefined();
  expect(await setUp({ answers: false, watched: 'i-old' }).why()).toMatchObject({ sure: true });
});

test('the alarm says which one, for any tag of the address, and CloudWatch without data excuses nothing', async () => {
  const written = { answers: false, watched: 'i-old', recorded: 'i-theirs' };
  expect(await setUp(written).why()).toMatchObject({ sure: true });
  const { why, cloudwatch } = setUp({ answers: false, recorded: 'i-theirs' });
  cloudwatch.on(DescribeAlarmsCommand).rejects(awsError('AccessDenied', 403));
  expect(await why()).toMatchObject({ sure: true });
});

describe('it is surely not', () => {
  test('when EC2 does not know it', async () =>
    expect(await setUp().why('i-gone')).toEqual({ why: 'EC2 does not know i-gone', sure: true }));

  test.each(['pending', 'stopping', 'stopped', 'shutting-down', 'terminated'] as const)(
    'when it is %s',
    async (state) =>
      expect(await setUp({ instance: { state } }).why()).toEqual({ why: `i-old is ${state}`, sure: true }),
  );

  test('when its checks say so', async () => {
    const found = await setUp({ status: 'initializing' }).why();
    expect(found).toEqual({ why: 'the status of i-old is initializing', sure: true });
  });

  test('when it does not answer a probe that has a vote', async () =>
    expect(await setUp({ answers: false }).why()).toEqual({ why: 'i-old does not answer its probe', sure: true }));
});

describe('no answer is sure', () => {
  test('when EC2 does not answer for it', async () => {
    const { why, ec2 } = setUp();
    ec2.on(DescribeInstancesCommand).rejects(awsError('InternalError', 500));
    const words = 'EC2 does not answer for i-old: InternalError: message of InternalError';
    expect(await why()).toEqual({ why: words, sure: false });
  });

  test('when EC2 cannot say what its checks found', async () => {
    const { why, ec2 } = setUp();
    ec2.on(DescribeInstanceStatusCommand).rejects(awsError('InternalError', 500));
    expect(await why()).toEqual({ why: 'the status of i-old is unknown', sure: false });
  });
});

describe('too many questions are no verdict, and are asked again', () => {
  test.each([
    ['of the instance', 'instance', /^reading i-old: RequestLimitExceeded/],
    ['of its status', 'status', /^reading the status of i-old: throttled$/],
  ])('%s', async (_, what, message) => {
    const { why, ec2 } = setUp();
    if (what === 'instance') ec2.on(DescribeInstancesCommand).rejects(THROTTLED);
    else ec2.on(DescribeInstanceStatusCommand).rejects(THROTTLED);
    await expect(why()).rejects.toMatchObject({ name: 'TransientError', message: expect.stringMatching(message) });
  });

  test('of the status of one that does not run ends nothing: it is unfit with any answer', async () => {
    const { why, ec2 } = setUp({ instance: { state: 'stopped' } });
    ec2.on(DescribeInstanceStatusCommand).rejects(THROTTLED);
    expect(await why()).toEqual({ why: 'i-old is stopped', sure: true });
  });
});
