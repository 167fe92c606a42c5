/** The event of an alarm, made of what DescribeAlarms answers, has the shape that AWS documents and the product reads. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { alarmEvent, alarmInstant } from '../../../cli/acceptance/events/alarm-event.ts';
import { patternOf } from '../../../simulator/account/events/pattern.ts';

const described = (StateValue: string, StateUpdatedTimestamp: number) => ({
  ...{ AlarmName: 'failover-dev-sophos-status-check', AlarmDescription: 'Appliance sophos', StateValue },
  ...{ AlarmArn: 'arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:failover-dev-sophos-status-check' },
  ...{ StateReason: 'why', StateReasonData: '{}', StateUpdatedTimestamp, Statistic: 'Maximum', Period: 60 },
  ...{ Namespace: 'AWS/EC2', MetricName: 'StatusCheckFailed' },
  Dimensions: [{ Name: 'InstanceId', Value: 'i-04f9802932a90106a' }],
});

const event = alarmEvent(described('OK', 1_795_230_000), described('ALARM', 1_795_230_751.561));

const keysOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, keysOf(each)]))
    : typeof value;

test('it has every field of the example that the product is tested with', () => {
  const example = JSON.parse(readFileSync('events/triggers/alarm-state-change.json', 'utf8'));
  expect(keysOf(event.detail)).toMatchObject(Object(keysOf(example.detail)));
  expect(event).toMatchObject({
    source: example.source,
    detailType: example['detail-type'],
    resources: example.resources,
  });
});

test('its instants are those of the alarm', () => {
  expect(alarmInstant(1_795_230_751.561)).toBe('2026-11-21T03:12:31.561+0000');
  expect(event.detail).toMatchObject({
    state: { value: 'ALARM', timestamp: '2026-11-21T03:12:31.561+0000' },
    previousState: { value: 'OK', timestamp: '2026-11-21T03:00:00.000+0000' },
  });
});

test('the pattern of the deployed rule takes it in ALARM alone', () => {
  const matches = patternOf({
    detail: { alarmName: [{ wildcard: 'failover-dev-*-status-check' }], state: { value: ['ALARM'] } },
  });
  expect(matches({ detail: event.detail })).toBe(true);
  expect(matches({ detail: alarmEvent(described('ALARM', 1), described('OK', 2)).detail })).toBe(false);
});
