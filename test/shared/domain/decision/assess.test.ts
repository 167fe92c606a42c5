/** What evidence adds up to: every kind of witness, alone and together. */
import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../../shared/domain/decision/assess.ts';
import type { Evidence } from '../../../../shared/domain/decision/evidence.ts';
import { described, failingSince, SAYS_NOTHING, someEvidence } from '../../../support/evidence.ts';

const NOW = '2026-11-21T03:00:00.000Z';
const POLICY = { rebootGraceSeconds: 180, bootLimitSeconds: 1200, now: NOW };
const STOPPED = { state: 'stopped', stateReason: 'Client.UserInitiatedShutdown' } as const;
const NO_ALARM = { statusCheck: SAYS_NOTHING, probe: SAYS_NOTHING };
const PROBE_ALARM = { statusCheck: SAYS_NOTHING, probe: failingSince('2026-11-21T02:59:00.000Z') };
const OLD_PROBE_ALARM = { statusCheck: SAYS_NOTHING, probe: failingSince('2026-11-21T02:57:00.000Z') };
const probeAlarmSince = (since: string) => ({ statusCheck: SAYS_NOTHING, probe: failingSince(since) });

type Row = { what: string; evidence: Partial<Evidence>; verdict: string };

const verdictOf = (evidence: Partial<Evidence>): string => {
  const assessment = assess(someEvidence(evidence), POLICY);
  return assessment.health === 'suspect' ? assessment.because : assessment.health;
};

const table: Row[] = [
  {
    what: 'one whose operating system was shut down inside has failed at once (decision 37)',
    evidence: {
      instance: described({ state: 'stopped', stateReason: 'Client.InstanceInitiatedShutdown' }),
    },
    verdict: 'failed',
  },
  { what: 'an appliance that answers is healthy', evidence: { status: 'ok', probe: 'answering' }, verdict: 'healthy' },
  { what: 'one answer outweighs any alarm', evidence: { status: 'unknown', probe: 'answering' }, verdict: 'healthy' },
  { what: 'impaired, yet answering, is not failed', evidence: { probe: 'answering' }, verdict: 'unconfirmed' },
  { what: 'impaired and silent has failed', evidence: { alarms: NO_ALARM }, verdict: 'failed' },
  {
    what: 'a host that is broken is no reboot',
    evidence: { status: 'impaired', alarms: PROBE_ALARM },
    verdict: 'failed',
  },
  {
    what: 'one that only fails the check of the instance may be rebooting',
    evidence: { status: 'instance-impaired', impairedSince: '2026-11-21T02:59:30.000Z', alarms: NO_ALARM },
    verdict: 'rebooting',
  },
  {
    what: 'it is excused from the first sign of its silence on, and no longer',
    evidence: { status: 'instance-impaired', impairedSince: '2026-11-21T02:59:30.000Z', alarms: OLD_PROBE_ALARM },
    verdict: 'failed',
  },
  {
    what: 'it is not excused when its beginning is unknown',
    evidence: { status: 'instance-impaired', alarms: NO_ALARM },
    verdict: 'failed',
  },
  {
    what: 'silent with a status check alarm has failed',
    evidence: {
      status: 'unknown',
      alarms: { statusCheck: failingSince('2026-11-21T02:57:00.000Z'), probe: SAYS_NOTHING },
    },
    verdict: 'failed',
  },
  {
    what: 'silence alone is one witness too few',
    evidence: { status: 'ok', alarms: NO_ALARM },
    verdict: 'unconfirmed',
  },
  {
    what: 'silence is no witness when EC2 cannot be asked and no alarm speaks',
    evidence: { status: 'unknown', alarms: NO_ALARM },
    verdict: 'unconfirmed',
  },
  {
    what: 'a replacement that was waited for in vain has failed when it is still silent',
    evidence: { status: 'ok', alarms: NO_ALARM, neverAnswered: true },
    verdict: 'failed',
  },
  {
    what: 'a replacement that was waited for in vain and answers at last is healthy',
    evidence: { status: 'ok', probe: 'answering', alarms: NO_ALARM, neverAnswered: true },
    verdict: 'healthy',
  },
  {
    what: 'having waited in vain is no witness for a prober that is cut off',
    evidence: { status: 'ok', probe: 'unknown', alarms: NO_ALARM, neverAnswered: true },
    verdict: 'unconfirmed',
  },
  { what: 'a prober that is cut off knows nothing', evidence: { probe: 'unknown' }, verdict: 'unconfirmed' },
  {
    what: 'a prober that is cut off leaves the judgement to alarm and EC2',
    evidence: { probe: 'unknown', alarms: PROBE_ALARM },
    verdict: 'failed',
  },
  {
    what: 'a prober that is cut off and an unreadable status are no witnesses',
    evidence: { probe: 'unknown', status: 'unknown', alarms: PROBE_ALARM },
    verdict: 'unconfirmed',
  },
  {
    what: 'a silent appliance that EC2 calls unimpaired may be rebooting',
    evidence: { status: 'ok', alarms: PROBE_ALARM },
    verdict: 'rebooting',
  },
  {
    what: 'an instance whose checks are initializing is rebooting',
    evidence: { status: 'initializing', alarms: PROBE_ALARM },
    verdict: 'rebooting',
  },
  {
    what: 'a reboot is excused only for its grace',
    evidence: { status: 'ok', alarms: OLD_PROBE_ALARM },
    verdict: 'failed',
  },
  {
    what: 'an unreadable status is no verdict, so the grace goes on',
    evidence: { status: 'unknown', alarms: PROBE_ALARM },
    verdict: 'rebooting',
  },
  {
    what: 'and ends, whether or not EC2 can be read',
    evidence: { status: 'unknown', alarms: OLD_PROBE_ALARM },
    verdict: 'failed',
  },
  {
    what: 'a terminated instance has failed',
    evidence: { instance: described({ state: 'terminated' }) },
    verdict: 'failed',
  },
  {
    what: 'an instance that is shutting down has failed',
    evidence: { instance: described({ state: 'shutting-down' }) },
    verdict: 'failed',
  },
  {
    what: 'a stop without a request is a failure at once',
    evidence: { instance: described({ state: 'stopped', stateReason: 'Server.ScheduledStop' }) },
    verdict: 'failed',
  },
  {
    what: 'a stop without a reason is a failure at once',
    evidence: { instance: described({ state: 'stopping' }) },
    verdict: 'failed',
  },
  {
    what: 'a stop by a person is left alone',
    evidence: { instance: described({ ...STOPPED, stateSince: '2026-11-21T02:50:01.000Z' }) },
    verdict: 'stopped-by-person',
  },
  {
    what: 'a stop by a person is a failure after ten minutes',
    evidence: { instance: described({ ...STOPPED, stateSince: '2026-11-21T02:50:00.000Z' }) },
    verdict: 'failed',
  },
  {
    what: 'a stop by a person at an unknown time is left alone',
    evidence: { instance: described(STOPPED), alarms: NO_ALARM },
    verdict: 'stopped-by-person',
  },
  {
    what: 'a stop at an unknown time counts from the alarm that reports the silence',
    evidence: { instance: described(STOPPED), alarms: probeAlarmSince('2026-11-21T02:50:01.000Z') },
    verdict: 'stopped-by-person',
  },
  {
    what: 'a stop at an unknown time is a failure after ten minutes of an alarm',
    evidence: { instance: described(STOPPED), alarms: probeAlarmSince('2026-11-21T02:50:00.000Z') },
    verdict: 'failed',
  },
  {
    what: 'an alarm of a probe that never got through does not date a stop',
    evidence: {
      instance: described(STOPPED),
      alarms: probeAlarmSince('2026-11-20T03:00:00.000Z'),
      probeProven: false,
    },
    verdict: 'stopped-by-person',
  },
  {
    what: 'a tag that anyone may write does not date a stop',
    evidence: { instance: described(STOPPED), alarms: NO_ALARM, silentSince: '2026-11-20T03:00:00.000Z' },
    verdict: 'stopped-by-person',
  },
  {
    what: 'a pending instance is waited for',
    evidence: { instance: described({ state: 'pending' }) },
    verdict: 'unconfirmed',
  },
  {
    what: 'an address taken from a running instance was taken by hand',
    evidence: { addressHeld: false, probe: 'failing' },
    verdict: 'address-detached',
  },
  {
    what: 'an unattached address whose last holder is gone is a failed appliance',
    evidence: { addressHeld: false, instance: { reading: 'absent' } },
    verdict: 'failed',
  },
  {
    what: 'an unattached address whose last holder is unreadable is a failed appliance',
    evidence: { addressHeld: false, instance: { reading: 'unreadable', why: 'InternalError' } },
    verdict: 'failed',
  },
  {
    what: 'an unreadable holder that answers is healthy',
    evidence: { instance: { reading: 'unreadable', why: 'InternalError' }, status: 'unknown', probe: 'answering' },
    verdict: 'healthy',
  },
  {
    what: 'an unreadable holder has failed when alarm and probe agree',
    evidence: { instance: { reading: 'unreadable', why: 'InternalError' }, status: 'unknown', alarms: OLD_PROBE_ALARM },
    verdict: 'failed',
  },
  {
    what: 'an unreadable holder is never failed for being unreadable',
    evidence: { instance: { reading: 'unreadable', why: 'InternalError' }, status: 'unknown', alarms: NO_ALARM },
    verdict: 'unconfirmed',
  },
];

describe('a reboot that a rotation has announced', () => {
  const rebootingUntil = '2026-11-21T03:05:00.000Z';
  const LONG_SILENT = { status: 'ok', alarms: OLD_PROBE_ALARM, rebootingUntil } as const;

  test('is excused until then, however long it does not answer, and not afterwards', () => {
    expect(verdictOf(LONG_SILENT)).toBe('rebooting');
    expect(verdictOf({ ...LONG_SILENT, status: 'instance-impaired' })).toBe('rebooting');
    expect(verdictOf({ ...LONG_SILENT, rebootingUntil: NOW })).toBe('failed');
    const alarms = { statusCheck: failingSince('2026-11-21T02:50:00.000Z'), probe: SAYS_NOTHING };
    const unproven = { status: 'instance-impaired', probeProven: false, alarms } as const;
    expect([verdictOf({ ...unproven, rebootingUntil }), verdictOf(unproven)]).toEqual(['rebooting', 'failed']);
    expect(verdictOf({ ...unproven, status: 'impaired', rebootingUntil })).toBe('failed');
  });

  test('excuses neither a broken host nor an instance that is gone', () => {
    expect(verdictOf({ ...LONG_SILENT, status: 'impaired' })).toBe('failed');
    for (const state of ['stopped', 'terminated'] as const) {
      expect(verdictOf({ ...LONG_SILENT, instance: described({ state }) })).toBe('failed');
    }
  });
});

describe('assessing', () => {
  test.each(table)('$what', ({ evidence, verdict }) => {
    expect(verdictOf(evidence)).toBe(verdict);
  });

  test('a failure names the witnesses that agree on it', () => {
    expect(assess(someEvidence(), POLICY)).toEqual({
      health: 'failed',
      witnesses: ['EC2 status impaired', 'direct probe'],
    });
  });

  test('a reboot says until when it is excused', () => {
    const assessment = assess(someEvidence({ status: 'ok', alarms: PROBE_ALARM }), POLICY);
    expect(assessment).toMatchObject({ detail: expect.stringContaining('2026-11-21T03:02:00.000Z') });
  });

  test('an alarm among the witnesses says since when', () => {
    const witnesses = ['failed probes since 2026-11-21T02:57:00.000Z', 'direct probe'];
    expect(assess(someEvidence({ status: 'ok', alarms: OLD_PROBE_ALARM }), POLICY)).toMatchObject({ witnesses });
    const silentSince = '2026-11-21T02:57:00.000Z';
    expect(assess(someEvidence({ status: 'unknown', alarms: NO_ALARM, silentSince }), POLICY)).toMatchObject({
      witnesses: [`the sweep, which has found it silent since ${silentSince}`, 'direct probe'],
    });
  });

  test('an appliance that only the probe calls down says why the alarms do not', () => {
    const alarms = { statusCheck: SAYS_NOTHING, probe: { says: 'unknown', why: 'the prober is silent' } } as const;
    expect(assess(someEvidence({ status: 'ok', alarms }), POLICY)).toMatchObject({
      because: 'unconfirmed',
      detail: expect.stringMatching(/no other witness says that it failed \(probe alarm: the prober is silent\)$/),
    });
  });

  test('a probe that has never got in says what to do about it', () => {
    expect(assess(someEvidence({ probeProven: false }), POLICY)).toMatchObject({
      because: 'probe-unproven',
      detail: expect.stringContaining('let the probe in (security group)'),
    });
  });
});
