/** LaunchReplacement with a standby: what of it is used, and what a takeover that does not use it leaves behind. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { alter, tag } from '../../../support/console-hands.ts';
import { kept } from '../../../support/kept-stage.ts';
import { rotate } from '../../../support/rotation-stage.ts';
import { onStage, type Stage } from '../../../support/step-stage.ts';

const onKept = (story: (stage: Stage, id: string) => Promise<void>): Promise<void> =>
  onStage(
    {
      ...kept(),
      before: async (simulation) => {
        await rotate(simulation);
      },
    },
    (stage) => story(stage, stage.plan.standby?.instanceId ?? ''),
  );

const recordOf = ({ simulation }: Stage, id: string) => truth(simulation.world.ec2.instances, id);

const groupsIn = (stage: Stage, id: string): string[] => {
  const [interfaceId = ''] = recordOf(stage, id)?.networkInterfaceIds ?? [];
  return truth(stage.simulation.world.ec2.networkInterfaces, interfaceId)?.groupIds ?? [];
};

const launchedId = async (stage: Stage): Promise<unknown> => {
  await stage.perform('claim', 'launch-replacement');
  const { launch } = stage.done;
  return launch?.outcome === 'launched' ? launch.instanceId : launch?.outcome;
};

describe('a standby as the replacement', () => {
  test('is tagged and opened, and launches nothing', () =>
    onKept(async (stage, id) => {
      const closed = groupsIn(stage, id);
      await stage.perform('claim');
      const { output, changes } = await stage.play('launch-replacement');
      expect(output).toMatchObject({ outcome: 'launched', instanceId: id, standby: true, adopted: true });
      expect(changes).not.toContain('RunInstances');
      expect(recordOf(stage, id)?.tags).toMatchObject({ [TAG.role]: 'replacement', [TAG.generation]: '1' });
      expect(stage.plan.standby?.groups).toEqual(closed);
      expect(groupsIn(stage, id)).toEqual(stage.plan.blueprint.securityGroupIds);
    }));

  test('is taken again by an attempt whose answer was lost', () =>
    onKept(async (stage, id) => {
      await stage.perform('claim');
      await stage.play('launch-replacement');
      expect((await stage.play('launch-replacement')).output).toMatchObject({ instanceId: id, standby: true });
    }));

  test.each(['stopped', 'stopping', 'terminated'] as const)('is passed by when it is %s', (state) =>
    onKept(async (stage, id) => {
      alter(stage.simulation.world, id, { state });
      expect(await launchedId(stage)).not.toBe(id);
    }),
  );

  test('is passed by when no rotation of ours kept it', () =>
    onKept(async (stage, id) => {
      const { standby } = stage.plan;
      await stage.perform('claim');
      const planted = standby && { ...standby, by: `${standby.by}-planted` };
      const { output } = await stage.play('launch-replacement', { plan: { standby: planted } });
      expect(output).toMatchObject({ outcome: 'launched', adopted: false });
      expect(recordOf(stage, id)?.tags[TAG.role]).toBe('standby');
    }));

  test('is passed by when it is the standby of another appliance by now', () =>
    onKept(async (stage, id) => {
      tag(stage.simulation.world, id, { [TAG.appliance]: 'other' });
      expect(await launchedId(stage)).not.toBe(id);
    }));

  test('is passed by when it differs from the blueprint', () =>
    onKept(async (stage, id) => {
      alter(stage.simulation.world, id, { keyName: 'another' });
      expect(await launchedId(stage)).not.toBe(id);
    }));
});

describe('a standby that a takeover took and does not use', () => {
  const closeFailed = (stage: Stage) =>
    stage.play('close-takeover', { done: { failure: { Error: 'RefusedError', Cause: 'not permitted' } } });

  test('is closed, is the standby again, and points to its rotation', () =>
    onKept(async (stage, id) => {
      await stage.launch();
      await closeFailed(stage);
      expect(groupsIn(stage, id)).toEqual(stage.plan.standby?.groups);
      expect(recordOf(stage, id)?.tags).toMatchObject({
        [TAG.role]: 'standby',
        [TAG.by]: stage.plan.standby?.by,
        Name: 'failover-dev-sophos-standby',
      });
    }));

  test('is closed also where its tags were refused after it was opened', () =>
    onKept(async (stage, id) => {
      await stage.launch();
      tag(stage.simulation.world, id, { [TAG.role]: 'standby' });
      await closeFailed(stage);
      expect(groupsIn(stage, id)).toEqual(stage.plan.standby?.groups);
    }));

  test('stays as it is when the traffic is at it', () =>
    onKept(async (stage, id) => {
      await stage.launch();
      await stage.perform('move-traffic');
      await closeFailed(stage);
      expect(groupsIn(stage, id)).toEqual(stage.plan.blueprint.securityGroupIds);
    }));

  test('stays as it is when another execution has taken it', () =>
    onKept(async (stage, id) => {
      await stage.launch();
      tag(stage.simulation.world, id, { [TAG.by]: 'another' });
      await closeFailed(stage);
      expect(recordOf(stage, id)?.tags[TAG.role]).toBe('replacement');
    }));

  test('is reported when EC2 refuses to close it', () =>
    onKept(async (stage) => {
      await stage.launch();
      stage.simulation.inject({ kind: 'deny', action: 'ModifyNetworkInterfaceAttribute' });
      const { output } = await closeFailed(stage);
      expect(output).toMatchObject({ record: { problems: [{ kind: 'standby-not-back' }] } });
    }));
});
