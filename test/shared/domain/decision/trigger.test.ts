/** The names of our alarms, and who asks. */
import { describe, expect, test } from '@jest/globals';
import { alarmNameOf, isAutomatic, isBehindEvent, readAlarmName } from '../../../../shared/domain/decision/trigger.ts';
import { anAlarm, anInstanceEvent, aPerson, described, theSweep } from '../../../support/evidence.ts';

describe('the name of an alarm', () => {
  test.each(['status-check', 'probe'] as const)('of kind %s can be read back', (kind) => {
    for (const appliance of ['sophos', 'a-probe', 'probe', 'status-check']) {
      const name = alarmNameOf({ stage: 'dev', appliance, kind });
      expect(readAlarmName(name, 'dev')).toEqual({ appliance, kind });
    }
  });

  test.each([
    ['of another stage', 'failover-prod-sophos-probe'],
    ['of another project', 'cpu-high-probe'],
    ['of another kind', 'failover-dev-sophos-cpu'],
    ['without an appliance', 'failover-dev-probe'],
    ['whose appliance is no name', 'failover-dev-SOPHOS-probe'],
    ['whose appliance is too long', `failover-dev-${'a'.repeat(25)}-probe`],
  ])('%s is not ours', (_, name) => {
    expect(readAlarmName(name, 'dev')).toBeUndefined();
  });
});

test('alarms, events and the sweep are automatic, and a person is not', () => {
  expect([anAlarm(), anInstanceEvent(), theSweep, aPerson()].map(isAutomatic)).toEqual([true, true, true, false]);
});

describe("EC2's own event", () => {
  const NOW = '2026-11-21T03:00:00.000Z';
  const fresh = anInstanceEvent({ since: '2026-11-21T02:59:00.001Z' });

  test.each(['running', 'pending'] as const)('is ahead of an answer that says %s', (state) => {
    expect(isBehindEvent(fresh, described({ state }), NOW)).toBe(true);
  });

  test.each([
    { what: 'an answer that agrees', trigger: fresh, reading: described({ state: 'stopping' }) },
    { what: 'an answer about another instance', trigger: fresh, reading: described({ id: 'i-new' }) },
    { what: 'no answer', trigger: fresh, reading: undefined },
    { what: 'an answer that failed', trigger: fresh, reading: { reading: 'unreadable', why: 'InternalError' } },
    {
      what: 'an answer a minute later: it was started again',
      trigger: anInstanceEvent({ since: '2026-11-21T02:59:00.000Z' }),
      reading: described(),
    },
    { what: "an answer to another caller's question", trigger: theSweep, reading: described() },
  ] as const)('is not ahead of $what', ({ trigger, reading }) => {
    expect(isBehindEvent(trigger, reading, NOW)).toBe(false);
  });
});
