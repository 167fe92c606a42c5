/** Trouble with a proof, through the whole rotation: nothing of it is the image's, and the proof is ended all the same. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue } from '../../../../simulator/account/consistency.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { ended, imagesIn, inject, kept, proofsIn } from '../../../support/rotated.ts';
import { rotate } from '../../../support/rotation-stage.ts';
import { onSwept } from '../../../support/swept.ts';

describe('a takeover that begins while a proof waits', () => {
  test('finds its room free within two minutes, although the proof would have been watched for half an hour', () =>
    onSwept({}, async (simulation, active) => {
      simulation.world.onChange(({ what }) => {
        const [id = '', state] = what.split(' ');
        if (id.startsWith('ami-') && state === 'pending') simulation.world.ec2.imageFlaws.set(id, 'dead');
      });
      const rotation = rotate(simulation);
      while (!proofsIn(simulation).some(({ state }) => state === 'running')) await simulation.clock.sleep(10_000);
      inject(simulation, { kind: 'instance-dead', instanceId: active });
      await simulation.clock.sleep(400_000);
      expect(ended(simulation)).toBe(false);
      await simulation.deliverAlarm({ appliance: 'sophos', kind: 'status-check', instanceId: active });
      await simulation.clock.sleep(130_000);
      expect(ended(simulation)).toBe(true);
      const { record } = await rotation;
      expect([record.outcome, record.proven]).toEqual(['failed', undefined]);
      expect(record.unproven).toMatch(/given up, because/);
      kept(simulation);
    }));
});

const REFUSED = { kind: 'fail', status: 400, times: 9_999 } as const;

describe('a rotation accepts a sound image unproven, says why, and leaves no proof,', () => {
  const HINDRANCES: Record<string, Parameters<Simulation['inject']>[0]> = {
    'when EC2 launches nothing': { ...REFUSED, action: 'RunInstances', code: 'InternalError', status: 500 },
    'when EC2 answers with an unknown code': { ...REFUSED, action: 'RunInstances', code: 'MissingParameter' },
    'when the VPC has no room for its group': {
      ...{ ...REFUSED, action: 'CreateSecurityGroup', code: 'SecurityGroupLimitExceeded' },
    },
    'when its group may not be made': { kind: 'deny', action: 'CreateSecurityGroup' },
    'when its checks cannot be read': { kind: 'deny', action: 'DescribeInstanceStatus', caller: 'await-proof' },
    'when the response of its launch is lost, again and again': {
      ...{ kind: 'lose-answer', action: 'RunInstances', times: 99 },
    },
  };

  test.each(Object.entries(HINDRANCES))('%s', (_when, fault) =>
    onSwept({}, async (simulation) => {
      inject(simulation, fault);
      const { record } = await rotate(simulation);
      expect(record).toMatchObject({
        ...{ outcome: 'rotated', unproven: expect.stringMatching(/./), pruned: { deregistered: [] } },
        problems: [`not proven tonight: ${record.unproven}`],
      });
      const [good, ...more] = imagesIn(simulation, 'good');
      expect([good?.id, more]).toEqual([record.image?.imageId, []]);
      expect(good?.tags).not.toHaveProperty(TAG.provenAt);
      expect(ended(simulation)).toBe(true);
      kept(simulation);
    }),
  );

  test('when its group was changed by hand', () =>
    onSwept({}, async (simulation) => {
      await rotate(simulation);
      const { securityGroups } = simulation.world.ec2;
      const group = allTrue(securityGroups).find(({ tags }) => tags[TAG.role] === 'proof');
      if (!group) throw new Error('there is no group of the proofs');
      securityGroups.set(group.id, { truth: { ...group, tags: {} }, past: [] });
      await simulation.clock.sleep(3_600_000);
      const scheduledAt = new Date(simulation.clock.nowMs()).toISOString();
      const { record } = await rotate(simulation, { scheduledAt, prove: true });
      expect(record).toMatchObject({ outcome: 'rotated', unproven: expect.stringMatching(/is not ours: it lacks/) });
      kept(simulation);
    }));
});
