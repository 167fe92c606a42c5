/** The status check alarm follows the active instance, and is set back so that it can act again. */
import { DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { readWatched, watchInstance } from '../../../shared/aws/alarms.ts';
import { TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const AT = { stage: 'dev', appliance: 'sophos' };
const NAME = 'failover-dev-sophos-status-check';

describe('the alarm', () => {
  test('is pointed at the instance and then set to INSUFFICIENT_DATA', async () => {
    const { clients, cloudwatch } = mockedClients();
    await watchInstance(clients, { ...AT, instanceId: 'i-new' });
    const [put, set] = sentBy(cloudwatch);
    expect(put).toMatchObject({
      command: 'PutMetricAlarm',
      input: {
        AlarmName: NAME,
        Namespace: 'AWS/EC2',
        MetricName: 'StatusCheckFailed',
        Dimensions: [{ Name: 'InstanceId', Value: 'i-new' }],
        Period: 60,
        EvaluationPeriods: 2,
        TreatMissingData: 'missing',
      },
    });
    expect(set).toEqual({
      command: 'SetAlarmState',
      input: { AlarmName: NAME, StateValue: 'INSUFFICIENT_DATA', StateReason: 'now watches i-new' },
    });
  });

  test('whose state could not be set is not done', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(SetAlarmStateCommand).rejects(awsError('InternalServiceError', 500));
    await expect(watchInstance(clients, { ...AT, instanceId: 'i-new' })).rejects.toThrow(TransientError);
  });

  test('says which instance it watches', async () => {
    const { clients, cloudwatch } = mockedClients();
    const Dimensions = [{ Name: 'InstanceId', Value: 'i-old' }];
    cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [{ AlarmName: NAME, Dimensions }] });
    expect(await readWatched(clients, AT)).toBe('i-old');
    expect(sentBy(cloudwatch)).toEqual([{ command: 'DescribeAlarms', input: { AlarmNames: [NAME] } }]);
  });

  test('that does not exist watches nobody', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] });
    expect(await readWatched(clients, AT)).toBeUndefined();
  });
});
