/** LaunchReplacement: one instance, with any loss on the way, in the first placement that does not refuse it. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { field } from '../../../../simulator/account/field.ts';
import { idOf, launchInTurns, onClaimed } from '../../../support/claimed.ts';
import { tag } from '../../../support/console-hands.ts';
import { takeoverArnOf } from '../../../support/genuine.ts';
import { OVERTAKEN } from '../../../support/overtaken.ts';
import { onStage, type Stage } from '../../../support/step-stage.ts';

const launchedIds = (stage: Stage): string[] =>
  stage
    .truth()
    .instances.map(({ id }) => id)
    .filter((id) => id !== stage.old);

const tokens = ({ simulation }: Stage): unknown[] =>
  simulation.world.calls.filter(({ action }) => action === 'RunInstances').map(({ input }) => input.ClientToken);

describe('launching', () => {
  test('takes the newest image in another zone, and tags what it makes from its first moment', () =>
    onClaimed({}, async (stage) => {
      const played = await stage.play('launch-replacement');
      const launched = truth(stage.simulation.world.ec2.instances, idOf(played));
      expect(launched).toMatchObject({ imageId: stage.plan.placements[0]?.imageId, zone: 'ap-northeast-1c' });
      expect(launched?.tags).toEqual({
        ...{ Name: 'sophos', 'failover:appliance': 'sophos' },
        ...{ 'failover:role': 'replacement', 'failover:generation': '1' },
        'failover:by': takeoverArnOf(stage.simulation, stage.plan),
      });
      expect(played.output).toMatchObject({ outcome: 'launched', adopted: false, placementIndex: 0, refused: [] });
    }));

  test('keeps EC2 from recovering it automatically beside us', () =>
    onClaimed({}, async (stage) => {
      const launched = truth(stage.simulation.world.ec2.instances, idOf(await stage.play('launch-replacement')));
      expect(truth(stage.simulation.world.ec2.instances, stage.old)?.autoRecovery).toBe('default');
      expect(launched?.autoRecovery).toBe('disabled');
    }));

  test('lets it forward while it is still pending', () =>
    onClaimed({}, async (stage) => {
      const played = await stage.play('launch-replacement');
      expect(played.changes).toEqual(['RunInstances', 'ModifyNetworkInterfaceAttribute']);
      const { networkInterfaces } = stage.simulation.world.ec2;
      const launched = truth(networkInterfaces, String(field(played.output, 'networkInterfaceId')));
      expect(launched).toMatchObject({ sourceDestCheck: false });
    }));

  test('leaves the forwarding to MoveTraffic when it may not be set yet', () =>
    onClaimed({}, async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'ModifyNetworkInterfaceAttribute' });
      expect(await stage.play('launch-replacement')).toMatchObject({ error: '', output: { outcome: 'launched' } });
    }));

  test('waits until the claim can be read back, and launches nothing as long as it cannot', () =>
    onStage({ seed: 8 }, async (stage) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 25 });
      await stage.perform('claim');
      const unseen = await stage.play('launch-replacement');
      expect(unseen).toMatchObject({ error: 'TransientError', why: expect.stringMatching(/not visible/), changes: [] });
      await stage.simulation.clock.sleep(10_000);
      expect(await stage.play('launch-replacement')).toMatchObject({ output: { outcome: 'launched' } });
    }));

  test('launches nothing for an address that got another owner while the claim was waited for', () =>
    onStage({ seed: 8 }, async (stage) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 3 });
      await stage.perform('claim');
      tag(stage.simulation.world, stage.plan.address.allocationId, { [TAG.owner]: 'failover-other' });
      const why = expect.stringMatching(/belongs to failover-other/);
      expect(await stage.play('launch-replacement')).toMatchObject({ error: 'RefusedError', why, changes: [] });
    }));

  test.each(['999999999', '7', '1', 'x'])('launches although %s was written over the claim', (value) =>
    onStage({}, async (stage) => {
      await stage.perform('claim');
      tag(stage.simulation.world, stage.plan.address.allocationId, { [TAG.generation]: value });
      expect(await stage.play('launch-replacement')).toMatchObject({ output: { outcome: 'launched' } });
    }),
  );

  test('waits while a read shows what the claim replaced, for no longer than a minute', () =>
    onClaimed({ seed: 8 }, async (stage) => {
      const { simulation, plan } = stage;
      tag(simulation.world, plan.address.allocationId, { [TAG.generation]: '7' });
      const claimed = (secondsAgo: number) => ({
        claimedAt: new Date(simulation.clock.nowMs() - secondsAgo * 1_000).toISOString(),
        replaced: '7',
      });
      const early = await stage.play('launch-replacement', { done: { claim: claimed(20) } });
      expect(early).toMatchObject({ error: 'TransientError', why: expect.stringMatching(/not visible/), changes: [] });
      const late = await stage.play('launch-replacement', { done: { claim: claimed(60) } });
      expect(late).toMatchObject({ output: { outcome: 'launched' } });
    }));

  test('does not launch without a claim, when its time is unknown', () =>
    onStage({}, async (stage) => {
      const played = await stage.play('launch-replacement');
      expect(played).toMatchObject({ error: 'TransientError', why: expect.stringMatching(/not visible/), changes: [] });
    }));

  test('goes on after a minute without the claim: it was removed from the address, and the executions are the lock', () =>
    onStage({}, async (stage) => {
      await stage.perform('claim');
      stage.simulation.inject({ kind: 'tags-stripped', resourceId: stage.plan.address.allocationId });
      const young = await stage.play('launch-replacement');
      expect(young).toMatchObject({ error: 'TransientError', why: expect.stringMatching(/not visible/), changes: [] });
      await stage.simulation.clock.sleep(50_000);
      expect(await stage.play('launch-replacement')).toMatchObject({ output: { outcome: 'launched' } });
    }));
});

describe('launching again', () => {
  test('adopts what the first attempt launched, and launches nothing', () =>
    onClaimed({}, async (stage) => {
      const first = await stage.play('launch-replacement');
      const second = await stage.play('launch-replacement');
      // The request is repeated, and EC2 compares it (T12).
      expect(second).toMatchObject({ output: { adopted: true, instanceId: idOf(first) }, changes: ['RunInstances'] });
      expect(launchedIds(stage)).toEqual([idOf(first)]);
    }));

  test.each([
    ['the answer was lost', { kind: 'lose-answer', action: 'RunInstances', times: 1 }],
    ['EC2 failed with a 5xx', { kind: 'fail', action: 'RunInstances', code: 'InternalError', status: 500, times: 1 }],
  ] as const)('sends the same token when %s, and makes no second instance', (_, fault) =>
    onClaimed({}, async (stage) => {
      // Reads do not show what was launched, so that only the token stands between one instance and two.
      stage.simulation.inject({ kind: 'stale-reads', seconds: 120 });
      stage.simulation.inject(fault);
      expect(await stage.play('launch-replacement')).toMatchObject({ error: 'TransientError' });
      expect(tokens(stage)).toHaveLength(1);
      const again = await stage.play('launch-replacement');
      expect(again).toMatchObject({ error: '', output: { adopted: false, placementIndex: 0 } });
      expect(tokens(stage)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), tokens(stage)[0]]);
      expect(launchedIds(stage)).toEqual([idOf(again)]);
    }),
  );
});

describe('a definite refusal', () => {
  const types = { appliance: { instanceTypes: ['c5.large'] } };

  test('of the type is answered with the next type, in the same zone', () =>
    onClaimed(types, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity', type: 'm5.large' });
      const { output } = await stage.play('launch-replacement');
      expect(output).toMatchObject({
        placement: { instanceType: 'c5.large', zone: 'ap-northeast-1c' },
        refused: [{ code: 'InsufficientInstanceCapacity', placement: { instanceType: 'm5.large' } }],
      });
    }));

  test('of the zone is answered with the next zone, from the same image', () =>
    onClaimed(types, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity', zone: 'ap-northeast-1c' });
      const { output } = await stage.play('launch-replacement');
      const { imageId } = stage.plan.placements[0] ?? {};
      expect(output).toMatchObject({ placement: { instanceType: 'm5.large', zone: 'ap-northeast-1d', imageId } });
    }));

  test('of the image is answered with the previous image at once, with any zones and types left', () =>
    onClaimed(types, async (stage) => {
      const [newest, previous] = [...new Set(stage.plan.placements.map(({ imageId }) => imageId))];
      stage.simulation.inject({ kind: 'image-broken', imageId: newest ?? '', shows: 'at-call' });
      const { output } = await stage.play('launch-replacement');
      expect(output).toMatchObject({ placement: { imageId: previous }, refused: [{ code: 'InvalidAMIID.NotFound' }] });
    }));

  test('of every placement ends the takeover, naming each', () =>
    onClaimed({}, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity' });
      const played = await launchInTurns(stage);
      const why = expect.stringMatching(/^every placement was/);
      expect(played.at(-1)).toMatchObject({ error: 'RefusedError', why });
      const changes = played.flatMap((each) => each.changes);
      expect(changes).toEqual(stage.plan.placements.map(() => 'RunInstances: InsufficientInstanceCapacity'));
    }));

  test('that no other placement could fix is not tried elsewhere', () =>
    onClaimed({}, async (stage) => {
      stage.simulation.inject({ kind: 'fail', action: 'RunInstances', code: 'OptInRequired', times: 9 });
      const { error, changes } = await stage.play('launch-replacement');
      expect({ error, changes }).toEqual({ error: 'RefusedError', changes: ['RunInstances: OptInRequired'] });
    }));
});

describe('after a death', () => {
  const dead = (instanceId: string, scope: 'placement' | 'zone' | 'image', terminate: boolean) =>
    ({ outcome: 'dead', instanceId, why: 'not running after 180 s', scope, terminate }) as const;

  test('launches in the next placement also when the stuck one may not be terminated', () =>
    onClaimed({}, async (stage) => {
      await stage.perform('launch-replacement');
      const [stuck = ''] = launchedIds(stage);
      stage.simulation.inject({ kind: 'deny', action: 'TerminateInstances' });
      const played = await stage.play('launch-replacement', { done: { replacement: dead(stuck, 'placement', true) } });
      expect(played).toMatchObject({ error: '', output: { placementIndex: 1 } });
    }));

  test('terminates the one that is stuck, and launches in the next placement', () =>
    onClaimed({}, async (stage) => {
      await stage.perform('launch-replacement');
      const [stuck = ''] = launchedIds(stage);
      const played = await stage.play('launch-replacement', { done: { replacement: dead(stuck, 'placement', true) } });
      expect(played.changes).toEqual(['TerminateInstances', 'RunInstances', 'ModifyNetworkInterfaceAttribute']);
      expect(truth(stage.simulation.world.ec2.instances, stuck)).toMatchObject({ state: 'shutting-down' });
      expect(played.output).toMatchObject({ placementIndex: 1, placement: { zone: 'ap-northeast-1d' } });
    }));

  test('passes over every placement of an image that kills', () =>
    onClaimed({}, async (stage) => {
      await stage.perform('launch-replacement');
      const [gone = ''] = launchedIds(stage);
      const played = await stage.play('launch-replacement', { done: { replacement: dead(gone, 'image', false) } });
      expect(played.changes).not.toContain('TerminateInstances');
      expect(field(played.output, 'placement', 'imageId')).not.toBe(stage.plan.placements[0]?.imageId);
    }));

  test('ends the takeover when no placement is left', () =>
    onClaimed({}, async (stage) => {
      await stage.perform('launch-replacement');
      const replacement = dead('i-1', 'placement', false);
      const placements = stage.plan.placements.slice(0, 1);
      const played = await stage.play('launch-replacement', { plan: { placements }, done: { replacement } });
      const why = expect.stringMatching(/no placement is left: .*i-1 died: not running after 180 s/);
      expect(played).toMatchObject({ error: 'RefusedError', why, changes: [] });
    }));
});

describe('for a licence that forbids two copies', () => {
  const plan = { fencing: 'stop-first' } as const;

  test('launches nothing before the old one was asked to stop', () =>
    onClaimed({}, async (stage) => {
      const played = await stage.play('launch-replacement', { plan });
      expect(played).toMatchObject({ output: { outcome: 'stop-first' }, changes: [] });
    }));

  test.each([
    [
      'was asked to stop',
      { stop: { asked: true, stopped: true, goOn: true, askedAt: '2026-11-21T03:00:09.000Z', detail: '' } },
    ],
    ['could not be stopped', { stopFailure: { Error: 'RefusedError' } }],
  ])('launches once the old one %s', (_, done) =>
    onClaimed({}, async (stage) => {
      expect(await stage.play('launch-replacement', { plan, done })).toMatchObject({ output: { outcome: 'launched' } });
    }),
  );
});

test.each(OVERTAKEN)('launches nothing when $what', ({ overtake, redriveCount, error, why }) =>
  onClaimed({}, async (stage) => {
    overtake(stage);
    const played = await stage.play('launch-replacement', { redriveCount });
    expect(played).toMatchObject({ error, why: expect.stringMatching(why), changes: [] });
    expect(launchedIds(stage)).toEqual([]);
  }),
);
