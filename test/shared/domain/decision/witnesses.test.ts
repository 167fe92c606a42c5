/** When an alarm is a witness, when it is none, and since when an appliance is known to have failed. */
import { describe, expect, test } from '@jest/globals';
import type { Trigger } from '../../../../shared/domain/decision/trigger.ts';
import {
  failedSince,
  probeWord,
  type Reading,
  type SeenAlarm,
  type SeenAlarms,
  statusCheckWord,
  type Testimony,
} from '../../../../shared/domain/decision/witnesses.ts';
import type { ProbePoint } from '../../../../shared/domain/probing/probe-metric.ts';
import {
  anAlarm,
  anInstanceEvent,
  aRow,
  failingSince,
  SAYS_NOTHING,
  someEvidence,
  theSweep,
} from '../../../support/evidence.ts';
import { OLD } from '../../../support/snapshots.ts';

const NOW = '2026-11-21T03:00:00.000Z';
const ago = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1000).toISOString();

const UNREAD: Reading<never> = { unread: 'CloudWatch did not answer within 3 s' };
const WHY_UNREAD = { says: 'unknown', why: 'CloudWatch did not answer within 3 s' };

const anAlarmSeen = (overrides: Partial<SeenAlarm> = {}): SeenAlarm => ({
  ...{ state: 'alarm', since: ago(120), instanceId: OLD.instanceId, asWanted: true },
  ...overrides,
});

const read = (alarms: SeenAlarms): Reading<SeenAlarms> => ({ read: alarms });

describe('the status check alarm', () => {
  const wordOf = (alarms: Reading<SeenAlarms>, trigger: Trigger = theSweep) =>
    statusCheckWord({ alarms, points: UNREAD }, { trigger, holderId: OLD.instanceId, now: NOW });

  const event = anAlarm({ since: ago(30) });
  const ok = (since: string) => read({ statusCheck: anAlarmSeen({ state: 'ok', since }) });

  test('in ALARM about the holder says failing, since it went there', () => {
    expect(wordOf(read({ statusCheck: anAlarmSeen() }))).toEqual(failingSince(ago(120)));
  });

  test('in OK about the holder says so', () => {
    expect(wordOf(ok(ago(3600)))).toMatchObject({ says: 'ok' });
  });

  test.each([
    {
      what: 'about another instance',
      alarms: read({ statusCheck: anAlarmSeen({ instanceId: 'i-older' }) }),
      why: 'it watches i-older',
    },
    {
      what: 'without data',
      alarms: read({ statusCheck: anAlarmSeen({ state: 'insufficient-data' }) }),
      why: 'it has no data',
    },
    { what: 'that does not exist', alarms: read({}), why: 'there is none' },
    { what: 'that cannot be read', alarms: UNREAD, why: WHY_UNREAD.why },
  ])('$what is unknown, and says why', ({ alarms, why }) => {
    expect(wordOf(alarms)).toEqual({ says: 'unknown', why });
  });

  test.each([
    { what: 'when it cannot be read', alarms: UNREAD },
    { what: 'when what was read is older than the event', alarms: ok(ago(3600)) },
    {
      what: 'when it lost its data since',
      alarms: read({ statusCheck: anAlarmSeen({ state: 'insufficient-data', since: ago(5) }) }),
    },
    {
      what: 'when it watches another instance by now',
      alarms: read({ statusCheck: anAlarmSeen({ state: 'ok', since: ago(5), instanceId: 'i-older' }) }),
    },
  ])('is spoken for by the event that started this $what', ({ alarms }) => {
    expect(wordOf(alarms, event)).toEqual(failingSince(ago(30)));
  });

  test.each([
    { what: 'taken back since', trigger: event, alarms: ok(ago(29)), says: 'ok' },
    {
      what: 'about another instance',
      trigger: anAlarm({ since: ago(30), instanceId: 'i-older' }),
      alarms: UNREAD,
      says: 'unknown',
    },
    { what: 'older than 15 minutes', trigger: anAlarm({ since: ago(901) }), alarms: UNREAD, says: 'unknown' },
    {
      what: 'of the other alarm',
      trigger: anAlarm({ since: ago(30), kind: 'probe' }),
      alarms: UNREAD,
      says: 'unknown',
    },
  ])('is not spoken for by an event $what', ({ trigger, alarms, says }) => {
    expect(wordOf(alarms, trigger)).toMatchObject({ says });
  });
});

const point = (seconds: number, failed = true): ProbePoint => ({ appliance: 'sophos', at: ago(seconds), failed });

describe('the probe alarm', () => {
  type Asked = { alarms?: Reading<SeenAlarms>; points?: Reading<ProbePoint[]>; trigger?: Trigger; proven?: boolean };

  const alarmed = read({ probe: anAlarmSeen() });
  const wordOf = ({ alarms = alarmed, points = { read: [point(10)] }, trigger = theSweep, proven = true }: Asked) =>
    probeWord({ alarms, points }, { trigger, proven, now: NOW });

  const quiet = read({ probe: anAlarmSeen({ state: 'ok', since: ago(3600) }) });
  const event = anAlarm({ kind: 'probe', instanceId: undefined, since: ago(90) });

  test('in ALARM with a failed point of just now says failing, since it went there', () => {
    expect(wordOf({})).toEqual(failingSince(ago(120)));
    expect(wordOf({ points: { read: [point(90)] } })).toEqual(failingSince(ago(120)));
  });

  test('says failing since the first failed probe that no answer has interrupted, from where a grace counts', () => {
    expect(wordOf({ points: { read: [point(10), point(155), point(165, false)] } })).toEqual(failingSince(ago(155)));
  });

  test('in OK with an answered point of just now says so', () => {
    expect(wordOf({ alarms: quiet, points: { read: [point(60, false)] } })).toMatchObject({ says: 'ok' });
  });

  test.each([
    { what: 'whose probe is unproven', asked: { proven: false }, why: 'the probe has not proven itself' },
    { what: 'whose newest point is too old', asked: { points: { read: [point(91)] } }, why: 'the prober is silent' },
    { what: 'without any point', asked: { points: { read: [] } }, why: 'the prober is silent' },
    {
      what: 'in ALARM whose newest point was answered',
      asked: { points: { read: [point(10, false), point(20)] } },
      why: 'it is in state alarm, and the newest probe was answered',
    },
    {
      what: 'in OK whose newest point failed',
      asked: { alarms: quiet },
      why: 'it is in state ok, and the newest probe failed',
    },
    { what: 'in OK without fresh points', asked: { alarms: quiet, points: { read: [] } }, why: 'the prober is silent' },
    { what: 'that does not exist', asked: { alarms: read({}) }, why: 'there is none' },
    { what: 'that cannot be read', asked: { alarms: UNREAD }, why: WHY_UNREAD.why },
    { what: 'whose points cannot be read', asked: { points: UNREAD }, why: WHY_UNREAD.why },
  ])('$what is unknown, and says why', ({ asked, why }) => {
    expect(wordOf(asked)).toEqual({ says: 'unknown', why });
  });

  test.each([
    { what: 'nothing can be read', asked: { alarms: UNREAD, points: UNREAD } },
    { what: 'only the points can be read', asked: { alarms: UNREAD } },
    { what: 'only the alarm can be read, and what was read is older', asked: { alarms: quiet, points: UNREAD } },
  ])('is spoken for by its own fresh event when $what', ({ asked }) => {
    expect(wordOf({ ...asked, trigger: event })).toEqual(failingSince(ago(90)));
  });

  test.each([
    { what: 'of more than 90 seconds ago', asked: { trigger: { ...event, since: ago(91) } } },
    { what: 'of the status check alarm', asked: { trigger: anAlarm({ since: ago(10) }) } },
    { what: 'while its probe is unproven', asked: { trigger: event, proven: false } },
    { what: 'when the points contradict it', asked: { trigger: event, points: { read: [point(5, false)] } } },
  ])('is not spoken for by an event $what', ({ asked }) => {
    expect(wordOf({ alarms: UNREAD, points: UNREAD, ...asked })).toMatchObject({ says: 'unknown' });
  });
});

describe("the prober's own row", () => {
  const row = aRow({ since: ago(30), at: ago(5) });
  const quiet: Reading<SeenAlarms> = read({ probe: anAlarmSeen({ state: 'ok', since: ago(3600) }) });
  const wordOf = (
    trigger: Trigger,
    { alarms = UNREAD, points = UNREAD, proven = true }: Partial<Testimony> & { proven?: boolean } = {},
  ) => probeWord({ alarms, points }, { trigger, proven, now: NOW });

  test('speaks for the alarm, which comes later, since its first failed probe', () => {
    expect(wordOf(row)).toEqual(failingSince(ago(30)));
    expect(wordOf(row, { alarms: quiet, points: { read: [point(15), point(25), point(40, false)] } })).toEqual(
      failingSince(ago(30)),
    );
  });

  test.each([
    { what: 'whose last probe is older than 90 seconds', trigger: aRow({ since: ago(200), at: ago(91) }) },
    { what: 'that ends in the future', trigger: aRow({ since: ago(30), at: ago(-60) }) },
    { what: 'whose probe is unproven', trigger: row, given: { proven: false } },
    { what: 'after which a probe was answered', trigger: row, given: { points: { read: [point(2, false)] } } },
  ])('says nothing $what', ({ trigger, given }) => {
    expect(wordOf(trigger, given)).toMatchObject({ says: 'unknown' });
  });

  test('says nothing once the alarm went back to OK after it', () => {
    const alarms = read({ probe: anAlarmSeen({ state: 'ok', since: ago(2) }) });
    expect(wordOf(row, { alarms, points: { read: [point(1, false)] } })).toMatchObject({ says: 'ok' });
  });
});

describe('an appliance is known to have failed', () => {
  const probe = failingSince(ago(5));
  const silent = { status: 'ok' as const, alarms: { statusCheck: SAYS_NOTHING, probe: SAYS_NOTHING } };

  test.each([
    { what: 'since its probe failed', evidence: { alarms: { statusCheck: SAYS_NOTHING, probe } }, since: ago(5) },
    {
      what: 'since the alarm that went off first',
      evidence: { alarms: { statusCheck: failingSince(ago(45)), probe } },
      since: ago(45),
    },
    { what: 'since the sweep first found it silent', evidence: { ...silent, silentSince: ago(60) }, since: ago(60) },
    { what: 'not since a silence of long ago', evidence: { ...silent, silentSince: ago(301) }, since: undefined },
    { what: 'not since points that are not believed', evidence: silent, since: undefined },
  ])('$what', ({ evidence, since }) => {
    expect(failedSince(someEvidence(evidence), { trigger: theSweep, rebootGraceSeconds: 0, now: NOW })).toBe(since);
  });

  test('since the event of EC2', () => {
    const trigger = anInstanceEvent({ since: ago(7) });
    expect(failedSince(someEvidence(silent), { trigger, rebootGraceSeconds: 0, now: NOW })).toBe(ago(7));
  });
});
