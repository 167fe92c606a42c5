/** R9: EC2 refuses the address because the replacement has ended. A fresh read decides, and the next placement is launched. */
import { describe, expect, test } from '@jest/globals';
import { truth } from '../../../../simulator/account/consistency.ts';
import * as lifeCycle from '../../../../simulator/account/ec2/life-cycle.ts';
import { onStage, type Stage } from '../../../support/step-stage.ts';

type Receiver = { instanceId: string; networkInterfaceId: string };

const onLaunched = (story: (stage: Stage, receiver: Receiver) => Promise<void>): Promise<void> =>
  onStage({}, async (stage) => {
    const { instanceId, networkInterfaceId } = await stage.launch();
    await story(stage, { instanceId, networkInterfaceId });
  });

const SAYS_TERMINATED = {
  kind: 'fail',
  action: 'AssociateAddress',
  code: 'InvalidInstanceID',
  status: 400,
  times: 1,
  message: "The terminated instance 'i-1' is not in a valid state for this operation.",
} as const;

function terminate({ simulation: { world } }: Stage, { instanceId }: Receiver): void {
  const instance = truth(world.ec2.instances, instanceId);
  if (instance) lifeCycle.terminate(world, instance);
}

describe('a replacement that ends before it has the address', () => {
  test('is read again, found dead, and replaced by the next placement, which gets all of the traffic', () =>
    onLaunched(async (stage, dead) => {
      terminate(stage, dead);
      await stage.perform('move-traffic');
      expect(stage.done.move).toEqual({ outcome: 'not-yet', ended: dead });
      await stage.perform('await-replacement');
      expect(stage.done.replacement).toMatchObject({ outcome: 'dead', instanceId: dead.instanceId });
      const { instanceId } = await launchNext(stage);
      await stage.perform('move-traffic');
      expect(stage.done.move).toMatchObject({ outcome: 'moved' });
      expect(stage.truth().traffic.address.instanceId).toBe(instanceId);
    }));

  test('keeps what EC2 said while the next one is pending, so that its routes are known as ours', () =>
    onLaunched(async (stage, dead) => {
      terminate(stage, dead);
      await stage.perform('move-traffic');
      const pending = { outcome: 'pending', instanceId: 'i-1' } as const;
      const { output } = await stage.play('move-traffic', { done: { replacement: pending } });
      expect(output).toEqual({ outcome: 'not-yet', ended: dead });
    }));
});

async function launchNext(stage: Stage): Promise<Receiver> {
  await stage.perform('launch-replacement');
  for (let left = 5; left > 0; left -= 1) {
    await stage.perform('await-replacement');
    if (stage.done.replacement?.outcome === 'running') return stage.done.replacement;
  }
  throw new Error('the next one does not run');
}

describe('a replacement that EC2 calls terminated and reads call running', () => {
  test('is watched for longer than reads lag, and asked once more', () =>
    onLaunched(async (stage, receiver) => {
      stage.simulation.inject(SAYS_TERMINATED);
      await stage.perform('move-traffic');
      const beganMs = stage.simulation.clock.nowMs();
      await stage.perform('await-replacement');
      expect(stage.simulation.clock.nowMs() - beganMs).toBeGreaterThan(15_000);
      await stage.perform('move-traffic');
      expect(stage.truth().traffic.address.instanceId).toBe(receiver.instanceId);
    }));

  test('is refused the second time: nothing loops', () =>
    onLaunched(async (stage) => {
      stage.simulation.inject({ ...SAYS_TERMINATED, times: 2 });
      await stage.perform('move-traffic', 'await-replacement');
      const { error, why } = await stage.play('move-traffic');
      expect(error).toBe('RefusedError');
      expect(why).toContain('reads say that it runs');
    }));
});
