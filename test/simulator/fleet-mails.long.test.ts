/** Many appliances notify in the same second: what becomes of the operators' subscriptions. */
import { describe, expect, test } from '@jest/globals';
import type { Configuration } from '../../shared/domain/appliance.ts';
import { eachTopicArnOf, topicArnOf } from '../../shared/domain/arns.ts';
import { changeState } from '../../simulator/account/cloudwatch/change-state.ts';
import { putMetricAlarm } from '../../simulator/account/cloudwatch/put-metric-alarm.ts';
import { loseZone } from '../../simulator/experiments/bench/zone-of-appliances.ts';
import { fleetBeside } from '../../simulator/stories/fleet.ts';
import { type Simulation, simulate } from '../../simulator/stories/simulation.ts';
import { aConfiguration, anAppliance } from '../support/appliances.ts';

test('thirty appliances lose their zone, and operators are reachable afterwards', async () => {
  const { mails, violations, backSeconds } = await loseZone(aConfiguration(), { count: 30, seed: 1 });
  expect(backSeconds).toHaveLength(30);
  expect(violations).toEqual([]);
  expect(mails.reachable).toBe(1);
  expect(mails.mostInASecond).toBeLessThanOrEqual(5);
  expect(mails.sent).toBeLessThan(30);
}, 120_000);

const fleet: Configuration = { ...aConfiguration(), appliances: [anAppliance(), ...fleetBeside(anAppliance(), 29)] };

/** Each appliance's alarm that its prober is silent goes off in the same second. */
function everyProberIsSilent({ world, configuration }: Simulation, topicArn: string): void {
  for (const { name } of configuration.appliances) {
    const AlarmName = `failover-dev-${name}-prober-silent`;
    putMetricAlarm(world, {
      ...{ AlarmName, Namespace: 'Failover', MetricName: 'ProbeFailed', Statistic: 'SampleCount', Period: 300 },
      ...{ Dimensions: [{ Name: 'Appliance', Value: name }], EvaluationPeriods: 1, Threshold: 1 },
      ...{ ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching' },
      ...{ AlarmDescription: `Appliance ${name} has not been probed.`, AlarmActions: [topicArn] },
    });
    const alarm = world.cloudwatch.alarms.get(AlarmName);
    if (alarm) changeState(world, alarm, { value: 'ALARM', reason: 'no data' });
  }
}

describe('thirty alarms in one second', () => {
  test('cost operators their subscription where they are mailed at once', () =>
    simulate({ configuration: fleet, seed: 1 }, async (simulation) => {
      const { world, deployment, watch, clock } = simulation;
      everyProberIsSilent(simulation, topicArnOf(deployment));
      expect(world.sns.subscriptions.get('ops@example.com')?.state).toBe('pending');
      expect(world.sns.deactivated).toEqual(['ops@example.com']);
      await clock.sleep(49 * 3_600_000);
      simulation.repair({ kind: 'prober-cut-off' });
      expect(watch.violations.join()).toContain('S27: SNS has deactivated the subscription of ops@example.com');
    }));

  test('are one digest where they are collected, with what each alarm says', () =>
    simulate({ configuration: fleet, seed: 1 }, async (simulation) => {
      const { world, deployment, clock } = simulation;
      everyProberIsSilent(simulation, eachTopicArnOf(deployment));
      await clock.sleep(30_000);
      const mails = world.publications.map(({ subject }) => subject);
      const named = world.publications.map(({ message }) => message).join('\n');
      expect(mails.length).toBeLessThanOrEqual(2);
      expect(world.sns.subscriptions.get('ops@example.com')?.state).toBe('confirmed');
      for (const { name } of fleet.appliances) expect(named).toContain(`Appliance ${name} has not been probed.`);
    }));
});
