/** LaunchAhead: one launch of the plan that its own execution recorded, in the closed group. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { tag } from '../../../support/console-hands.ts';
import { onPrepare } from '../../../support/prepare-stage.ts';
import { playIn } from '../../../support/step-stage.ts';
import { addressIn } from '../../../support/swept.ts';

describe('LaunchAhead', () => {
  test('launches one instance with its tags, in the closed group of the appliance', () =>
    onPrepare({}, async (stage) => {
      const execution = stage.prepare();
      const { launch } = await stage.after(execution, 'LaunchAhead');
      const [one, ...others] = stage.early();
      expect(others).toEqual([]);
      expect(launch).toMatchObject({ outcome: 'launched', instanceId: one?.id });
      expect(one?.tags).toMatchObject({
        ...{ [TAG.role]: 'ahead', [TAG.appliance]: 'sophos', [TAG.generation]: '1', [TAG.owner]: 'failover-dev' },
        ...{ [TAG.by]: execution.arn, Name: 'failover-dev-sophos-ahead' },
      });
      const { networkInterfaces, securityGroups } = stage.simulation.world.ec2;
      const groups = truth(networkInterfaces, one?.networkInterfaceIds[0] ?? '')?.groupIds ?? [];
      expect(groups.map((id) => truth(securityGroups, id)?.name)).toEqual(['failover-dev-sophos-proof']);
    }));

  test('goes on with the next placement when EC2 refuses the first one', () =>
    onPrepare({ appliance: { instanceTypes: ['m6i.large'] } }, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity', type: 'm5.large' });
      const { launch } = await stage.after(stage.prepare(), 'LaunchAhead');
      expect(launch).toMatchObject({ outcome: 'launched', placement: { instanceType: 'm6i.large' } });
      expect(stage.early()).toHaveLength(1);
    }));

  test('asks nothing again when an answer is lost, and what was launched is terminated', () =>
    onPrepare({}, async (stage) => {
      stage.simulation.inject({ kind: 'lose-answer', action: 'RunInstances', times: 1 });
      const { launch, failure, end } = await stage.after(stage.prepare(), 'EndAhead');
      expect(launch).toBeUndefined();
      expect(failure).toMatchObject({ Error: 'RefusedError' });
      expect(end).toMatchObject({ outcome: 'terminated' });
      expect(stage.early()).toHaveLength(1);
    }));

  test('asks nothing again when the function dies after its request', () =>
    onPrepare({}, async (stage) => {
      stage.simulation.lambda.deaths.push({ functionName: 'launch-ahead', action: 'RunInstances', afterCall: 1 });
      const { end } = await stage.after(stage.prepare(), 'EndAhead');
      expect(end).toMatchObject({ outcome: 'terminated' });
      expect(stage.early()).toHaveLength(1);
    }));

  test('launches nothing when the appliance was paused since the plan', () =>
    onPrepare({}, async (stage) => {
      const { world, clock } = stage.simulation;
      const execution = stage.prepare();
      await stage.after(execution, 'PlanAhead');
      const until = new Date(clock.nowMs() + 600_000).toISOString();
      tag(world, addressIn(stage.simulation).allocationId, { [TAG.pausedUntil]: until });
      const { launch } = await stage.after(execution, 'LaunchAhead');
      expect(launch).toMatchObject({ outcome: 'refused', detail: `paused until ${until}` });
      expect(stage.early()).toEqual([]);
    }));

  test('refuses an execution that never was, also with a plan of ours', () =>
    onPrepare({}, async (stage) => {
      const real = stage.prepare();
      const done = await stage.after(real, 'PlanAhead');
      const since = new Date(stage.simulation.clock.nowMs()).toISOString();
      const name = 'prepare-sophos-900';
      const execution = {
        ...{ Id: real.arn.replace(real.name, name), Name: name, StartTime: since },
        Input: { appliance: 'sophos', failing: { since, at: since } },
      };
      const played = await playIn(stage.simulation, 'launch-ahead', { execution, done });
      // The real execution goes on beside it.
      expect(played.error).toBe('TransientError');
      await stage.after(real, 'LaunchAhead');
      expect(stage.early()).toHaveLength(1);
    }));

  test.each(['takeover', 'rotation'])('refuses an execution of the machine %s', (machine) =>
    onPrepare({}, async (stage) => {
      const real = stage.prepare();
      const since = new Date(stage.simulation.clock.nowMs()).toISOString();
      const execution = {
        ...{ Id: real.arn.replace('-prepare:', `-${machine}:`), Name: real.name, StartTime: since },
        Input: { appliance: 'sophos', failing: { since, at: since } },
      };
      const played = await playIn(stage.simulation, 'launch-ahead', { execution, done: {} });
      expect(played).toMatchObject({ error: 'RefusedError', changes: [] });
    }),
  );
});
