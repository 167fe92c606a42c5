/** UndoTraffic, part by part: which parts it writes, which it waits for, and in which words it names the others. */
import { describe, expect, test } from '@jest/globals';
import { disagreements } from '../../../../shared/domain/traffic/placed.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { machineBeside } from '../../../../simulator/account/faults/by-hand.ts';
import { aimRoute, alter, giveAddress } from '../../../support/console-hands.ts';
import { onStage, type Played, type Stage } from '../../../support/step-stage.ts';

type Receiver = { instanceId: string; networkInterfaceId: string };

const onUnmoved = (story: (stage: Stage, receiver: Receiver) => Promise<void>): Promise<void> =>
  onStage({}, async (stage) => story(stage, await stage.launch()));

/** The address alone stands at the replacement. */
const onAddressMoved = (story: (stage: Stage, receiver: Receiver) => Promise<void>): Promise<void> =>
  onUnmoved(async (stage, receiver) => {
    giveAddress(stage.simulation.world, { allocationId: stage.plan.address.allocationId, ...receiver });
    await story(stage, receiver);
  });

const placeOf = ({ plan }: Stage, index: number) => {
  const { routeTableId = '', destination = '' } = plan.routes[index] ?? {};
  return { routeTableId, destination };
};

const aim = (stage: Stage, index: number, target: string | undefined): void =>
  aimRoute(stage.simulation.world, { ...placeOf(stage, index), target });

const wordsFor = (stage: Stage, index: number): string => {
  const { routeTableId, destination } = placeOf(stage, index);
  return `${destination} in ${routeTableId}`;
};

const oldInterface = ({ plan }: Stage): string => plan.old?.networkInterfaceId ?? '';

const awayFromOld = (stage: Stage): string[] =>
  disagreements(stage.truth().traffic.parts, { instanceId: stage.old, networkInterfaceId: oldInterface(stage) });

const secondsOf = async ({ simulation: { clock } }: Stage, played: () => Promise<Played>): Promise<number> => {
  const before = clock.nowMs();
  await played();
  return (clock.nowMs() - before) / 1000;
};

/** At an interface without an owner, which is gone by now. */
const foundElsewhere = (stage: Stage) => foundAt(stage, { id: 'eni-0gone', instanceId: undefined, blackhole: true });

/** An earlier takeover that was partially applied, and had moved some of the traffic to its replacement. */
const FINISH = { instanceId: 'i-first', generation: 1, passedOver: ['i-first'] };

type Where = { id: string; instanceId: string | undefined; blackhole: boolean };

/** The plan found this route there. */
const foundAt = ({ plan }: Stage, where: Where) =>
  plan.routes.map((route, index) =>
    index === 1 ? { ...route, target: { kind: 'network-interface' as const, ...where } } : route,
  );

describe('undoing sees what was moved', () => {
  test('in a route alone', () =>
    onUnmoved(async (stage, receiver) => {
      aim(stage, 1, receiver.networkInterfaceId);
      expect((await stage.play('undo-traffic')).output).toMatchObject({ moved: true, undone: true });
      expect(awayFromOld(stage)).toEqual([]);
    }));

  test('and says of each change where it stood, where to it was led, and when', () =>
    onAddressMoved(async (stage, receiver) => {
      aim(stage, 1, receiver.networkInterfaceId);
      const at = new Date(stage.simulation.clock.nowMs()).toISOString().slice(0, 18);
      const { output, changes } = await stage.play('undo-traffic');
      expect(changes.sort()).toEqual(['AssociateAddress', 'ReplaceRoute', 'ReplaceRoute']);
      const when = { at: expect.stringContaining(at) };
      const [first, second] = [oldInterface(stage), receiver.networkInterfaceId];
      expect(Object(output).changes).toEqual([
        { ...when, change: 'address 203.0.113.10', from: receiver.instanceId, to: stage.old },
        { ...when, change: `route ${wordsFor(stage, 0)}`, from: first, to: first },
        { ...when, change: `route ${wordsFor(stage, 1)}`, from: second, to: first },
      ]);
    }));
});

describe('undoing writes', () => {
  test('a route that the plan found missing, for any later read of it: the move may have created it', () =>
    onAddressMoved(async (stage) => {
      aim(stage, 1, undefined);
      const routes = stage.plan.routes.map((route, index) =>
        index === 1 ? { ...route, target: { kind: 'absent' as const } } : route,
      );
      const { changes } = await stage.play('undo-traffic', { plan: { routes } });
      expect(changes.sort()).toEqual(['AssociateAddress', 'CreateRoute', 'ReplaceRoute']);
      expect(awayFromOld(stage)).toEqual([]);
    }));

  test('no route that stood elsewhere when the plan was made, and that was never moved', () =>
    onAddressMoved(async (stage) => {
      const played = await stage.play('undo-traffic', { plan: { routes: foundElsewhere(stage) } });
      expect(played.changes.sort()).toEqual(['AssociateAddress', 'ReplaceRoute']);
    }));

  test('such a route too once it was moved', () =>
    onAddressMoved(async (stage, receiver) => {
      aim(stage, 1, receiver.networkInterfaceId);
      const played = await stage.play('undo-traffic', { plan: { routes: foundElsewhere(stage) } });
      expect(played.changes.sort()).toEqual(['AssociateAddress', 'ReplaceRoute', 'ReplaceRoute']);
      expect(awayFromOld(stage)).toEqual([]);
    }));

  test('such a route to where the plan found it, when that is still there: people had left it apart', () =>
    onAddressMoved(async (stage, receiver) => {
      const { world } = stage.simulation;
      const old = truth(world.ec2.instances, stage.old);
      const [third = ''] = old ? machineBeside(world, old).networkInterfaceIds : [];
      const target = { kind: 'network-interface' as const, id: third, instanceId: undefined, blackhole: false };
      const routes = stage.plan.routes.map((route, index) => (index === 1 ? { ...route, target } : route));
      aim(stage, 1, receiver.networkInterfaceId);
      const { output, changes } = await stage.play('undo-traffic', { plan: { routes } });
      expect(changes.sort()).toEqual(['AssociateAddress', 'ReplaceRoute', 'ReplaceRoute']);
      expect(output).toMatchObject({ undone: true });
      expect(Object(output).changes[2]).toMatchObject({ change: `route ${wordsFor(stage, 1)}`, to: third });
      expect(awayFromOld(stage)).toEqual([`${wordsFor(stage, 1)} -> ${third}`]);
    }));

  test('to the old end what was found at the new one: a takeover that died had led it there', () =>
    onAddressMoved(async (stage, receiver) => {
      aim(stage, 1, receiver.networkInterfaceId);
      const where = { id: receiver.networkInterfaceId, instanceId: receiver.instanceId, blackhole: false };
      const finish = { ...FINISH, passedOver: ['i-first'] };
      const played = await stage.play('undo-traffic', { plan: { finish, routes: foundAt(stage, where) } });
      expect(played.output).toMatchObject({ undone: true });
      expect(awayFromOld(stage)).toEqual([]);
    }));

  test.each([
    ['with another replacement', { id: 'eni-0first', instanceId: 'i-first', blackhole: false }],
    ['without an interface, since that one is gone', { id: 'eni-0gone', instanceId: undefined, blackhole: true }],
  ])('to the old end what a partially applied takeover has misdirected: it is %s', (_, where) =>
    onAddressMoved(async (stage) => {
      const played = await stage.play('undo-traffic', { plan: { finish: FINISH, routes: foundAt(stage, where) } });
      expect(played.changes.sort()).toEqual(['AssociateAddress', 'ReplaceRoute', 'ReplaceRoute']);
      expect(played.output).toMatchObject({ undone: true });
      expect(awayFromOld(stage)).toEqual([]);
    }),
  );

  test.each([
    ['that people had left with a machine that takes no part', { id: 'eni-0x', instanceId: 'i-x', blackhole: true }],
    [
      'that people had left with an interface without an instance',
      { id: 'eni-0x', instanceId: undefined, blackhole: false },
    ],
  ])('no route there %s', (_, where) =>
    onAddressMoved(async (stage) => {
      const played = await stage.play('undo-traffic', { plan: { finish: FINISH, routes: foundAt(stage, where) } });
      expect(played.changes.sort()).toEqual(['AssociateAddress', 'ReplaceRoute']);
    }),
  );

  test('to the first interface of the old instance, where the plan does not name one', () =>
    onAddressMoved(async (stage) => {
      const old = stage.plan.old && { ...stage.plan.old, networkInterfaceId: undefined };
      const { output } = await stage.play('undo-traffic', { plan: { old } });
      expect(output).toMatchObject({ undone: true, detail: `rolled back to ${stage.old}` });
      expect(awayFromOld(stage)).toEqual([]);
    }));
});

describe('undoing waits', () => {
  test('for nothing where every part could be written', () =>
    onAddressMoved(async (stage) => {
      expect(await secondsOf(stage, () => stage.play('undo-traffic'))).toBeLessThan(3);
    }));

  test('as long as a read may lag before it says of a part that was not written that it is away', () =>
    onAddressMoved(async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'ReplaceRoute' });
      const seconds = await secondsOf(stage, () => stage.play('undo-traffic'));
      expect(seconds).toBeGreaterThanOrEqual(6);
      expect(seconds).toBeLessThan(9);
    }));
});

describe('undoing that cannot be finished', () => {
  test('names every part that may not be written and stands at the replacement', () =>
    onUnmoved(async (stage, receiver) => {
      for (const index of [0, 1]) aim(stage, index, receiver.networkInterfaceId);
      stage.simulation.inject({ kind: 'deny', action: 'ReplaceRoute' });
      const still = `still at ${receiver.instanceId}: ${wordsFor(stage, 0)}, ${wordsFor(stage, 1)}`;
      const why = `not rolled back, because it may not be written: ${still}`;
      expect(await stage.play('undo-traffic')).toMatchObject({ error: 'RefusedError', why });
    }));

  test('says only what it wrote, when a part that stands at the old instance may not be written', () =>
    onAddressMoved(async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'ReplaceRoute', resourceId: placeOf(stage, 1).routeTableId });
      const { output } = await stage.play('undo-traffic');
      expect(Object(output).changes).toMatchObject([
        { change: 'address 203.0.113.10' },
        { change: `route ${wordsFor(stage, 0)}` },
      ]);
    }));
});

describe('undoing by a takeover that finishes another and cannot', () => {
  const denied = (stage: Stage) =>
    stage.simulation.inject({ kind: 'deny', action: 'ReplaceRoute', resourceId: placeOf(stage, 1).routeTableId });

  test('names what that one has misdirected and may not be written', () =>
    onAddressMoved(async (stage) => {
      const { world } = stage.simulation;
      const old = truth(world.ec2.instances, stage.old);
      const first = old && machineBeside(world, old);
      aim(stage, 1, first?.networkInterfaceIds[0]);
      denied(stage);
      const finish = { ...FINISH, passedOver: [first?.id ?? ''] };
      const where = { id: first?.networkInterfaceIds[0] ?? '', instanceId: first?.id, blackhole: false };
      const why = `not rolled back, because it may not be written: still misdirected: ${wordsFor(stage, 1)}`;
      const played = await stage.play('undo-traffic', { plan: { finish, routes: foundAt(stage, where) } });
      expect(played).toMatchObject({ error: 'RefusedError', why });
    }));

  test('says nothing of a route that is missing: the old instance may have served without it', () =>
    onAddressMoved(async (stage) => {
      aim(stage, 1, undefined);
      stage.simulation.inject({ kind: 'deny', action: 'CreateRoute' });
      expect((await stage.play('undo-traffic', { plan: { finish: FINISH } })).output).toMatchObject({ undone: true });
    }));
});

describe('whom undoing believes to be well', () => {
  const stays = { moved: true, undone: false, changes: [] };

  test('one that was healthy when a switchover began automatically', () =>
    onAddressMoved(async (stage) => {
      const { output } = await stage.play('undo-traffic', { plan: { automatic: true, mode: 'switchover' } });
      expect(output).toMatchObject({ undone: true });
    }));

  test('no traffic automatically where another takeover was partially applied: that is to be finished, and not to go to and fro', () =>
    onAddressMoved(async (stage) => {
      const detail = 'generation 1 is partially applied, and is finished, so what was moved stays with the replacement';
      const { output, changes } = await stage.play('undo-traffic', { plan: { automatic: true, finish: FINISH } });
      expect({ output, changes }).toMatchObject({ output: { ...stays, detail }, changes: [] });
    }));

  test('one from which a person takes a partially applied move, although witnesses had called it failed once', () =>
    onAddressMoved(async (stage) => {
      const { output } = await stage.play('undo-traffic', { plan: { automatic: false, finish: FINISH } });
      expect(output).toMatchObject({ undone: true });
    }));

  test('one whose checks have only just begun', () =>
    onAddressMoved(async (stage) => {
      const machine = stage.simulation.world.ec2.machines.get(stage.old);
      if (machine) machine.checksPassFromMs = stage.simulation.clock.nowMs() + 600_000;
      expect((await stage.play('undo-traffic')).output).toMatchObject({ undone: true });
    }));

  test.each(['DescribeInstanceStatus', 'DescribeInstances'])(
    'no instance yet while EC2 is asked too often for %s: that says nothing about it, and is tried again',
    (action) =>
      onAddressMoved(async (stage) => {
        const fault = { kind: 'fail', action, code: 'RequestLimitExceeded', status: 503, times: 99 } as const;
        stage.simulation.inject(fault);
        expect(await stage.play('undo-traffic')).toMatchObject({ error: 'TransientError', changes: [] });
        stage.simulation.repair(fault);
        expect((await stage.play('undo-traffic')).output).toMatchObject({ undone: true });
      }),
  );

  test('no instance that EC2 cannot describe otherwise, as in a lost zone', () =>
    onAddressMoved(async (stage) => {
      stage.simulation.inject({
        kind: 'fail',
        action: 'DescribeInstances',
        code: 'InternalError',
        status: 500,
        times: 99,
      });
      const detail = `the old instance ${stage.old} is unreadable, so what was moved stays with the replacement`;
      expect((await stage.play('undo-traffic')).output).toMatchObject({ ...stays, detail });
    }));

  test('no traffic without an old instance', () =>
    onAddressMoved(async (stage) => {
      const detail = 'there is no old instance, so what was moved stays with the replacement';
      const { output, changes } = await stage.play('undo-traffic', { plan: { old: undefined } });
      expect({ output, changes }).toMatchObject({ output: { ...stays, detail }, changes: [] });
    }));

  test('no interface of one that runs without any', () =>
    onAddressMoved(async (stage) => {
      alter(stage.simulation.world, stage.old, { networkInterfaceIds: [] });
      const old = stage.plan.old && { ...stage.plan.old, networkInterfaceId: undefined };
      expect((await stage.play('undo-traffic', { plan: { old } })).output).toMatchObject(stays);
    }));
});
