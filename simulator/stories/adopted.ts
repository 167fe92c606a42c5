/** Brings an appliance to where it stands months after its adoption: watched by both alarms, with a probe that may vote. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { alarmNameOf } from '../../shared/domain/decision/trigger.ts';
import { PROBATION_SECONDS } from '../../shared/domain/probing/probation.ts';
import { PROBE_METRIC } from '../../shared/domain/probing/probe-metric.ts';
import { setAlarmState } from '../account/cloudwatch/alarms.ts';
import { putMetricData } from '../account/cloudwatch/put-metric-data.ts';
import type { World } from '../account/world.ts';
import type { Simulation } from './simulation.ts';

/** Probes have a vote, and hints are old, only some minutes after adoption. */
export const CALM_SECONDS = 600;

/** A point, and a tag, take a moment until they can be read. */
const READABLE_SECONDS = 10;

/** What the prober would have published in the last minutes, had its schedule run. */
function publishAnswers(world: World, { name, probe }: Appliance): void {
  const nowMs = world.clock.nowMs();
  const count = Math.ceil(PROBATION_SECONDS / probe.intervalSeconds);
  putMetricData(world, {
    Namespace: PROBE_METRIC.namespace,
    MetricData: Array.from({ length: count }, (_, ago) => ({
      MetricName: PROBE_METRIC.name,
      Dimensions: [{ Name: PROBE_METRIC.dimension, Value: name }],
      Timestamp: new Date(nowMs - ago * probe.intervalSeconds * 1000),
      Value: 0,
      StorageResolution: 1,
    })),
  });
}

/** What evaluation would have found; an appliance that could not be adopted has no alarms. */
function setAlarmsOk(world: World, stage: string, { name: appliance }: Appliance): void {
  for (const kind of ['status-check', 'probe'] as const) {
    const AlarmName = alarmNameOf({ stage, appliance, kind });
    if (!world.cloudwatch.alarms.has(AlarmName)) continue;
    setAlarmState(world, { AlarmName, StateValue: 'OK', StateReason: 'no data point failed' });
  }
}

/** The sweep adopts on its own where schedules run; elsewhere it is called, with what the prober would have seen. */
export async function adoptLongAgo(simulation: Simulation): Promise<unknown> {
  if (!simulation.byItself.automatic) return adoptByHand(simulation);
  await simulation.clock.sleep(CALM_SECONDS * 1000);
  return undefined;
}

/** Where schedules have not begun yet, and in a fraction of the work that they would do. */
export async function adoptByHand(simulation: Simulation): Promise<unknown> {
  const { world, clock, configuration, deployment } = simulation;
  const adoption = await simulation.invoke('sweep', {});
  await clock.sleep((CALM_SECONDS - 2 * READABLE_SECONDS) * 1000);
  for (const appliance of configuration.appliances) {
    publishAnswers(world, appliance);
    setAlarmsOk(world, deployment.stage, appliance);
  }
  await clock.sleep(READABLE_SECONDS * 1000);
  await simulation.invoke('sweep', {});
  await clock.sleep(READABLE_SECONDS * 1000);
  return adoption;
}
