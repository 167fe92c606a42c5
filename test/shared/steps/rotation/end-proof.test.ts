/** EndProof: ends every proof of this image, known or not, and nothing else, even if one of them cannot be ended. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { alter, tag } from '../../../support/console-hands.ts';
import { onProof } from '../../../support/proven-stage.ts';
import type { RotationStage } from '../../../support/rotation-stage.ts';

const stateOf = ({ simulation }: RotationStage, instanceId: string): string =>
  truth(simulation.world.ec2.instances, instanceId)?.state ?? 'gone';

describe('ending the proof', () => {
  test('terminates it, and sees that', () =>
    onProof([], async (stage, proof) => {
      const { output, changes } = await stage.play('end-proof');
      expect({ output, changes }).toEqual({ output: { instanceIds: [proof] }, changes: ['TerminateInstances'] });
      expect(['shutting-down', 'terminated']).toContain(stateOf(stage, proof));
      expect(stateOf(stage, stage.active)).toBe('running');
    }));

  test('again changes nothing', () =>
    onProof([], async (stage) => {
      await stage.perform('end-proof');
      expect(await stage.play('end-proof')).toMatchObject({ error: '', changes: [] });
      await stage.simulation.clock.sleep(7_200_000);
      expect(await stage.play('end-proof')).toMatchObject({ error: '', changes: [] });
    }));

  test('finds one whose launch response was lost', () =>
    onProof([], async (stage, proof) => {
      delete stage.done.proof;
      expect(await stage.play('end-proof')).toMatchObject({ output: { instanceIds: [proof] } });
      expect(['shutting-down', 'terminated']).toContain(stateOf(stage, proof));
    }));

  test('leaves a proof alone that another rotation launched, or a person with the same tags', () =>
    onProof([], async (stage, proof) => {
      delete stage.done.proof;
      alter(stage.simulation.world, proof, { clientToken: 'of-another' });
      expect(await stage.play('end-proof')).toMatchObject({ output: { instanceIds: [] }, changes: [] });
    }));

  test('also while a takeover runs, which may need the room', () =>
    onProof([], async (stage, proof) => {
      asIfRunning(stage.simulation, 'takeover-sophos-g1');
      expect(await stage.play('end-proof')).toMatchObject({ error: '', output: { instanceIds: [proof] } });
    }));

  test.each([
    ['the role', { [TAG.role]: 'active' }],
    ['the appliance', { [TAG.appliance]: 'another' }],
    ['the owner', { [TAG.owner]: 'failover-prod' }],
  ])('terminates nothing in which %s says otherwise', (_, tags) =>
    onProof([], async (stage, proof) => {
      tag(stage.simulation.world, proof, tags);
      const why = expect.stringMatching(/is not terminated: it lacks failover:/);
      expect(await stage.play('end-proof')).toMatchObject({ error: 'InvariantViolatedError', why, changes: [] });
      expect(stateOf(stage, proof)).not.toMatch(/shutting-down|terminated/);
    }),
  );

  test('terminates nothing that it did not launch, although its own record names it', () =>
    onProof([], async (stage, proof) => {
      alter(stage.simulation.world, proof, { clientToken: 'of-another' });
      const why = expect.stringMatching(/is not terminated: this rotation did not launch it/);
      expect(await stage.play('end-proof')).toMatchObject({ error: 'InvariantViolatedError', why, changes: [] });
      expect(stateOf(stage, proof)).not.toMatch(/shutting-down|terminated/);
    }));

  test('asks to be called again while the proofs cannot be listed', () =>
    onProof([], async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'DescribeTags' });
      expect(await stage.play('end-proof')).toMatchObject({ error: 'TransientError', changes: [] });
    }));

  test('asks to be called again when it is not seen going', () =>
    onProof([], async (stage) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 60 });
      const why = expect.stringMatching(/not seen doing so/);
      expect(await stage.play('end-proof')).toMatchObject({ error: 'TransientError', why });
    }));
});

describe('a proof that cannot be seen', () => {
  const DEAD = 'i-0000000000000dead';

  test('is asked for again while it is young: EC2 may not know it yet', () =>
    onProof([], async (stage) => {
      stage.done.proof = { ...Object(stage.done.proof), instanceId: DEAD };
      const why = `${DEAD} is not visible yet`;
      expect(await stage.play('end-proof')).toMatchObject({ error: 'TransientError', why });
    }));

  test('has ended when it is unknown though it is no longer young', () =>
    onProof([], async (stage) => {
      stage.done.proof = { ...Object(stage.done.proof), instanceId: DEAD };
      await stage.simulation.clock.sleep(3_600_000);
      expect(await stage.play('end-proof')).toMatchObject({ error: '' });
    }));

  test('is asked for again when it cannot be read, and is not terminated unseen', () =>
    onProof([], async (stage, proof) => {
      stage.simulation.inject({ kind: 'deny', action: 'DescribeInstances' });
      const why = expect.stringMatching(`^${proof} is unreadable \\(UnauthorizedOperation: `);
      expect(await stage.play('end-proof')).toMatchObject({ error: 'TransientError', why, changes: [] });
    }));
});

test('an instance that was ended already is not named again, if it was unknown', () =>
  onProof([], async (stage) => {
    await stage.perform('end-proof');
    delete stage.done.proof;
    expect(await stage.play('end-proof')).toMatchObject({ output: { instanceIds: [] }, changes: [] });
  }));

test('everything that an instance lacks to be our proof is named', () =>
  onProof([], async (stage, proof) => {
    tag(stage.simulation.world, proof, { [TAG.role]: 'active', [TAG.owner]: 'failover-prod' });
    const lacks = `${TAG.role}=proof, ${TAG.owner}=failover-dev`;
    const why = `${proof} is not terminated: it lacks ${lacks}`;
    expect(await stage.play('end-proof')).toMatchObject({ error: 'InvariantViolatedError', why, changes: [] });
  }));
