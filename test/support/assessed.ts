/** An adopted appliance whose probe has proven itself, what CloudWatch says of it, and one assessment of it. */

import { type AlarmKind, alarmNameOf } from '../../shared/domain/decision/trigger.ts';
import { PROBE_METRIC } from '../../shared/domain/probing/probe-metric.ts';
import { recordPoint } from '../../simulator/account/cloudwatch/series.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { alarmEvent } from './alarm-event.ts';
import { asExecution, inAccount, type Played, playIn, type Setting } from './step-stage.ts';
import { addressIn, prove } from './swept.ts';

export type Story = (simulation: Simulation, active: string) => Promise<void>;

export const onAdopted = (setting: Setting, story: Story): Promise<void> =>
  inAccount(setting, async (simulation) => {
    await simulation.invoke('sweep', {});
    prove(simulation);
    await simulation.clock.sleep(600_000);
    await story(simulation, addressIn(simulation).instanceId ?? '');
  });

/** Dead for so long: after two minutes and a half the status checks say so too. */
export const onDead = (seconds: number, setting: Setting, story: Story): Promise<void> =>
  onAdopted(setting, async (simulation, instanceId) => {
    simulation.inject({ kind: 'host-dead', instanceId });
    await simulation.clock.sleep(seconds * 1000);
    await story(simulation, instanceId);
  });

/** Its zone has lost power, so that EC2 answers no question about it. */
export const onDark = (story: Story): Promise<void> =>
  onAdopted({ appliance: { rebootGraceSeconds: 0 } }, async (simulation, instanceId) => {
    simulation.inject({ kind: 'zone-lost', zone: 'ap-northeast-1a' });
    await story(simulation, instanceId);
  });

export const assessIn = (simulation: Simulation, input: unknown): Promise<Played> =>
  playIn(simulation, 'assess', { execution: asExecution(simulation, input) });

export const agoIn = ({ clock }: Simulation, seconds: number): string =>
  new Date(clock.nowMs() - seconds * 1000).toISOString();

/** One of our alarms has been in ALARM for so long, without telling anybody. */
export function alarmedFor(simulation: Simulation, kind: AlarmKind, seconds: number): void {
  const { world, clock, deployment } = simulation;
  const alarm = world.cloudwatch.alarms.get(alarmNameOf({ stage: deployment.stage, appliance: 'sophos', kind }));
  if (!alarm) throw new Error(`there is no ${kind} alarm`);
  Object.assign(alarm, { state: 'ALARM', stateSinceMs: clock.nowMs() - seconds * 1000 });
}

/** The prober saw nothing but failures, the newest so long ago. */
export function probedSilent({ world, clock }: Simulation, seconds: { from: number; to: number }): void {
  const { namespace, name, dimension } = PROBE_METRIC;
  const metric = { namespace, name, dimensions: { [dimension]: 'sophos' } };
  for (let ago = seconds.from; ago >= seconds.to; ago -= 10) {
    const atMs = clock.nowMs() - ago * 1000;
    recordPoint(world, metric, { atMs, value: 1, readableFromMs: atMs });
  }
}

/** The event of an alarm that went off half a second ago. */
export function anAlarmIn(
  { world, clock, deployment }: Simulation,
  instanceId: string,
  kind: AlarmKind = 'status-check',
) {
  const { region, accountId } = world;
  const about = { kind, state: 'ALARM', appliance: 'sophos', eventId: 'event-1', instanceId } as const;
  return alarmEvent({ ...about, region, accountId, stage: deployment.stage, changedAtMs: clock.nowMs() - 500 });
}
