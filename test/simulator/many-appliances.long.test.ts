/**
 * With more than ten appliances, roles recognize what is ours by tags in place of names. A deployment of eleven is adopted, proves an
 * image, checks its readiness and survives the loss of a zone without a call that its roles refuse.
 */
import { expect, test } from '@jest/globals';
import { rotationNameOf } from '../../shared/domain/images/rotation-name.ts';
import { isClosed, latest } from '../../simulator/account/sfn/execution.ts';
import type { Call } from '../../simulator/account/world.ts';
import { everybodyMayVote, fleetOf } from '../../simulator/experiments/bench/zone-of-appliances.ts';
import { adoptLongAgo } from '../../simulator/stories/adopted.ts';
import { type Simulation, simulate } from '../../simulator/stories/simulation.ts';
import { anAppliance } from '../support/appliances.ts';

const ELEVEN = fleetOf({ region: 'ap-northeast-1', appliances: [anAppliance({ rebootGraceSeconds: 0 })] }, 11);

const deniedIn = ({ world }: Simulation): string[] =>
  world.calls.flatMap(({ action, caller, error }) =>
    /Unauthorized|AccessDenied/.test(error ?? '') ? [`${caller}: ${action}: ${error}`] : [],
  );

const isOfDeployment = ({ action, input }: Call): boolean =>
  action === 'PutMetricData' && JSON.stringify(input).includes('"Deployment"');

async function rotate({ clock, stepFunctions, deployment }: Simulation, appliance: string): Promise<string> {
  const name = rotationNameOf(appliance, 'tonight');
  const scheduledAt = new Date(clock.nowMs()).toISOString();
  const input = JSON.stringify({ appliance, requestedBy: 'ops', scheduledAt, prove: true });
  const { execution } = stepFunctions.start({ machine: `failover-${deployment.stage}-rotation`, name, input });
  for (let waited = 0; waited < 7_200 && !isClosed(execution); waited += 10) await clock.sleep(10_000);
  return latest(execution).status;
}

test('eleven appliances are adopted, rotated, checked and taken over with the roles of many', () =>
  simulate(
    {
      configuration: ELEVEN,
      seed: 1,
      automatic: true,
      roles: 'enforced',
      account: { pageSize: 1000, bootSeconds: { min: 40, max: 70 } },
    },
    async (simulation) => {
      for (let rounds = 0; rounds < 4 && !everybodyMayVote(simulation); rounds++) await adoptLongAgo(simulation);
      expect(everybodyMayVote(simulation)).toBe(true);
      expect(await rotate(simulation, 'vpn-3')).toBe('SUCCEEDED');
      await simulation.clock.sleep(3_700_000);
      expect(simulation.world.calls.filter(isOfDeployment).map(({ caller }) => caller)).toContain('check-readiness');
      simulation.inject({ kind: 'zone-lost', zone: 'ap-northeast-1a' });
      await simulation.clock.sleep(400_000);
      const takeovers = simulation.stepFunctions.executions.filter(({ machineName }) =>
        machineName.endsWith('-takeover'),
      );
      expect(takeovers.map((execution) => latest(execution).status)).toEqual(
        Array.from({ length: 11 }, () => 'SUCCEEDED'),
      );
      expect(deniedIn(simulation)).toEqual([]);
      expect(simulation.watch.violations).toEqual([]);
    },
  ));
