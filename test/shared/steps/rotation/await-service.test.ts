/** AwaitProof, where a path into the VPC is configured: whom it has asked, and what an answer or silence means. */
import { describe, expect, test } from '@jest/globals';
import { launchedIn } from '../../../../shared/steps/rotation/facts.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { alter } from '../../../support/console-hands.ts';
import { asked, onProof, untilProven } from '../../../support/proven-stage.ts';
import { onNight, type RotationStage } from '../../../support/rotation-stage.ts';

type Story = (stage: RotationStage, proof: string) => Promise<void>;

const onAsked = (story: Story): Promise<void> => onProof([], story, asked());

/** No packet gets from the function to the proof. */
const onCutOff = (story: Story): Promise<void> =>
  onProof([{ kind: 'prober-cut-off', functionName: 'prove-service' }], story, asked());

/** An earlier proof has answered what this one is asked, and in the same subnet. */
const answeredEarlier = (stage: RotationStage): void => {
  stage.done.gate = { ...Object(stage.done.gate), answered: [launchedIn(stage.done)?.question] };
};

/** Both checks have passed, and the service is still asked in vain. */
const untilChecked = async (stage: RotationStage): Promise<void> => {
  while (stage.done.proven?.checkedAt === undefined) await stage.perform('await-proof', 'prove-service');
};

const asks = ({ simulation }: RotationStage): number =>
  simulation.lambda.invocations.filter(({ functionName }) => functionName === 'prove-service').length;

describe('a proof that can be asked', () => {
  test('has it asked as soon as it runs, and the boot that it measures ends with the answer', () =>
    onAsked(async (stage) => {
      await stage.perform('await-proof');
      expect(stage.done.proven).toMatchObject({ outcome: 'waiting', ask: { target: { port: 443 }, seconds: 30 } });
      await untilProven(stage);
      const { proven, service } = stage.done;
      const detail = expect.stringMatching(/: both status checks pass, and its service answers$/);
      expect(proven).toMatchObject({ outcome: 'booted', booted: true, service: 'answered', detail });
      expect(proven?.answeredAt).toBe(service?.at);
      expect(proven?.seconds).toBeLessThan(20);
      expect(proven).not.toHaveProperty('ask');
      expect(asks(stage)).toBe(1);
    }));

  test('is not good as long as its checks do not pass, though it answers', () =>
    onAsked(async (stage) => {
      await stage.perform('await-proof', 'prove-service', 'await-proof');
      expect(stage.done.proven).toMatchObject({ outcome: 'waiting', service: 'answered', booted: false });
      expect(stage.done.proven?.seconds).toBeUndefined();
    }));

  test('that never answers is asked until its boot limit, and is accepted as booted when none has ever answered', () =>
    onCutOff(async (stage) => {
      await untilProven(stage);
      const detail = expect.stringMatching(/pass, and nothing answers tcp 443 after 1200 s: no answer in 2000 ms$/);
      expect(stage.done.proven).toMatchObject({ outcome: 'booted', booted: true, service: 'silent', detail });
      const { proven } = stage.done;
      const waitedMs = stage.simulation.clock.nowMs() - Date.parse(proven?.runningAt ?? '');
      expect(waitedMs / 1000).toBeGreaterThan(1_190);
      expect(waitedMs / 1000).toBeLessThan(1_260);
      // What it needed to boot is what the checks say: waiting for an answer in vain is no boot.
      expect(proven?.seconds).toBeLessThan(300);
    }));

  test('has failed by the same silence when an earlier one answered, and has booted all the same', () =>
    onCutOff(async (stage) => {
      answeredEarlier(stage);
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome: 'failed', booted: true, service: 'silent' });
    }));

  test('is not held to an answer when its checks never pass', () =>
    onNight(asked(), async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      stage.simulation.world.ec2.imageFlaws.set(stage.done.image?.imageId ?? '', 'dead');
      await stage.untilAvailable();
      await stage.perform('launch-proof');
      answeredEarlier(stage);
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome: 'failed', booted: false });
    }));

  test('stays booted when its status cannot be read any more while its service is still asked', () =>
    onCutOff(async (stage) => {
      await untilChecked(stage);
      stage.simulation.inject({ kind: 'deny', action: 'DescribeInstanceStatus', caller: 'await-proof' });
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome: 'booted', booted: true, service: 'silent' });
    }));

  test('is asked on when EC2 does not describe it for a while', () =>
    onCutOff(async (stage) => {
      await untilChecked(stage);
      stage.simulation.inject({ kind: 'deny', action: 'DescribeInstances', caller: 'await-proof' });
      await stage.perform('await-proof');
      expect(stage.done.proven).toMatchObject({ outcome: 'waiting', ask: { target: { port: 443 } } });
    }));

  test('is booted and not verified when the function that asks is broken, and is not asked again', () =>
    onAsked(async (stage) => {
      answeredEarlier(stage);
      stage.done.serviceFailure = { Error: 'Runtime.ExitError', Cause: 'exit 1' };
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome: 'booted', booted: true, service: 'not verified' });
      expect(asks(stage)).toBe(0);
    }));

  test('is accepted when another place has answered, and this one never has', () =>
    onCutOff(async (stage) => {
      stage.done.gate = { ...Object(stage.done.gate), answered: ['1h57qsn'] };
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome: 'booted', service: 'silent' });
    }));

  test('is not verified when another question is deployed while it is asked, with any answer', () =>
    onAsked(async (stage) => {
      await stage.perform('await-proof', 'prove-service');
      answeredEarlier(stage);
      const proof = launchedIn(stage.done);
      stage.done.proof = { ...Object(proof), question: 'another' };
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome: 'booted', service: 'not verified' });
    }));

  test.each([
    ['EC2 or a person ends it', 'Server.ScheduledStop', true, 'booted'],
    ['it shuts itself down, and none has ever answered', 'Client.InstanceInitiatedShutdown', false, 'booted'],
    ['it shuts itself down, and an earlier one answered', 'Client.InstanceInitiatedShutdown', true, 'failed'],
  ])('has booted when its checks have passed and then %s', (_what, code, precedent, outcome) =>
    onCutOff(async (stage) => {
      await untilChecked(stage);
      if (precedent) answeredEarlier(stage);
      const id = launchedIn(stage.done)?.instanceId ?? '';
      alter(stage.simulation.world, id, { state: 'terminated', stateReason: { code, message: code } });
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome, booted: true, service: 'not verified' });
    }),
  );

  test('is given up while it is asked when a takeover begins', () =>
    onCutOff(async (stage) => {
      answeredEarlier(stage);
      await stage.perform('await-proof', 'prove-service');
      asIfRunning(stage.simulation, 'takeover-sophos-g1');
      await stage.perform('await-proof');
      expect(stage.done.proven).toMatchObject({ outcome: 'inconclusive', booted: false });
      expect(stage.done.proven).not.toHaveProperty('ask');
    }));
});
