/** KeepStandby: the proof that has booted becomes the standby, in tags, pointer and attributes, and nothing else does. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue, truth } from '../../../../simulator/account/consistency.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { alter } from '../../../support/console-hands.ts';
import { kept } from '../../../support/kept-stage.ts';
import { onProof, untilProven } from '../../../support/proven-stage.ts';
import type { RotationStage } from '../../../support/rotation-stage.ts';

const recordOf = ({ simulation }: RotationStage, id: string) => truth(simulation.world.ec2.instances, id);

const pointerOf = ({ simulation }: RotationStage): string | undefined =>
  allTrue(simulation.world.ec2.addresses)[0]?.tags[TAG.standby];

describe('keeping the standby', () => {
  test('tags every part of it, names it on the address, and lets a shutdown from inside stop it', () =>
    onProof(
      [],
      async (stage, proof) => {
        await untilProven(stage);
        await stage.perform('accept-image');
        const { output } = await stage.play('keep-standby');
        expect(output).toMatchObject({ instanceId: proof, imageId: stage.done.image?.imageId });
        const found = recordOf(stage, proof);
        expect(found).toMatchObject({ state: 'running', shutdownBehavior: 'stop' });
        const { ec2 } = stage.simulation.world;
        const parts = [
          found,
          ...(found?.networkInterfaceIds ?? []).map((id) => truth(ec2.networkInterfaces, id)),
          ...(found?.volumeIds ?? []).map((id) => truth(ec2.volumes, id)),
        ];
        expect(parts.map((part) => part?.tags[TAG.role])).toEqual(parts.map(() => 'standby'));
        expect(found?.tags.Name).toBe('failover-dev-sophos-standby');
        expect(pointerOf(stage)).toBe(proof);
      },
      kept(),
    ));

  test('again changes nothing that is there', () =>
    onProof(
      [],
      async (stage, proof) => {
        await untilProven(stage);
        await stage.perform('accept-image', 'keep-standby');
        expect(await stage.play('keep-standby')).toMatchObject({ error: '', output: { instanceId: proof } });
      },
      kept(),
    ));

  test('gives way to a takeover, and the proof stays a proof', () =>
    onProof(
      [],
      async (stage, proof) => {
        await untilProven(stage);
        await stage.perform('accept-image');
        asIfRunning(stage.simulation, 'takeover-sophos-g1');
        expect(await stage.play('keep-standby')).toMatchObject({ error: 'GaveWayError', changes: [] });
        expect(recordOf(stage, proof)?.tags[TAG.role]).toBe('proof');
        expect(pointerOf(stage)).toBeUndefined();
      },
      kept(),
    ));

  test('refuses an instance that this rotation did not launch', () =>
    onProof(
      [],
      async (stage, proof) => {
        await untilProven(stage);
        await stage.perform('accept-image');
        alter(stage.simulation.world, proof, { clientToken: 'of-another' });
        expect(await stage.play('keep-standby')).toMatchObject({ error: 'InvariantViolatedError', changes: [] });
      },
      kept(),
    ));

  test('refuses a proof that has not booted', () =>
    onProof(
      [],
      async (stage) => {
        expect(await stage.play('keep-standby')).toMatchObject({ error: 'InvariantViolatedError', changes: [] });
      },
      kept(),
    ));
});
