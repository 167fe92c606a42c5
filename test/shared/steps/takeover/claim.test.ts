/** Claim: the generation and the owner are written on the address, once, and never by a superseded takeover. */
import { describe, expect, test } from '@jest/globals';
import { tag, tagsOf } from '../../../support/console-hands.ts';
import { OVERTAKEN } from '../../../support/overtaken.ts';
import { onStage, type Stage } from '../../../support/step-stage.ts';

const addressTags = ({ simulation, plan }: Stage) => tagsOf(simulation.world, plan.address.allocationId);

describe('claiming', () => {
  test('writes the generation and the owner on the address', () =>
    onStage({}, async (stage) => {
      const { output, changes } = await stage.play('claim');
      expect(changes).toEqual(['CreateTags']);
      expect(addressTags(stage)).toMatchObject({ 'failover:generation': '1', 'failover:owner': 'failover-dev' });
      expect(output).toEqual({ claimedAt: expect.stringMatching(/^2026-11-21T/) });
    }));

  test('again writes nothing', () =>
    onStage({}, async (stage) => {
      await stage.perform('claim');
      expect(await stage.play('claim')).toMatchObject({ error: '', changes: [] });
    }));

  test('goes on from an older generation', () =>
    onStage({}, async (stage) => {
      tag(stage.simulation.world, stage.plan.address.allocationId, { 'failover:generation': '1' });
      const plan = { generation: 2 };
      expect(await stage.play('claim', { plan })).toMatchObject({ error: '', changes: ['CreateTags'] });
      expect(addressTags(stage)).toMatchObject({ 'failover:generation': '2' });
    }));

  test.each(['banana', '999999999'])('writes its number over %s, which no takeover has written', (value) =>
    onStage({}, async (stage) => {
      tag(stage.simulation.world, stage.plan.address.allocationId, { 'failover:generation': value });
      expect(await stage.play('claim')).toMatchObject({ output: { replaced: value }, changes: ['CreateTags'] });
      expect(addressTags(stage)).toMatchObject({ 'failover:generation': '1' });
    }),
  );

  test('asks to be called again when EC2 does not answer for the moment', () =>
    onStage({}, async (stage) => {
      const fault = { kind: 'fail', action: 'CreateTags', code: 'ServiceUnavailable', status: 503, times: 9 } as const;
      stage.simulation.inject(fault);
      expect(await stage.play('claim')).toMatchObject({ error: 'TransientError' });
      stage.simulation.repair(fault);
      expect(await stage.play('claim')).toMatchObject({ error: '', changes: ['CreateTags'] });
    }));

  test.each(OVERTAKEN)('refuses and writes nothing when $what', ({ overtake, redriveCount, error, why }) =>
    onStage({}, async (stage) => {
      overtake(stage);
      const refused = { error, why: expect.stringMatching(why), changes: [] };
      expect(await stage.play('claim', { redriveCount })).toMatchObject(refused);
    }),
  );
});
