/** Both alarms follow the active instance, are set back so that they can act again, and are read in few calls. */
import { DescribeAlarmsCommand, type MetricAlarm, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { readAlarms, watchInstance, watchProbe } from '../../../shared/aws/alarms.ts';
import { TransientError } from '../../../shared/domain/errors.ts';
import { anAppliance } from '../../support/appliances.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const AT = { stage: 'dev', appliance: 'sophos' };
const STATUS_CHECK = 'failover-dev-sophos-status-check';
const PROBE = 'failover-dev-sophos-probe';
const { probe } = anAppliance();

describe('an alarm', () => {
  test('on the status checks is pointed at the instance and then set to INSUFFICIENT_DATA', async () => {
    const { clients, cloudwatch } = mockedClients();
    await watchInstance(clients, { ...AT, instanceId: 'i-new' });
    const [put, set] = sentBy(cloudwatch);
    expect(put).toMatchObject({
      command: 'PutMetricAlarm',
      input: {
        ...{ AlarmName: STATUS_CHECK, Namespace: 'AWS/EC2', MetricName: 'StatusCheckFailed' },
        Dimensions: [{ Name: 'InstanceId', Value: 'i-new' }],
        ...{ Statistic: 'Maximum', Period: 60, EvaluationPeriods: 2, DatapointsToAlarm: 2, Threshold: 1 },
        ...{ ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'missing' },
      },
    });
    expect(set).toEqual({
      command: 'SetAlarmState',
      input: { AlarmName: STATUS_CHECK, StateValue: 'INSUFFICIENT_DATA', StateReason: 'now watches i-new' },
    });
  });

  test('on the probe waits for as many failures as the prober, ignores a silent prober, and is set back as well', async () => {
    const { clients, cloudwatch } = mockedClients();
    await watchProbe(clients, { ...AT, probe: { ...probe, intervalSeconds: 15, failures: 4 }, probation: undefined });
    const [put, set] = sentBy(cloudwatch);
    expect(put).toMatchObject({
      command: 'PutMetricAlarm',
      input: {
        ...{ AlarmName: PROBE, Namespace: 'SophosFailover', MetricName: 'ProbeFailed' },
        Dimensions: [{ Name: 'Appliance', Value: 'sophos' }],
        ...{ Statistic: 'Minimum', Period: 30, EvaluationPeriods: 2, DatapointsToAlarm: 2, Threshold: 1 },
        ...{ ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'ignore' },
      },
    });
    expect(set).toMatchObject({ input: { AlarmName: PROBE, StateValue: 'INSUFFICIENT_DATA' } });
  });

  test('whose state could not be set is not done', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(SetAlarmStateCommand).rejects(awsError('InternalServiceError', 500));
    await expect(watchInstance(clients, { ...AT, instanceId: 'i-new' })).rejects.toThrow(TransientError);
  });
});

/** As DescribeAlarms shows what was put, with what AWS adds. */
async function putAndShown(put: (clients: ReturnType<typeof mockedClients>['clients']) => Promise<void>) {
  const { clients, cloudwatch } = mockedClients();
  await put(clients);
  const definition = sentBy(cloudwatch)[0]?.input as MetricAlarm;
  const added = {
    ActionsEnabled: true,
    AlarmActions: [],
    AlarmArn: 'arn:aws:cloudwatch:…',
    EvaluationState: undefined,
  };
  const StateUpdatedTimestamp = new Date('2026-11-21T02:59:30Z');
  const StateTransitionedTimestamp = new Date('2026-11-21T02:58:00Z');
  return {
    ...definition,
    ...added,
    StateValue: 'ALARM',
    StateUpdatedTimestamp,
    StateTransitionedTimestamp,
  } as MetricAlarm;
}

const statusCheckShown = () => putAndShown((clients) => watchInstance(clients, { ...AT, instanceId: 'i-old' }));
const probeShown = () =>
  putAndShown((clients) => watchProbe(clients, { ...AT, probe, probation: 'abc proven 2026-11-21T03:00:00.000Z' }));

async function readWith(MetricAlarms: MetricAlarm[], overrides: Parameters<typeof anAppliance>[0] = {}) {
  const { clients, cloudwatch } = mockedClients();
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms });
  const seen = await readAlarms(clients, { stage: 'dev', appliances: [anAppliance(overrides)] });
  expect(sentBy(cloudwatch)).toEqual([
    { command: 'DescribeAlarms', input: { AlarmNames: [STATUS_CHECK, PROBE], MaxRecords: 100 } },
  ]);
  return seen.get('sophos');
}

describe('reading the alarms', () => {
  test('tells the state, since when it is in it, and whom it watches', async () => {
    const since = '2026-11-21T02:58:00.000Z';
    expect(await readWith([await statusCheckShown(), await probeShown()])).toEqual({
      statusCheck: { state: 'alarm', since, instanceId: 'i-old', asWanted: true },
      probe: { state: 'alarm', since, asWanted: true, probation: 'abc proven 2026-11-21T03:00:00.000Z' },
    });
  });

  test('leaves out what does not exist', async () => {
    expect(await readWith([])).toEqual({});
  });

  test('treats values that AWS fills in as the omitted ones', async () => {
    const { TreatMissingData, DatapointsToAlarm, ...shown } = await statusCheckShown();
    expect(await readWith([shown])).toMatchObject({ statusCheck: { asWanted: true } });
    const { TreatMissingData: ignored, ...probed } = await probeShown();
    expect(await readWith([probed])).toMatchObject({ probe: { asWanted: false } });
  });

  test.each([
    { what: 'another threshold', changed: { Threshold: 2 } },
    { what: 'another period', changed: { Period: 300 } },
    { what: 'more failures than ours', changed: { EvaluationPeriods: 5 } },
    { what: 'fewer points of those', changed: { DatapointsToAlarm: 1 } },
    { what: 'missing data as a failure', changed: { TreatMissingData: 'breaching' } },
    { what: 'another metric', changed: { MetricName: 'CPUUtilization' } },
    {
      what: 'a further dimension',
      changed: {
        Dimensions: [
          { Name: 'Appliance', Value: 'sophos' },
          { Name: 'Zone', Value: 'a' },
        ],
      },
    },
    { what: 'a unit, which makes it deaf', changed: { Unit: 'Count' } },
  ] as const)('says that one with $what is not as wanted', async ({ changed }) => {
    expect(await readWith([{ ...(await probeShown()), ...changed } as MetricAlarm])).toMatchObject({
      probe: { asWanted: false },
    });
  });

  test('says so too when the configuration of the probe has changed since', async () => {
    const changed = { probe: { ...probe, failures: 5 } };
    expect(await readWith([await probeShown()], changed)).toMatchObject({ probe: { asWanted: false } });
  });

  test('believes no state of unknown age', async () => {
    const { StateTransitionedTimestamp, ...shown } = await probeShown();
    expect(await readWith([shown])).toMatchObject({ probe: { state: 'insufficient-data' } });
  });

  test('asks for a hundred names at a time, and answers for every appliance', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] });
    const appliances = Array.from({ length: 51 }, (_, index) => anAppliance({ name: `a${index}` }));
    const seen = await readAlarms(clients, { stage: 'dev', appliances });
    expect(seen.size).toBe(51);
    const asked = sentBy(cloudwatch).map(({ input }) => (input as { AlarmNames: string[] }).AlarmNames.length);
    expect(asked).toEqual([100, 2]);
  });

  test('that CloudWatch cannot answer is an error, and no alarm is missing for it', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(DescribeAlarmsCommand).rejects(awsError('InternalServiceError', 500));
    await expect(readAlarms(clients, { stage: 'dev', appliances: [anAppliance()] })).rejects.toThrow(TransientError);
  });
});
