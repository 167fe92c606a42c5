/** The whole rotation where its proof is asked whether it serves: an answer, no answer, and a function that cannot ask. */
import { describe, expect, jest, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { proveService } from '../../../../shared/steps/rotation/prove-service.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { asked } from '../../../support/proven-stage.ts';
import { ended, imagesIn, inject, kept } from '../../../support/rotated.ts';
import { rotate, statesOf } from '../../../support/rotation-stage.ts';
import { onSwept } from '../../../support/swept.ts';

const CUT_OFF = { kind: 'prober-cut-off', functionName: 'prove-service' } as const;

/** Of every image that is made from now on. */
const silenceImages = (simulation: Simulation): void =>
  simulation.world.onChange(({ what }) => {
    const [id = '', state] = what.split(' ');
    if (id.startsWith('ami-') && state === 'pending') simulation.world.ec2.imageFlaws.set(id, 'silent');
  });

const night = (simulation: Simulation, asks: object = {}) =>
  rotate(simulation, { scheduledAt: new Date(simulation.clock.nowMs()).toISOString(), prove: true, ...asks });

describe('a rotation whose proof is asked', () => {
  test('takes what answers for good, and knows how long it took', () =>
    onSwept(asked(), async (simulation) => {
      const { record } = await night(simulation);
      expect(record).toMatchObject({ outcome: 'rotated', problems: [], proven: { booted: true, service: 'answered' } });
      expect(record.seconds.boot).toBeLessThan(20);
      expect(imagesIn(simulation, 'good')).toMatchObject([{ tags: { [TAG.serviceAnswered]: expect.any(String) } }]);
      expect(ended(simulation)).toBe(true);
      kept(simulation);
    }));

  test('lets an image go that does not serve, once one has', () =>
    onSwept(asked(), async (simulation) => {
      await night(simulation);
      await simulation.clock.sleep(3_600_000);
      silenceImages(simulation);
      const { record, failed, execution } = await night(simulation);
      expect(failed).toBe(true);
      expect(record.failure).toMatch(
        /^its service did not answer: i-\w+: both status checks pass, and nothing answers/,
      );
      expect(record.pruned?.deregistered).toEqual([record.image?.imageId]);
      expect(statesOf(execution)).not.toContain('AcceptImage');
      expect(imagesIn(simulation, 'good').length).toBe(1);
      expect(ended(simulation)).toBe(true);
      kept(simulation);
    }));

  test('accepts one that has never been heard, and says that it was silent', () =>
    onSwept(asked(), async (simulation) => {
      inject(simulation, CUT_OFF);
      const { record } = await night(simulation);
      expect(record).toMatchObject({ outcome: 'rotated', proven: { booted: true, service: 'silent' } });
      expect(ended(simulation)).toBe(true);
      kept(simulation);
    }));

  test('begins anew when the probe asks another port', () =>
    onSwept(asked(), async (simulation) => {
      await night(simulation);
      await simulation.clock.sleep(3_600_000);
      const [appliance] = simulation.configuration.appliances;
      if (!appliance) throw new Error('there is no appliance');
      const probe = { ...appliance.probe, port: 4444 };
      simulation.redeploy({ ...simulation.configuration, appliances: [{ ...appliance, probe }] });
      inject(simulation, CUT_OFF);
      const { record } = await night(simulation);
      expect(record).toMatchObject({ outcome: 'rotated', proven: { service: 'silent' } });
    }));

  test('accepts it as booted when the function that asks only fails, and asks no third time', () =>
    onSwept(asked(), async (simulation) => {
      await night(simulation);
      await simulation.clock.sleep(3_600_000);
      const exit = Object.assign(new Error('exit status 1'), { name: 'Runtime.ExitError' });
      const broken = jest.spyOn(proveService, 'run').mockRejectedValue(exit);
      const before = simulation.lambda.invocations.length;
      const { record } = await night(simulation).finally(() => broken.mockRestore());
      const problems = [expect.stringMatching(/^the service of the proof was not verified: Runtime.ExitError/)];
      expect(record).toMatchObject({ outcome: 'rotated', problems, proven: { booted: true, service: 'not verified' } });
      const asks = simulation.lambda.invocations.slice(before).filter((each) => each.functionName === 'prove-service');
      expect(asks.length).toBe(3);
      expect(ended(simulation)).toBe(true);
      kept(simulation);
    }));

  test('gives it up within a minute when a takeover begins while it is asked', () =>
    onSwept(asked(), async (simulation, active) => {
      inject(simulation, CUT_OFF);
      const rotation = night(simulation);
      const isAsked = () => simulation.lambda.invocations.some(({ functionName }) => functionName === 'prove-service');
      while (!isAsked()) await simulation.clock.sleep(10_000);
      inject(simulation, { kind: 'instance-dead', instanceId: active });
      // EC2 needs minutes to notice, and the proof is asked all the while.
      await simulation.clock.sleep(400_000);
      await simulation.deliverAlarm({ appliance: 'sophos', kind: 'status-check', instanceId: active });
      const begun = simulation.clock.nowMs();
      const { record } = await rotation;
      expect(record.outcome).toBe('failed');
      const terminated = simulation.world.calls.find(({ action }) => action === 'TerminateInstances');
      expect(((terminated?.atMs ?? Number.NaN) - begun) / 1000).toBeLessThan(60);
      kept(simulation);
    }));
});
