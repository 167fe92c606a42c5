/** LaunchReplacement and what earlier takeovers left: adopted where it is what the plan would launch. */
import { describe, expect, test } from '@jest/globals';
import { idOf, onClaimed } from '../../../support/claimed.ts';
import { alter, tag } from '../../../support/console-hands.ts';
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
      expect(played).toMatchObject({ output: { adopted: true, instanceId: idOf(first) }, changes: [] });
    }));

  test.each([
    ['runs from an older image', { imageId: 'ami-00000000000000abc' }],
    ['is not in a zone of the plan', { zone: 'ap-northeast-1a' }],
  ] as const)('that %s is left for the end, and another one is launched', (_, values) =>
    onClaimed({}, async (stage) => {
      const first = await stage.play('launch-replacement');
      alter(stage.simulation.world, idOf(first), values);
      expect(await nextGeneration(stage)).toMatchObject({
        ...{ error: '', output: { adopted: false } },
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
      const first = await stage.play('launch-replacement');
      tag(stage.simulation.world, idOf(first), { 'failover:generation': '5' });
      expect(await stage.play('launch-replacement')).toMatchObject({ error: 'InvariantViolatedError', changes: [] });
    }));
});
