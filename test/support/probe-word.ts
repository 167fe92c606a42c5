/** What the probe's alarm says of its probation in a simulated account, and its copy on the address. */
import { probeAlarm } from '../../shared/aws/alarm-definitions.ts';
import { alarmNameOf } from '../../shared/domain/decision/trigger.ts';
import { describeProbe } from '../../shared/domain/probing/probation.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { putMetricAlarm } from '../../simulator/account/cloudwatch/put-metric-alarm.ts';
import { truthOf } from '../../simulator/checks/watch/truth.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { tag } from './console-hands.ts';

const alarmIn = ({ world, configuration: { appliances }, deployment: { stage } }: Simulation) => {
  const [appliance] = appliances;
  if (!appliance) throw new Error('there is no appliance');
  const name = alarmNameOf({ stage, appliance: appliance.name, kind: 'probe' });
  return { appliance, alarm: world.cloudwatch.alarms.get(name) };
};

/** An appliance that was not adopted yet has no alarm, and the tag alone. */
export function sayOfProbe(simulation: Simulation, word: string): void {
  const { appliance, alarm } = alarmIn(simulation);
  if (alarm) alarm.definition = { ...alarm.definition, AlarmDescription: describeProbe(appliance.name, word) };
  const { allocationId } = truthOf(simulation.world, appliance).traffic.address;
  tag(simulation.world, allocationId, { [TAG.probe]: word });
}

export const describedProbe = (simulation: Simulation): string =>
  alarmIn(simulation).alarm?.definition.AlarmDescription ?? '';

/** As the sweep puts it, for an appliance that was not adopted. */
export function putProbeAlarm(simulation: Simulation, word: string): void {
  const { appliance } = alarmIn(simulation);
  putMetricAlarm(simulation.world, {
    ...probeAlarm(appliance.name, appliance.probe),
    AlarmName: alarmNameOf({ stage: simulation.deployment.stage, appliance: appliance.name, kind: 'probe' }),
    AlarmDescription: describeProbe(appliance.name, word),
  });
}
