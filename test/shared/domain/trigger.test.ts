/** The names of our alarms, and who asks. */
import { describe, expect, test } from '@jest/globals';
import { alarmNameOf, isAutomatic, readAlarmName } from '../../../shared/domain/trigger.ts';
import { anAlarm, aPerson, theSweep } from '../../support/evidence.ts';

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

test('alarms and the sweep are automatic, and a person is not', () => {
  expect([anAlarm(), theSweep, aPerson()].map(isAutomatic)).toEqual([true, true, false]);
});
