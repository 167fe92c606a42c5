/** LaunchReplacement and what earlier takeovers left: adopted, given up, or left where traffic may lead to it. */
import { describe, expect, test } from '@jest/globals';
import { truth } from '../../../../simulator/account/consistency.ts';
import { idOf, launchInTurns, onClaimed } from '../../../support/claimed.ts';
import { aimRoute, alter, giveAddress, tag } from '../../../support/console-hands.ts';
import { alterLaunched } from '../../../support/own-launch.ts';
import type { Played, Stage } from '../../../support/step-stage.ts';

describe('a leftover', () => {
  const nextGeneration = async (stage: Stage): Promise<Played> => {
    const plan = { generation: 2 };
    await stage.play('claim', { plan });
    return stage.play('launch-replacement', { plan });
  };

  test('of an earlier generation is adopted instead of a second instance', () =>
    onClaimed({}, async (stage) => {
      const first = await stage.play('launch-replacement');
      const played = await nextGeneration(stage);
      // Under the token of that generation: EC2 answers with what it launched then, and launches nothing.
      expect(played).toMatchObject({ output: { adopted: true, instanceId: idOf(first) }, changes: ['RunInstances'] });
      expect(stage.simulation.world.ec2.launches.size).toBe(1);
    }));

  test.each([
    ['runs from an older image', { imageId: 'ami-00000000000000abc' }],
    ['is not in a zone of the plan', { zone: 'ap-northeast-1b' }],
  ] as const)('that %s is given up for the one that is launched', (_, values) =>
    onClaimed({}, async (stage) => {
      const first = await stage.play('launch-replacement');
      alterLaunched(stage.simulation, idOf(first), { values, startDate: stage.startDate });
      const played = await nextGeneration(stage);
      expect(played).toMatchObject({ error: '', output: { adopted: false } });
      expect(played.changes).toEqual(['RunInstances', 'ModifyNetworkInterfaceAttribute', 'TerminateInstances']);
      expect(stage.simulation.world.calls.at(-1)?.input).toEqual({ InstanceIds: [idOf(first)] });
    }),
  );

  const unwanted = async (stage: Stage): Promise<{ instanceId: string; networkInterfaceId: string }> => {
    const instanceId = idOf(await stage.play('launch-replacement'));
    const { instances } = stage.simulation.world.ec2;
    const values = { imageId: 'ami-00000000000000abc' };
    alterLaunched(stage.simulation, instanceId, { values, startDate: stage.startDate });
    return { instanceId, networkInterfaceId: truth(instances, instanceId)?.networkInterfaceIds[0] ?? '' };
  };

  test.each([
    [
      'the address was given to',
      (stage: Stage, networkInterfaceId: string) =>
        giveAddress(stage.simulation.world, { allocationId: stage.plan.address.allocationId, networkInterfaceId }),
    ],
    [
      'a route was led to',
      (stage: Stage, networkInterfaceId: string) => {
        const [{ routeTableId, destination } = { routeTableId: '', destination: '' }] = stage.plan.routes;
        aimRoute(stage.simulation.world, { routeTableId, destination, target: networkInterfaceId });
      },
    ],
    [
      'may carry traffic, which cannot be read,',
      (stage: Stage) => stage.simulation.inject({ kind: 'deny', action: 'DescribeRouteTables' }),
    ],
    [
      'does not say which takeover launched it',
      ({ simulation }: Stage, _: string, instanceId: string) =>
        tag(simulation.world, instanceId, { 'failover:generation': '', 'failover:by': '' }),
    ],
    [
      'was launched with another token, with any tags,',
      ({ simulation }: Stage, _: string, instanceId: string) =>
        alter(simulation.world, instanceId, { clientToken: 'a-token-of-theirs' }),
    ],
  ])('that %s is left alone', (_, meddle) =>
    onClaimed({}, async (stage) => {
      const { instanceId, networkInterfaceId } = await unwanted(stage);
      meddle(stage, networkInterfaceId, instanceId);
      expect(await nextGeneration(stage)).toMatchObject({
        output: { adopted: false },
        changes: ['RunInstances', 'ModifyNetworkInterfaceAttribute'],
      });
    }),
  );

  test('that is no longer alive is left alone', () =>
    onClaimed({}, async (stage) => {
      const first = await stage.play('launch-replacement');
      alter(stage.simulation.world, idOf(first), { state: 'stopping' });
      const played = await nextGeneration(stage);
      expect(played.changes).toEqual(['RunInstances', 'ModifyNetworkInterfaceAttribute']);
    }));

  test('of a newer generation stops the takeover', () =>
    onClaimed({}, async (stage) => {
      await stage.play('launch-replacement', { plan: { generation: 2 } });
      expect(await stage.play('launch-replacement')).toMatchObject({ error: 'SupersededError', changes: [] });
    }));

  test('that only says that it is of a newer generation stops nothing', () =>
    onClaimed({}, async (stage) => {
      const first = await stage.play('launch-replacement');
      tag(stage.simulation.world, idOf(first), { 'failover:generation': '999', 'failover:by': '' });
      expect(await stage.play('launch-replacement')).toMatchObject({ error: '', output: { instanceId: idOf(first) } });
    }));
});

describe('one that was launched by the attempt before, without an answer', () => {
  const refuse = (stage: Stage): void => {
    stage.simulation.inject({ kind: 'no-capacity', zone: 'ap-northeast-1c' });
    stage.simulation.inject({ kind: 'lose-answer', action: 'RunInstances', times: 1 });
  };

  test('is adopted with the placement that it used up, and with all that had refused before', () =>
    onClaimed({}, async (stage) => {
      refuse(stage);
      const [first, second] = await launchInTurns(stage);
      expect(first.output).toMatchObject({ outcome: 'some-refused', placementIndex: 1 });
      const refused = [{ code: 'InsufficientInstanceCapacity', placement: stage.plan.placements[0] }];
      expect(second).toMatchObject({
        output: { adopted: true, placementIndex: 1, refused },
        changes: ['RunInstances'],
      });
    }));

  test('is followed, when it dies, by the next that does not refuse', () =>
    onClaimed({}, async (stage) => {
      refuse(stage);
      const last = (await launchInTurns(stage)).at(-1);
      const replacement = {
        outcome: 'dead',
        instanceId: 'i-1',
        why: '',
        scope: 'placement',
        terminate: false,
      } as const;
      const done = { launch: Object(last?.output), replacement };
      expect(await stage.play('launch-replacement', { done })).toMatchObject({ output: { placementIndex: 2 } });
    }));

  test('of a type that no placement names is not adopted', () =>
    onClaimed({}, async (stage) => {
      refuse(stage);
      const { output } = await stage.play('launch-replacement');
      const [launched] = stage.truth().instances.filter(({ id }) => id !== stage.old);
      alterLaunched(stage.simulation, launched?.id ?? '', { values: { type: 'c5.large' }, startDate: stage.startDate });
      const played = await stage.play('launch-replacement', { done: { launch: Object(output) } });
      expect(played.output).not.toMatchObject({ adopted: true });
    }));
});
