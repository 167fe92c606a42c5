/** The whole rotation, from its start to its record, in the simulated account. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { latest } from '../../../../simulator/account/sfn/execution.ts';
import { simulate } from '../../../../simulator/stories/simulation.ts';
import { takeImage } from '../../../support/account-images.ts';
import { aConfiguration } from '../../../support/appliances.ts';
import { tag } from '../../../support/console-hands.ts';
import { ended, imagesIn, inject, kept, proofsIn } from '../../../support/rotated.ts';
import { rotate, statesOf } from '../../../support/rotation-stage.ts';
import { addressIn, addressTagsIn, onSwept } from '../../../support/swept.ts';

describe('a rotation', () => {
  test('takes an image, proves it, calls it good, and ends its proof', () =>
    onSwept({}, async (simulation) => {
      const { record, execution } = await rotate(simulation);
      expect(record).toMatchObject({
        ...{ outcome: 'rotated', appliance: 'sophos', because: 'the schedule', problems: [] },
        proven: { booted: true, service: 'not verified' },
        seconds: { image: expect.any(Number), launch: expect.any(Number), boot: expect.any(Number) },
      });
      expect(imagesIn(simulation, 'good').map(({ id }) => id)).toEqual([record.image?.imageId]);
      expect(proofsIn(simulation).length).toBe(1);
      expect(ended(simulation)).toBe(true);
      expect(statesOf(execution).length).toBeLessThan(100);
      kept(simulation);
    }));

  test('is the same with stale reads and slow answers', () =>
    simulate({ configuration: aConfiguration(), seed: 21 }, async (simulation) => {
      await simulation.invoke('sweep', {});
      await simulation.clock.sleep(60_000);
      inject(simulation, { kind: 'throttled', share: 0.3 });
      const { record } = await rotate(simulation);
      expect(record).toMatchObject({ outcome: 'rotated', problems: [] });
      expect(ended(simulation)).toBe(true);
      kept(simulation);
    }));

  test('night after night keeps what the configuration asks for, and proves once a week', () =>
    simulate({ configuration: aConfiguration(), seed: 23, limitSeconds: 30 * 86_400 }, async (simulation) => {
      await simulation.invoke('sweep', {});
      await simulation.clock.sleep(60_000);
      const proven: boolean[] = [];
      const gone: number[] = [];
      for (let night = 0; night < 15; night++) {
        const scheduledAt = new Date(simulation.clock.nowMs()).toISOString();
        const { record } = await rotate(simulation, { scheduledAt });
        expect(record.outcome).toBe('rotated');
        proven.push(record.proven?.booted ?? false);
        gone.push(record.pruned?.deregistered.length ?? 0);
        await simulation.clock.sleep(Date.parse(scheduledAt) + 86_400_000 - simulation.clock.nowMs());
      }
      expect(proven.map((booted, night) => (booted ? night : -1)).filter((night) => night >= 0)).toEqual([0, 7, 14]);
      // Seven stay, and the first of them as the newest proven one until the eighth night.
      expect(gone).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
      expect(imagesIn(simulation, 'good').length).toBe(7);
      kept(simulation);
    }));

  test('that is held says why, and succeeds', () =>
    onSwept({}, async (simulation) => {
      const { allocationId } = addressIn(simulation);
      tag(simulation.world, allocationId, { [TAG.pausedUntil]: '2026-11-21T09:00:00Z' });
      const { record, execution } = await rotate(simulation);
      expect(record).toMatchObject({ outcome: 'held', because: 'paused', nights: 1 });
      expect(statesOf(execution).at(-1)).toBe('RotationHeld');
      expect(addressTagsIn(simulation)[TAG.rotationHeld]).toMatch(/^1 since/);
    }));

  test('delivered twice takes one image', () =>
    onSwept({}, async (simulation) => {
      const [first, second] = await Promise.all([
        rotate(simulation),
        simulation.clock.sleep(3_000).then(() => rotate(simulation)),
      ]);
      expect(first.record.outcome).toBe('rotated');
      expect(second.record).toMatchObject({ outcome: 'held', because: 'rotation-running' });
      // Step Functions' list may still show the first as running right behind its end.
      await simulation.clock.sleep(10_000);
      const again = await rotate(simulation);
      expect(again.record).toMatchObject({ outcome: 'held', because: 'already-rotated' });
      expect(imagesIn(simulation, 'good').length).toBe(1);
    }));
});

describe('a rotation that finds no room for a proof', () => {
  test.each(['at-call', 'later'] as const)('(%s) accepts the image unproven and says so', (shows) =>
    onSwept({}, async (simulation) => {
      inject(simulation, { kind: 'no-capacity', shows });
      const { record } = await rotate(simulation);
      const problems = [expect.stringMatching(/^not proven tonight: /)];
      expect(record).toMatchObject({ outcome: 'rotated', problems });
      expect(record.proven).toBeUndefined();
      expect(ended(simulation)).toBe(true);
      kept(simulation);
    }),
  );
});

const REFUSED = { kind: 'fail', status: 400, times: 9_999 } as const;

describe('a rotation fails, and leaves a record and no proof,', () => {
  test('when the image does not boot: it is pruned', () =>
    onSwept({}, async (simulation) => {
      simulation.world.onChange(({ what }) => {
        const [id = '', state] = what.split(' ');
        if (id.startsWith('ami-') && state === 'pending') simulation.world.ec2.imageFlaws.set(id, 'dead');
      });
      const { record, failed, execution } = await rotate(simulation);
      expect(failed).toBe(true);
      expect(latest(execution).error).toBe('RotationFailed');
      expect(record.failure).toMatch(/^the image did not boot/);
      expect(record.pruned?.deregistered).toEqual([record.image?.imageId]);
      expect(ended(simulation)).toBe(true);
      kept(simulation);
    }));

  test('when EC2 never makes the image, after a day and fewer than a hundred transitions', () =>
    onSwept({}, async (simulation) => {
      inject(simulation, { kind: 'image-slow', seconds: 500_000 });
      const { record, execution } = await rotate(simulation);
      expect(record.failure).toMatch(/is pending after 8\d{4} s|is pending after 9\d{4} s/);
      expect(record.pruned?.deregistered).toEqual([record.image?.imageId]);
      expect(statesOf(execution).length).toBeLessThan(100);
      kept(simulation);
    }));

  test('when the appliance is taken over meanwhile: the image stays a candidate', () =>
    onSwept({}, async (simulation, active) => {
      inject(simulation, { kind: 'image-slow', seconds: 3_600 });
      const rotation = rotate(simulation);
      await simulation.clock.sleep(60_000);
      inject(simulation, { kind: 'instance-dead', instanceId: active });
      await simulation.clock.sleep(400_000);
      await simulation.deliverAlarm({ appliance: 'sophos', kind: 'status-check', instanceId: active });
      const { record } = await rotation;
      expect(record).toMatchObject({ outcome: 'failed', failure: expect.stringMatching(/holds the address by now/) });
      expect(imagesIn(simulation, 'candidate').map(({ id }) => id)).toEqual([record.image?.imageId]);
      expect(addressIn(simulation).instanceId).not.toBe(active);
      kept(simulation);
    }));

  test('when EC2 has no such image to launch: it is marked, and pruned', () =>
    onSwept({}, async (simulation) => {
      inject(simulation, { ...REFUSED, action: 'RunInstances', code: 'InvalidAMIID.Unavailable' });
      const { record, execution } = await rotate(simulation);
      expect(record.failure).toMatch(/^the image cannot be used: ami-\w+ cannot be launched: InvalidAMIID.Unavailable/);
      expect(record.pruned?.deregistered).toEqual([record.image?.imageId]);
      expect(statesOf(execution)).not.toContain('AcceptImage');
      kept(simulation);
    }));

  test('when the proof is hindered and the active instance is not seen healthy either: the image stays a candidate', () =>
    onSwept({}, async (simulation, active) => {
      inject(simulation, { ...REFUSED, action: 'CreateSecurityGroup', code: 'SecurityGroupLimitExceeded' });
      simulation.world.onChange(({ what }) => {
        if (/^ami-\w+ available$/.test(what)) inject(simulation, { kind: 'instance-dead', instanceId: active });
      });
      const { record } = await rotate(simulation);
      expect(record.outcome).toBe('failed');
      expect(imagesIn(simulation, 'good')).toEqual([]);
      expect(imagesIn(simulation, 'candidate').length).toBe(1);
    }));

  test('when the proof cannot be ended the image is good all the same, and people read of it', () =>
    onSwept({}, async (simulation) => {
      inject(simulation, { kind: 'deny', action: 'TerminateInstances' });
      const { record } = await rotate(simulation);
      const problems = [expect.stringMatching(/^the proof was not seen ended: RefusedError/)];
      expect(record).toMatchObject({ outcome: 'rotated', problems });
      kept(simulation);
    }));

  test('when the image may not be taken', () =>
    onSwept({}, async (simulation) => {
      inject(simulation, { kind: 'deny', action: 'CreateImage' });
      const { record } = await rotate(simulation);
      expect(record).toMatchObject({ outcome: 'failed', failure: expect.stringMatching(/UnauthorizedOperation/) });
      expect(record.image).toBeUndefined();
    }));
});

describe('a rotation goes on', () => {
  test.each([
    ['create-image', 12, 'CreateImage'],
    ['launch-proof', 10, 'CreateSecurityGroup'],
    ['launch-proof', 12, 'RevokeSecurityGroupEgress'],
    ['launch-proof', 14, 'RunInstances'],
    ['end-proof', 3, 'TerminateInstances'],
    ['accept-image', 17, 'CreateTags'],
    ['prune-images', 21, 'DeregisterImage'],
  ] as const)('when %s dies right behind its call number %i, %s', (functionName, afterCall, action) =>
    onSwept({}, async (simulation, from) => {
      const tags = { Name: 'sophos', [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev', [TAG.image]: 'good' };
      const earlier = Array.from({ length: 9 }, (_, night) =>
        takeImage(simulation, { from, tags, ageHours: 24 * night + 24 }),
      );
      simulation.lambda.deaths.push({ functionName, afterCall });
      const { record } = await rotate(simulation);
      expect(record.outcome).toBe('rotated');
      const calls = simulation.world.calls.filter(({ caller }) => caller === functionName);
      expect(calls[afterCall - 1]?.action).toBe(action);
      expect(simulation.lambda.invocations.filter(({ outcome }) => outcome === 'died').length).toBe(1);
      // Of the ten there are, the configuration keeps seven.
      const stay = [record.image?.imageId ?? '', ...earlier.slice(0, 6)].sort();
      expect(
        imagesIn(simulation, 'good')
          .map(({ id }) => id)
          .sort(),
      ).toEqual(stay);
      expect(proofsIn(simulation).length).toBe(1);
      expect(ended(simulation)).toBe(true);
      kept(simulation);
    }),
  );
});
