/** AcceptImage: good only when available, ours, proven if that was asked, and of an instance that is healthy now. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { write } from '../../../../simulator/account/consistency.ts';
import { giveAddress, tag, tagsOf } from '../../../support/console-hands.ts';
import { IN_THE_WAY } from '../../../support/in-the-way.ts';
import { asked, onProof, untilProven } from '../../../support/proven-stage.ts';
import { imageIn, onNight, type RotationStage } from '../../../support/rotation-stage.ts';
import { addressIn, addressTagsIn } from '../../../support/swept.ts';

/** As EC2 would say it of an image that was taken of another instance. */
function madeOf(stage: RotationStage, sourceInstanceId: string): void {
  const { world } = stage.simulation;
  const image = { ...imageIn(stage), sourceInstanceId };
  write(world, world.ec2.images, { id: image.id, value: image, lagMs: 0 });
}

const NO_RATE = { code: 'InvalidParameterValue', status: 400, message: 'VolumeInitializationRate is not supported' };

const onUnproven = (story: (stage: RotationStage) => Promise<void>): Promise<void> =>
  onNight({}, async (stage) => {
    await stage.perform('gate-rotation', 'create-image');
    await stage.untilAvailable();
    await story(stage);
  });

describe('accepting the image', () => {
  test('marks it good, with what its proof has shown', () =>
    onProof([], async (stage) => {
      await untilProven(stage);
      await stage.perform('end-proof', 'accept-image');
      expect(imageIn(stage).tags).toMatchObject({
        [TAG.image]: 'good',
        [TAG.launchSeconds]: String(stage.done.proven?.launchSeconds),
        [TAG.bootedSeconds]: String(stage.done.proven?.seconds),
        [TAG.provenAt]: expect.stringMatching(/^2026-11-21T03:/),
      });
    }));

  test.each([
    ['says at which rate EBS read the volumes of its proof', [], '300'],
    [
      'names no rate where EC2 refused it, and the proof was launched without',
      [{ kind: 'fail', action: 'RunInstances', ...NO_RATE, times: 1 }],
      undefined,
    ],
  ] as const)('%s', (_title, faults, rate) =>
    onProof(
      [...faults],
      async (stage) => {
        await untilProven(stage);
        await stage.perform('end-proof', 'accept-image');
        expect(imageIn(stage).tags[TAG.initializationRate]).toBe(rate);
      },
      { appliance: { volumeInitialization: 300 } },
    ),
  );

  test('says what its service was asked and when it answered, where it was', () =>
    onProof(
      [],
      async (stage) => {
        await untilProven(stage);
        await stage.perform('end-proof', 'accept-image');
        const { tags } = imageIn(stage);
        expect(tags[TAG.serviceAnswered]).toMatch(/^[0-9a-z]+ at /);
        expect(tags[TAG.serviceAnswered]).toContain(stage.done.service?.at);
        expect(tags[TAG.bootedSeconds]).toBe(String(stage.done.proven?.seconds));
      },
      asked(),
    ));

  test('says nothing of a service that did not answer, nor calls an image good for which that counts', () =>
    onProof(
      [{ kind: 'prober-cut-off', functionName: 'prove-service' }],
      async (stage) => {
        await untilProven(stage);
        const proven = { ...stage.done.proven, outcome: 'failed' };
        stage.done = { ...stage.done, proven: Object(proven) };
        const why = expect.stringMatching(/its proof is failed/);
        expect(await stage.play('accept-image')).toMatchObject({ error: 'RefusedError', why });
        stage.done = { ...stage.done, proven: Object({ ...proven, outcome: 'booted' }) };
        await stage.perform('accept-image');
        expect(imageIn(stage).tags).toMatchObject({ [TAG.provenAt]: expect.any(String) });
        expect(imageIn(stage).tags).not.toHaveProperty(TAG.serviceAnswered);
      },
      asked(),
    ));

  test('marks it good without a proof, when none was asked for', () =>
    onUnproven(async (stage) => {
      expect(await stage.play('accept-image')).toMatchObject({ error: '', changes: ['CreateTags'] });
      expect(imageIn(stage).tags[TAG.image]).toBe('good');
      expect(imageIn(stage).tags[TAG.provenAt]).toBeUndefined();
    }));

  test('marks it good when its proof came to no verdict', () =>
    onProof([{ kind: 'no-capacity', shows: 'later' }], async (stage) => {
      await untilProven(stage);
      await stage.perform('accept-image');
      expect(imageIn(stage).tags[TAG.provenAt]).toBeUndefined();
    }));

  test('ends the excuse of a reboot, which is over when the image is there and the appliance answers', () =>
    onUnproven(async (stage) => {
      const { simulation } = stage;
      const until = new Date(simulation.clock.nowMs() + 600_000).toISOString();
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.rebootingUntil]: until });
      expect(await stage.play('accept-image')).toMatchObject({ error: '', changes: ['CreateTags', 'CreateTags'] });
      expect(Date.parse(addressTagsIn(simulation)[TAG.rebootingUntil] ?? '')).toBeLessThan(simulation.clock.nowMs());
    }));

  test('asks to be called again until the mark can be read', () =>
    onUnproven(async (stage) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 40 });
      expect(await stage.play('accept-image')).toMatchObject({ error: 'TransientError', changes: ['CreateTags'] });
    }));

  test('asks to be called again when the state of the active instance is unknown', () =>
    onUnproven(async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'DescribeInstanceStatus' });
      expect(await stage.play('accept-image')).toMatchObject({ error: 'TransientError', changes: [] });
    }));
});

type Row = [what: string, why: RegExp, happen: (stage: RotationStage) => unknown];

const REFUSALS: Row[] = [
  [
    'the active instance is dead',
    /status of i-\w+ is instance-impaired/,
    async ({ simulation, active }) => {
      simulation.inject({ kind: 'instance-dead', instanceId: active });
      await simulation.clock.sleep(150_000);
    },
  ],
  [
    'its service is silent',
    /does not answer its probe/,
    ({ simulation, active }) => simulation.inject({ kind: 'service-dead', instanceId: active }),
  ],
  [
    'another instance is active by now',
    /holds the address by now/,
    ({ simulation }) => giveAddress(simulation.world, { ...addressIn(simulation), networkInterfaceId: undefined }),
  ],
  ['it was made of another instance', /was made of i-0other/, (stage) => madeOf(stage, 'i-0other')],
  [
    'it is marked as failed',
    /marked as failed/,
    (stage) => tag(stage.simulation.world, imageIn(stage).id, { [TAG.image]: 'failed' }),
  ],
  [
    'it is not ours',
    /is not ours/,
    (stage) => tag(stage.simulation.world, imageIn(stage).id, { [TAG.owner]: 'failover-prod' }),
  ],
];

describe('accepting the image is refused', () => {
  test.each(REFUSALS)('when %s', (_, why, happen) =>
    onUnproven(async (stage) => {
      await happen(stage);
      const refused = { error: 'RefusedError', why: expect.stringMatching(why), changes: [] };
      expect(await stage.play('accept-image')).toMatchObject(refused);
      expect(tagsOf(stage.simulation.world, imageIn(stage).id)[TAG.image]).not.toBe('good');
    }),
  );

  test('while EC2 is still making it', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      expect((await stage.play('accept-image')).why).toMatch(/it is pending/);
    }));

  test('while its proof has not come to an end', () =>
    onProof([], async (stage) => {
      expect((await stage.play('accept-image')).why).toMatch(/its proof is waiting/);
    }));

  test.each(IN_THE_WAY)('when $what', ({ happen, error, why }) =>
    onUnproven(async (stage) => {
      happen(stage.simulation);
      const refused = { error, why: expect.stringMatching(why), changes: [] };
      expect(await stage.play('accept-image')).toMatchObject(refused);
    }),
  );
});
