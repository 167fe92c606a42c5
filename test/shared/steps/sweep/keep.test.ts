/** What keeping an appliance ready has done is said, also when some of it was refused. */
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { keep } from '../../../../shared/steps/sweep/keep.ts';
import { memoryOf } from '../../../../shared/steps/sweep/sweep-memory.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { onDuty, tagged } from '../../../support/duties.ts';
import { awsError } from '../../../support/mocked-clients.ts';

const STATUS = 'status check alarm watches i-old';
const ON_PROBATION = 'the probe is on probation';

/** Adopted, with neither alarm, by a CloudWatch that refuses the alarms of these names. */
async function kept(...refused: string[]) {
  const address = tagged({ [TAG.activeInstance]: 'i-old' });
  const { deps, cloudwatch } = onDuty({ address });
  for (const AlarmName of refused) {
    cloudwatch.on(PutMetricAlarmCommand, { AlarmName }).rejects(awsError('ThrottlingException'));
  }
  memoryOf('sophos', deps).inLine.add('i-old');
  return keep({ appliance: anAppliance(), address, thorough: false, alarms: new Map() }, deps);
}

const refusal = (name: string) => expect.stringMatching(new RegExp(`${name}.*ThrottlingException`));

test('an alarm that was put is said although the other one was refused', async () => {
  const { changes, problems, active } = await kept('failover-dev-sophos-probe');
  expect(new Set(changes)).toEqual(new Set([STATUS, ON_PROBATION]));
  expect({ problems, active }).toEqual({ problems: [refusal('failover-dev-sophos-probe')], active: 'i-old' });
});

test('a probe is on probation although no alarm could be put', async () => {
  const { changes, problems } = await kept('failover-dev-sophos-status-check');
  expect(changes).toEqual([ON_PROBATION]);
  expect(problems).toEqual([refusal('failover-dev-sophos-status-check')]);
});

test('what goes well leaves no problem', async () => {
  const { changes, problems } = await kept();
  expect(new Set(changes)).toEqual(new Set([STATUS, 'probe alarm watches sophos', ON_PROBATION]));
  expect(problems).toEqual([]);
});
