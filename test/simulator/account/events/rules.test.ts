/** The deployed rules as the simulator reads them: what they listen to, whom they call, and how Lambda queues that. */
import { describe, expect, test } from '@jest/globals';
import { FUNCTION_TIMEOUT_SECONDS } from '../../../../shared/machines/time-outs.ts';
import { deployedRules, rulesIn } from '../../../../simulator/account/events/rules.ts';
import { alarmEvent } from '../../../support/alarm-event.ts';

const rules = deployedRules('dev');

const listeners = (event: object): string[] =>
  rules.filter(({ trigger }) => trigger.on === 'event' && trigger.matches(event)).map(({ id }) => id);

const anAlarm = (overrides: Partial<Parameters<typeof alarmEvent>[0]> = {}) =>
  alarmEvent({
    ...{ stage: 'dev', appliance: 'sophos', kind: 'probe', state: 'ALARM', instanceId: 'i-1', eventId: 'event-1' },
    ...{ changedAtMs: 1_795_230_000_000, region: 'ap-northeast-1', accountId: '123456789012' },
    ...overrides,
  });

const stateChange = (state: string): object => ({
  source: 'aws.ec2',
  'detail-type': 'EC2 Instance State-change Notification',
  detail: { 'instance-id': 'i-1', state },
});

const execution = (machine: string, status: string): object => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { stateMachineArn: `arn:aws:states:ap-northeast-1:123456789012:stateMachine:${machine}`, status },
});

describe('the deployed rules', () => {
  test.each([
    ['both alarms of an appliance', [anAlarm(), anAlarm({ kind: 'status-check' })], ['AlarmRule']],
    ['no recovery', [anAlarm({ state: 'OK' }), anAlarm({ state: 'INSUFFICIENT_DATA' })], []],
    ['no alarm of another stage', [anAlarm({ stage: 'prod' })], []],
    ['every way in which an instance ends', [stateChange('stopping'), stateChange('terminated')], ['InstanceRule']],
    ['no instance that comes', [stateChange('pending'), stateChange('running')], []],
    ['the beginning of a takeover', [execution('failover-dev-takeover', 'RUNNING')], ['TakeoverRule']],
    ['the end of a takeover', [execution('failover-dev-takeover', 'ABORTED')], ['ExecutionRule']],
    ['the end of every machine of ours', [execution('failover-dev-failover', 'FAILED')], ['ExecutionRule']],
    ['no beginning of a failover', [execution('failover-dev-failover', 'RUNNING')], []],
    ['machines of other owners', [execution('billing', 'FAILED')], []],
  ])('hear of %s', (_what, events, heard) => {
    for (const event of events) expect(listeners(event)).toEqual(heard);
  });

  test('call machines and functions that exist', () => {
    const called = rules.flatMap(({ targets }) => targets);
    const machines = called.filter(({ kind }) => kind === 'machine').map(({ name }) => name);
    const functions = called.filter(({ kind }) => kind === 'function').map(({ name }) => name);
    expect(new Set(machines)).toEqual(new Set(['failover-dev-failover']));
    expect(Object.keys(FUNCTION_TIMEOUT_SECONDS)).toEqual(expect.arrayContaining(functions));
  });

  test('call the sweep and the prober every minute', () => {
    const minutely = rules.filter(({ trigger }) => trigger.on === 'schedule' && trigger.everyMs === 60_000);
    expect(minutely.map(({ targets }) => targets[0]?.name)).toEqual(['sweep', 'probe-appliance']);
  });
});

test('a schedule that is not simulated is refused, not left out', () => {
  const yaml = 'Resources: { R: { Properties: { Name: r, ScheduleExpression: cron(0 3 * * ? *), Targets: [] } } }';
  expect(() => rulesIn(yaml, 'dev')).toThrow(/does not know the schedule cron/);
});
