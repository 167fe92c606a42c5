/** LaunchReplacement, in full: what it says of what it adopted or launched, and of every place that refused it. */
import { describe, expect, test } from '@jest/globals';
import type { Placement } from '../../../../shared/domain/takeover/takeover-plan.ts';
import type { Awaited } from '../../../../shared/steps/takeover/facts.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { field } from '../../../../simulator/account/field.ts';
import { idOf, launchInTurns, onClaimed } from '../../../support/claimed.ts';
import { alter } from '../../../support/console-hands.ts';
import type { Stage } from '../../../support/step-stage.ts';

const dead = (instanceId: string, scope: 'placement' | 'zone' | 'image' = 'placement'): Awaited => ({
  ...{ outcome: 'dead', instanceId, why: 'terminated: Server.InternalError', scope, terminate: false },
});

const inWords = ({ instanceType, zone, imageId }: Placement): string => `${instanceType} in ${zone} from ${imageId}`;

const now = ({ simulation }: Stage): string => new Date(simulation.clock.nowMs()).toISOString();

describe('what is said', () => {
  test('of one that was launched', () =>
    onClaimed({}, async (stage) => {
      const { output } = await stage.play('launch-replacement');
      const launched = truth(stage.simulation.world.ec2.instances, String(field(output, 'instanceId')));
      expect(output).toEqual({
        ...{ outcome: 'launched', instanceId: launched?.id, networkInterfaceId: launched?.networkInterfaceIds[0] },
        ...{ placementIndex: 0, placement: stage.plan.placements[0], adopted: false, refused: [] },
        launchedAt: expect.stringMatching(/^2026-11-21T03:/),
      });
    }));

  test('of one that was adopted: what EC2 says of it, and that it used up no placement', () =>
    onClaimed({}, async (stage) => {
      const first = await stage.play('launch-replacement');
      const { output } = await stage.play('launch-replacement');
      const { imageId = '', zone = '' } = stage.plan.placements[0] ?? {};
      expect(output).toEqual({
        ...{ outcome: 'launched', instanceId: idOf(first), adopted: true, refused: [] },
        networkInterfaceId: field(first.output, 'networkInterfaceId'),
        placement: { imageId, zone, instanceType: 'm5.large', subnetId: '' },
        launchedAt: now(stage),
      });
    }));

  test('of every placement that refused it, when none is left', () =>
    onClaimed({}, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity' });
      const refusals = stage.plan.placements.map((each) => `${inWords(each)}: InsufficientInstanceCapacity`);
      const why = `every placement was refused: ${refusals.join('; ')}`;
      expect((await launchInTurns(stage)).at(-1)).toMatchObject({ error: 'RefusedError', why });
    }));

  test('of every placement that refused it before one died in the last', () =>
    onClaimed({}, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity', zone: 'ap-northeast-1c' });
      await stage.perform('launch-replacement');
      const [first, second] = stage.plan.placements;
      const placements = [first, second].flatMap((each) => each ?? []);
      const played = await stage.play('launch-replacement', {
        plan: { placements },
        done: { replacement: dead('i-1') },
      });
      const refused = `${first && inWords(first)}: InsufficientInstanceCapacity`;
      const why = `no placement is left: ${refused}; i-1 died: terminated: Server.InternalError`;
      expect(played).toMatchObject({ error: 'RefusedError', why, changes: [] });
    }));
});

describe('after a death', () => {
  test('what was refused before it is still reported', () =>
    onClaimed({}, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity', zone: 'ap-northeast-1c' });
      await stage.perform('launch-replacement');
      const played = await stage.play('launch-replacement', { done: { replacement: dead('i-1', 'image') } });
      const before = field(stage.done.launch, 'refused');
      expect(before).toHaveLength(1);
      const [, again] = Object(played.output).refused;
      expect(Object(played.output).refused).toEqual([...Object(before), again]);
      expect(again).toMatchObject({ code: 'InsufficientInstanceCapacity', message: expect.any(String) });
    }));

  test('nothing that earlier attempts have left is adopted: it may have died of the same', () =>
    onClaimed({}, async (stage) => {
      const [leftover, died] = [await stage.play('launch-replacement'), dead('i-1')];
      const launch = Object(leftover.output);
      const { output } = await stage.play('launch-replacement', { done: { launch, replacement: died } });
      expect(output).toMatchObject({ adopted: false, placementIndex: 1 });
      expect(field(output, 'instanceId')).not.toBe(idOf(leftover));
    }));

  test('of one that was adopted the first placement is tried: none was used up', () =>
    onClaimed({}, async (stage) => {
      const adopted = { ...Object((await stage.play('launch-replacement')).output), adopted: true };
      delete adopted.placementIndex;
      alter(stage.simulation.world, adopted.instanceId, { state: 'terminated' });
      const { output } = await stage.play('launch-replacement', {
        done: { launch: adopted, replacement: dead(adopted.instanceId) },
      });
      expect(output).toMatchObject({ placementIndex: 0 });
    }));
});

test('one that no longer looks as planned, and that EC2 answers to the same token, is not given up beneath our feet', () =>
  onClaimed({}, async (stage) => {
    const first = await stage.play('launch-replacement');
    alter(stage.simulation.world, idOf(first), { imageId: 'ami-00000000000000abc' });
    const again = await stage.play('launch-replacement');
    expect(idOf(again)).toBe(idOf(first));
    expect(again.changes).not.toContain('TerminateInstances');
    expect(truth(stage.simulation.world.ec2.instances, idOf(first))?.state).not.toBe('shutting-down');
  }));
