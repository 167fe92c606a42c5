/** ProveService: asks the proof from inside the VPC for a while, and calls nothing of AWS. */
import { describe, expect, test } from '@jest/globals';
import { allTrue, truth } from '../../../../simulator/account/consistency.ts';
import { asked, onProof } from '../../../support/proven-stage.ts';
import { onNight, type RotationStage } from '../../../support/rotation-stage.ts';
import { playIn } from '../../../support/step-stage.ts';

const onRunning = (story: (stage: RotationStage, proof: string) => Promise<void>): Promise<void> =>
  onProof(
    [],
    async (stage, proof) => {
      await stage.perform('await-proof');
      await story(stage, proof);
    },
    asked(),
  );

const callsOf = ({ simulation }: RotationStage) =>
  simulation.world.calls.filter(({ caller }) => caller === 'prove-service');

describe('asking the service of a proof', () => {
  test('asks its private address until it answers, and says when it did', () =>
    onRunning(async (stage) => {
      const host = stage.done.proven?.ask?.target.host;
      expect(allTrue(stage.simulation.world.ec2.networkInterfaces).map(({ privateIp }) => privateIp)).toContain(host);
      await stage.perform('prove-service');
      expect(stage.done.service).toMatchObject({ answered: true, detail: 'connected' });
      const waitedMs = Date.parse(stage.done.service?.at ?? '') - Date.parse(stage.done.proven?.runningAt ?? '');
      // The stage's appliance needs ten seconds to boot.
      expect(Math.abs(waitedMs - 10_000)).toBeLessThan(5_000);
      expect(callsOf(stage)).toEqual([]);
    }));

  test('gives up after its seconds, and says what it met', () =>
    onRunning(async (stage, proof) => {
      stage.simulation.inject({ kind: 'service-dead', instanceId: proof });
      const before = stage.simulation.clock.nowMs();
      await stage.perform('prove-service');
      expect(stage.done.service).toMatchObject({ answered: false, detail: 'no answer in 2000 ms' });
      const seconds = (stage.simulation.clock.nowMs() - before) / 1000;
      expect(seconds).toBeGreaterThan(25);
      expect(seconds).toBeLessThan(35);
    }));

  test('hears nothing where the group of the proof does not let it in', () =>
    onRunning(async (stage, proof) => {
      const { securityGroups, networkInterfaces, instances } = stage.simulation.world.ec2;
      const [interfaceId = ''] = truth(instances, proof)?.networkInterfaceIds ?? [];
      const [groupId = ''] = truth(networkInterfaces, interfaceId)?.groupIds ?? [];
      const cell = securityGroups.get(groupId);
      if (!cell?.truth) throw new Error('the proof is in no group');
      cell.truth = { ...cell.truth, ingress: [] };
      await stage.perform('prove-service');
      expect(stage.done.service?.answered).toBe(false);
    }));

  test('refuses where no appliance has it asked any more, because outside of the VPC it would hear only silence', () =>
    onNight({}, async ({ simulation }) => {
      const target = { protocol: 'tcp', host: '10.0.2.57', port: 443, path: '/', timeoutMs: 2000 };
      const refused = { error: 'RefusedError', why: 'no appliance has probe.subnets' };
      expect(await playIn(simulation, 'prove-service', { target, seconds: 30 })).toMatchObject(refused);
    }));

  test.each([
    [{}, /target: is missing/],
    [
      { target: { protocol: 'udp', host: 'h', port: 1, path: '/', timeoutMs: 1 }, seconds: 1 },
      /target.protocol: must be/,
    ],
    [{ target: null, seconds: 'long' }, /seconds: must be number/],
  ])('refuses to ask without a target: %j', (event, why) =>
    onRunning(async ({ simulation }) => {
      const refused = { error: 'InvariantViolatedError', why: expect.stringMatching(why) };
      expect(await playIn(simulation, 'prove-service', event)).toMatchObject(refused);
    }),
  );
});
