/** MoveTraffic, in full: when it says that each change was made, and what it waits to see of each. */
import { describe, expect, test } from '@jest/globals';
import { truth, write } from '../../../../simulator/account/consistency.ts';
import { field } from '../../../../simulator/account/field.ts';
import { aimRoute, giveAddress, tag } from '../../../support/console-hands.ts';
import { onStage, type Stage } from '../../../support/step-stage.ts';

type Receiver = { instanceId: string; networkInterfaceId: string };

const onLaunched = (story: (stage: Stage, receiver: Receiver) => Promise<void>): Promise<void> =>
  onStage({}, async (stage) => story(stage, await stage.launch()));

const giveTo = ({ simulation, plan }: Stage, receiver: Receiver): void =>
  giveAddress(simulation.world, { allocationId: plan.address.allocationId, ...receiver });

const aimAllAt = ({ simulation, plan }: Stage, { networkInterfaceId: target }: Receiver): void => {
  for (const { routeTableId, destination } of plan.routes) {
    aimRoute(simulation.world, { routeTableId, destination, target });
  }
};

/** As an interface is that was not set to forward yet. */
function forbid({ simulation: { world } }: Stage, { networkInterfaceId: id }: Receiver): void {
  const strict = truth(world.ec2.networkInterfaces, id);
  const value = strict && { ...strict, sourceDestCheck: true };
  write(world, world.ec2.networkInterfaces, { id, value, lagMs: 0 });
}

/** Everything has moved, and the replacement does not forward. */
function leaveOnlyForwarding(stage: Stage, receiver: Receiver): void {
  forbid(stage, receiver);
  giveTo(stage, receiver);
  aimAllAt(stage, receiver);
}

const isoAfter = (fromMs: number, milliseconds: number): string => new Date(fromMs + milliseconds).toISOString();

describe('each change is dated', () => {
  test('by when it was made, which is before it was seen, and names both of its ends', () =>
    onLaunched(async (stage, receiver) => {
      forbid(stage, receiver);
      stage.simulation.inject({ kind: 'stale-reads', seconds: 6 });
      const fromMs = stage.simulation.clock.nowMs();
      const { output } = await stage.play('move-traffic');
      const from = stage.plan.old?.networkInterfaceId;
      const routes = stage.plan.routes.map(
        ({ routeTableId, destination }) => `route ${destination} in ${routeTableId}`,
      );
      expect(Object(output).changes).toMatchObject([
        { change: `source/destination check of ${receiver.networkInterfaceId}`, from: 'on', to: 'off' },
        { change: 'address 203.0.113.10', from: stage.old, to: receiver.instanceId },
        ...routes.map((change) => ({ change, from, to: receiver.networkInterfaceId })),
      ]);
      for (const { at } of Object(output).changes) expect(at < isoAfter(fromMs, 4_000)).toBe(true);
      expect(Object(output).movedAt >= isoAfter(fromMs, 6_000)).toBe(true);
    }));

  test('by the proof, where an earlier attempt had made it', () =>
    onLaunched(async (stage, receiver) => {
      giveTo(stage, receiver);
      stage.simulation.inject({ kind: 'stale-reads', seconds: 6 });
      const { output } = await stage.play('move-traffic');
      const [, address, route] = Object(output).changes;
      expect(address.at).toBe(field(output, 'movedAt'));
      expect(route.at < address.at).toBe(true);
    }));

  test('and nothing is said of route tables while all are there', () =>
    onLaunched(async (stage) => {
      const { output } = await stage.play('move-traffic');
      expect(Object.keys(Object(output)).sort()).toEqual(['changes', 'movedAt', 'outcome']);
    }));
});

describe('moving waits', () => {
  test('until the replacement is seen to forward, also when that is all there is to do', () =>
    onLaunched(async (stage, receiver) => {
      leaveOnlyForwarding(stage, receiver);
      stage.simulation.inject({ kind: 'stale-reads', seconds: 6 });
      const fromMs = stage.simulation.clock.nowMs();
      const { output, changes } = await stage.play('move-traffic');
      expect(changes).toEqual(['ModifyNetworkInterfaceAttribute']);
      expect(Object(output).movedAt >= isoAfter(fromMs, 6_000)).toBe(true);
    }));

  test('and asks again when that is not seen in time', () =>
    onLaunched(async (stage, receiver) => {
      leaveOnlyForwarding(stage, receiver);
      stage.simulation.inject({ kind: 'stale-reads', seconds: 40 });
      const why = 'not visible yet: let-replacement-forward';
      expect(await stage.play('move-traffic')).toMatchObject({ error: 'TransientError', why });
    }));
});

test('moving away without a holder asks for no old instance', () =>
  onLaunched(async (stage, receiver) => {
    const { error } = await stage.play('move-traffic', { plan: { old: undefined } });
    expect(error).toBe('');
    expect(stage.truth().traffic.address.instanceId).toBe(receiver.instanceId);
  }));

test.each([
  ['the address', giveTo],
  ['the routes', aimAllAt],
])('a pause does not stop a partially applied move, of which %s had been moved', (_, begin) =>
  onLaunched(async (stage, receiver) => {
    begin(stage, receiver);
    const until = { 'failover:paused-until': '2026-11-21T09:00:00Z' };
    tag(stage.simulation.world, stage.plan.address.allocationId, until);
    expect(await stage.play('move-traffic', { plan: { automatic: true } })).toMatchObject({ error: '' });
    expect(stage.truth().traffic.address.instanceId).toBe(receiver.instanceId);
  }),
);
