/** The event that EventBridge delivers when an alarm of ours changes its state, for tests without an account. */
import { DETAIL_TYPE, stateChange } from '../../simulator/account/cloudwatch/change-state.ts';
import { explain } from '../../simulator/account/cloudwatch/explain.ts';
import { definitionOf, type OurAlarm } from '../../simulator/account/cloudwatch/our-alarms.ts';
import { failingPeriods } from '../../simulator/account/cloudwatch/raise-alarm.ts';

export type AlarmChange = OurAlarm & {
  state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
  /** When CloudWatch changed the state; EventBridge delivers a moment later. */
  changedAtMs: number;
  region: string;
  accountId: string;
  eventId: string;
};

/** EventBridge's own `time` has whole seconds. */
const wholeSeconds = (epochMs: number): string => new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');

const HOUR_MS = 3_600_000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export function alarmEvent(change: AlarmChange) {
  const { region, accountId, changedAtMs, eventId, state } = change;
  const definition = definitionOf(change);
  const { AlarmName: name } = definition;
  const failing = failingPeriods(definition, { untilMs: changedAtMs });
  const real = state === 'INSUFFICIENT_DATA' ? [] : failing.map((each) => ({ ...each, value: state === 'OK' ? 0 : 1 }));
  const now = { ...explain(definition, { value: state, real, atMs: changedAtMs }), sinceMs: changedAtMs };
  const past = { value: state === 'ALARM' ? ('OK' as const) : ('ALARM' as const), reason: 'Threshold Crossed' };
  return {
    version: '0',
    id: eventId,
    'detail-type': DETAIL_TYPE,
    source: 'aws.cloudwatch',
    account: accountId,
    time: wholeSeconds(changedAtMs),
    region,
    resources: [`arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`],
    detail: stateChange({ name, definition }, { now, before: { ...past, sinceMs: changedAtMs - HOUR_MS } }),
  };
}
