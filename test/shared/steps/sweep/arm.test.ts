/** Which alarm the sweep puts anew, by what CloudWatch said of both. */
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import type { SeenAlarm, SeenAlarms } from '../../../../shared/aws/alarms.ts';
import { TransientError } from '../../../../shared/domain/errors.ts';
import { arm } from '../../../../shared/steps/sweep/arm.ts';
import { memoryOf } from '../../../../shared/steps/sweep/sweep-memory.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { ago, onDuty } from '../../../support/duties.ts';
import { anAddress } from '../../../support/snapshots.ts';

const anAlarm = (overrides: Partial<SeenAlarm> = {}): SeenAlarm => ({
  ...{ state: 'ok', since: ago(600), asWanted: true },
  ...overrides,
});
const watching = anAlarm({ instanceId: 'i-old' });

const STATUS = 'status check alarm watches i-old';
const PROBE = 'probe alarm watches sophos';

describe('the alarms', () => {
  test.each<[string, SeenAlarms | undefined, string[]]>([
    ['are left alone while both are as wanted', { statusCheck: watching, probe: anAlarm() }, []],
    ['are both put when there are none', {}, [STATUS, PROBE]],
    ['are both put when none exists', undefined, [STATUS, PROBE]],
    [
      'are one when the status check alarm watches another instance',
      { statusCheck: anAlarm({ instanceId: 'i-older' }), probe: anAlarm() },
      [STATUS],
    ],
    [
      'are one when the status check alarm was changed by hand',
      { statusCheck: anAlarm({ instanceId: 'i-old', asWanted: false }), probe: anAlarm() },
      [STATUS],
    ],
    [
      'are one when the probe alarm was changed by hand',
      { statusCheck: watching, probe: anAlarm({ asWanted: false }) },
      [PROBE],
    ],
    ['are one when the probe alarm is gone', { statusCheck: watching }, [PROBE]],
  ])('%s', async (_, seen, changes) => {
    const { deps, cloudwatch } = onDuty();
    memoryOf('sophos', deps).inLine.add('i-old');
    const made: string[] = [];
    await arm(
      anAppliance(),
      { address: anAddress(), active: 'i-old', seen, probation: undefined, changes: made },
      deps,
    );
    expect(made).toEqual(changes);
    const put = cloudwatch.commandCalls(PutMetricAlarmCommand).map(({ args: [{ input }] }) => input.AlarmName);
    const names: Record<string, string> = {
      [STATUS]: 'failover-dev-sophos-status-check',
      [PROBE]: 'failover-dev-sophos-probe',
    };
    expect(put).toEqual(changes.map((change) => names[change]));
  });

  test('are left where they are when the address has moved meanwhile', async () => {
    const { deps, wrote } = onDuty({ address: anAddress({ instanceId: 'i-new' }) });
    const arming = arm(
      anAppliance(),
      { address: anAddress(), active: 'i-old', seen: undefined, probation: undefined, changes: [] },
      deps,
    );
    await expect(arming).rejects.toThrow(TransientError);
    expect(wrote()).toEqual([]);
  });

  test('do not follow the address to a machine that is not in the line', async () => {
    const { deps, wrote } = onDuty();
    const arming = arm(
      anAppliance(),
      { address: anAddress(), active: 'i-old', seen: undefined, probation: undefined, changes: [] },
      deps,
    );
    await expect(arming).rejects.toThrow();
    expect(wrote()).toEqual([]);
  });
});
