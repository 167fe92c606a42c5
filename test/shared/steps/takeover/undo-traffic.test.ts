/** UndoTraffic: back to an old instance that is up and well, to no other; and it believes no single read. */
import { describe, expect, test } from '@jest/globals';
import { disagreements } from '../../../../shared/domain/traffic/placed.ts';
import { aimRoute, alter, giveAddress } from '../../../support/console-hands.ts';
import { OVERTAKEN } from '../../../support/overtaken.ts';
import { onStage, type Stage } from '../../../support/step-stage.ts';

type Receiver = { instanceId: string; networkInterfaceId: string };

const denied = ({ plan }: Stage): string => plan.routes[1]?.routeTableId ?? '';

const oldReceiver = ({ plan, old }: Stage): Receiver => ({
  instanceId: old,
  networkInterfaceId: plan.old?.networkInterfaceId ?? '',
});

const awayFrom = (stage: Stage, receiver: Receiver): string[] => disagreements(stage.truth().traffic.parts, receiver);

/** The address and one of two routes have moved; the permission for the other is gone, for everybody. */
const onHalfMoved = (story: (stage: Stage, receiver: Receiver) => Promise<void>): Promise<void> =>
  onStage({}, async (stage) => {
    const receiver = await stage.launch();
    stage.simulation.inject({ kind: 'deny', action: 'ReplaceRoute', resourceId: denied(stage) });
    const { error } = await stage.play('move-traffic');
    if (error !== 'RefusedError' || awayFrom(stage, receiver).length !== 1) throw new Error(`not half-moved: ${error}`);
    await story(stage, receiver);
  });

const onUnmoved = (story: (stage: Stage, receiver: Receiver) => Promise<void>): Promise<void> =>
  onStage({}, async (stage) => story(stage, await stage.launch()));

describe('undoing a move', () => {
  test('leads everything back to the old instance, and says what it led', () =>
    onHalfMoved(async (stage, { instanceId }) => {
      const { output, error } = await stage.play('undo-traffic');
      expect(error).toBe('');
      expect(awayFrom(stage, oldReceiver(stage))).toEqual([]);
      expect(output).toMatchObject({ moved: true, undone: true, detail: `rolled back to ${stage.old}` });
      const [address, ...routes] = Object(output).changes;
      expect(address).toMatchObject({ change: 'address 203.0.113.10', from: instanceId, to: stage.old });
      expect(routes).toHaveLength(1);
    }));

  test('leads nothing back after an automatic failover, although EC2 has not noticed the failure yet', () =>
    onHalfMoved(async (stage) => {
      Object.assign(stage.plan, { automatic: true });
      const { output, changes } = await stage.play('undo-traffic');
      expect(changes).toEqual([]);
      const detail = `witnesses called the old instance ${stage.old} failed, so what was moved stays with the replacement`;
      expect(output).toMatchObject({ moved: true, undone: false, detail });
    }));

  test('again changes nothing, and still says what it rolled back', () =>
    onHalfMoved(async (stage) => {
      await stage.perform('undo-traffic');
      const { output, changes } = await stage.play('undo-traffic');
      expect(changes).toEqual([]);
      expect(output).toMatchObject({ moved: true, undone: true, changes: stage.done.undo?.changes });
    }));

  test('repeated because its answer was lost finds nothing that stands there, and looks again for as long', () =>
    onHalfMoved(async (stage) => {
      await stage.play('undo-traffic');
      const { output, error, changes } = await stage.play('undo-traffic');
      expect({ error, changes, away: awayFrom(stage, oldReceiver(stage)) }).toEqual({
        error: '',
        changes: [],
        away: [],
      });
      const detail = 'nothing stands at the replacement';
      expect(output).toMatchObject({ moved: false, undone: false, detail, again: true, changes: [] });
      expect(Object(output).lookUntil).toEqual(expect.any(String));
    }));

  test('is looked at again for as long as a late attempt of the move may live, and no longer', () =>
    onHalfMoved(async (stage, receiver) => {
      const startedAt = stage.simulation.clock.nowMs();
      await stage.perform('undo-traffic');
      const { lookUntil, again } = stage.done.undo ?? {};
      const late = (Date.parse(lookUntil ?? '') - startedAt) / 1000;
      expect({ again, late: Math.floor(late) }).toEqual({ again: true, late: 60 });
      giveAddress(stage.simulation.world, { allocationId: stage.plan.address.allocationId, ...receiver });
      await stage.simulation.clock.sleep(55_000);
      const { output } = await stage.play('undo-traffic');
      expect(Object(output).again).toBeUndefined();
      expect(output).toMatchObject({ moved: true, undone: true, lookUntil });
      const led = Object(output).changes.map((each: { change: string }) => each.change);
      expect(led.filter((change: string) => change.startsWith('address'))).toHaveLength(2);
      expect(awayFrom(stage, oldReceiver(stage))).toEqual([]);
    }));

  test.each([
    ['was rolled back', true],
    ['was found where it had been', false],
  ])('stands as what %s when a later look sees nothing at all', (_, moved) =>
    (moved ? onHalfMoved : onUnmoved)(async (stage) => {
      await stage.perform('undo-traffic');
      stage.simulation.inject({ kind: 'deny', action: 'DescribeRouteTables' });
      const { output, error } = await stage.play('undo-traffic');
      expect(error).toBe('');
      expect(output).toMatchObject({ moved, undone: moved, again: true, changes: stage.done.undo?.changes });
    }),
  );

  test('is looked at beyond its time while looks are throttled, and not for ever', () =>
    onHalfMoved(async (stage) => {
      await stage.perform('undo-traffic');
      stage.simulation.inject({ kind: 'throttled', share: 1, actions: ['DescribeRouteTables'] });
      await stage.simulation.clock.sleep(75_000);
      const late = await stage.play('undo-traffic');
      expect(late).toMatchObject({ error: '', output: { moved: true, undone: true, again: true } });
      await stage.simulation.clock.sleep(180_000);
      expect(Object((await stage.play('undo-traffic')).output).again).toBeUndefined();
    }));

  test('is not looked at beyond its time for want of a permission', () =>
    onHalfMoved(async (stage) => {
      await stage.perform('undo-traffic');
      stage.simulation.inject({ kind: 'deny', action: 'DescribeRouteTables' });
      await stage.simulation.clock.sleep(75_000);
      const { output } = await stage.play('undo-traffic');
      expect(output).toMatchObject({ moved: true, undone: true });
      expect(Object(output).again).toBeUndefined();
    }));

  test.each([
    ['where the old instance could not take it back', {}, 'stopped'],
    ['after an automatic failover, which leads nothing back', { automatic: true }, 'running'],
  ] as const)('of nothing is looked at again %s: a late attempt may move the first of it', (_, plan, state) =>
    onUnmoved(async (stage, { networkInterfaceId }) => {
      Object.assign(stage.plan, plan);
      alter(stage.simulation.world, stage.old, { state });
      await stage.perform('undo-traffic');
      expect(stage.done.undo).toMatchObject({ moved: false, undone: false, again: true });
      giveAddress(stage.simulation.world, { allocationId: stage.plan.address.allocationId, networkInterfaceId });
      const { output, changes } = await stage.play('undo-traffic');
      expect(output).toMatchObject({
        moved: true,
        undone: false,
        detail: expect.stringMatching(/stays with the repl/),
      });
      expect([changes, Object(output).again]).toEqual([[], undefined]);
    }),
  );

  test('is not looked at again where something was found that stays: after an automatic failover', () =>
    onHalfMoved(async (stage) => {
      Object.assign(stage.plan, { automatic: true });
      expect(Object((await stage.play('undo-traffic')).output).again).toBeUndefined();
    }));

  test('asks to be called again when something that it wrote stands at the new end once more', () =>
    onHalfMoved(async (stage, receiver) => {
      stage.simulation.inject({ kind: 'deny', action: 'ReplaceRoute' });
      const { allocationId } = stage.plan.address;
      const played = stage.play('undo-traffic');
      await stage.simulation.clock.sleep(4_000);
      giveAddress(stage.simulation.world, { allocationId, ...receiver });
      expect(await played).toMatchObject({ error: 'TransientError', why: expect.stringContaining('203.0.113.10') });
    }));

  test('that moved nothing changes nothing', () =>
    onUnmoved(async (stage) => {
      const { output, changes } = await stage.play('undo-traffic');
      expect(changes).toEqual([]);
      expect(output).toMatchObject({
        moved: false,
        undone: false,
        detail: 'nothing stands at the replacement',
        changes: [],
      });
    }));

  test('of a replacement that was still pending asks nothing of AWS: the early call moves nothing', () =>
    onUnmoved(async (stage, { instanceId }) => {
      const before = stage.simulation.world.calls.length;
      const { output } = await stage.play('undo-traffic', {
        done: { replacement: { outcome: 'pending', instanceId } },
      });
      expect(output).toMatchObject({ moved: false, undone: false });
      expect(stage.simulation.world.calls.length).toBe(before);
    }));

  test('does not believe the first read that shows nothing moved', () =>
    onUnmoved(async (stage, receiver) => {
      const { allocationId } = stage.plan.address;
      giveAddress(stage.simulation.world, { allocationId, ...receiver }, { lagSeconds: 5 });
      expect((await stage.play('undo-traffic')).output).toMatchObject({ moved: true, undone: true });
      expect(awayFrom(stage, oldReceiver(stage))).toEqual([]);
    }));

  test('asks to be called again when EC2 does not answer for the moment', () =>
    onHalfMoved(async (stage) => {
      const code = { code: 'ServiceUnavailable', status: 503, times: 99 };
      const fault = { kind: 'fail', action: 'AssociateAddress', caller: 'undo-traffic', ...code } as const;
      stage.simulation.inject(fault);
      expect(await stage.play('undo-traffic')).toMatchObject({ error: 'TransientError' });
      stage.simulation.repair(fault);
      expect((await stage.play('undo-traffic')).output).toMatchObject({ moved: true, undone: true });
      expect(awayFrom(stage, oldReceiver(stage))).toEqual([]);
    }));

  test('names what it may not roll back', () =>
    onHalfMoved(async (stage, { instanceId }) => {
      stage.simulation.inject({ kind: 'deny', action: 'AssociateAddress' });
      const why = `not rolled back, because it may not be written: still at ${instanceId}: 203.0.113.10`;
      expect(await stage.play('undo-traffic')).toMatchObject({ error: 'RefusedError', why });
    }));
});

describe('what was moved stays with the replacement', () => {
  const stays = async (stage: Stage, why: string): Promise<void> => {
    const { output, changes } = await stage.play('undo-traffic');
    expect(changes).toEqual([]);
    const detail = `${why}, so what was moved stays with the replacement`;
    expect(output).toMatchObject({ moved: true, undone: false, detail });
    expect(Object(output).again).toBeUndefined();
  };

  test.each(['stopping', 'stopped', 'terminated'] as const)('when the old instance is %s', (state) =>
    onHalfMoved(async (stage) => {
      alter(stage.simulation.world, stage.old, { state });
      await stays(stage, `the old instance ${stage.old} is ${state}`);
    }),
  );

  test('when the old instance runs, but is impaired', () =>
    onHalfMoved(async (stage) => {
      stage.simulation.inject({ kind: 'host-dead', instanceId: stage.old });
      await stage.simulation.clock.sleep(150_000);
      await stays(stage, `the status of the old instance ${stage.old} is impaired`);
    }));

  test('when EC2 cannot say how the old instance is', () =>
    onHalfMoved(async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'DescribeInstanceStatus' });
      await stays(stage, `the status of the old instance ${stage.old} is unknown`);
    }));

  test('when the zone of the old instance is lost', () =>
    onHalfMoved(async (stage) => {
      stage.simulation.inject({ kind: 'zone-lost', zone: 'ap-northeast-1a' });
      await stays(stage, `the old instance ${stage.old} is unreadable`);
    }));
});

describe('undoing leaves alone', () => {
  test('a route that was aimed elsewhere by hand meanwhile, and everything with it', () =>
    onHalfMoved(async (stage) => {
      const { routeTableId = '', destination = '' } = stage.plan.routes[1] ?? {};
      aimRoute(stage.simulation.world, { routeTableId, destination, target: 'igw-0f' });
      expect(await stage.play('undo-traffic')).toMatchObject({ error: 'InvariantViolatedError', changes: [] });
    }));

  test.each(OVERTAKEN)('everything when $what', ({ overtake, redriveCount, error, why }) =>
    onHalfMoved(async (stage) => {
      overtake(stage);
      const played = await stage.play('undo-traffic', { redriveCount });
      expect(played).toMatchObject({ error, why: expect.stringMatching(why), changes: [] });
    }),
  );
});
