/** The probe has never proven itself, as behind a security group that lets it in nowhere: it has no vote all year. */

import { alarmNameOf } from '../../../../shared/domain/decision/trigger.ts';
import { describeProbe } from '../../../../shared/domain/probing/probation.ts';
import { count, type Stage } from './stage.ts';

/** Without its points, which only a schedule would publish, the sweep does not give the vote back. */
export function takeVote({ simulation: { world }, appliance: { name }, tally }: Stage): void {
  const alarm = world.cloudwatch.alarms.get(alarmNameOf({ stage: world.stage, appliance: name, kind: 'probe' }));
  if (alarm) alarm.definition = { ...alarm.definition, AlarmDescription: describeProbe(name, undefined) };
  count(tally, 'year', 'without a vote of the probe');
}
