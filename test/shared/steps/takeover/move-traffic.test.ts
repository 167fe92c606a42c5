/** MoveTraffic: moves what differs, proves it by reading back, and does not revert what another caller moved meanwhile. */
import { describe, expect, test } from '@jest/globals';
import { disagreements } from '../../../../shared/domain/traffic/placed.ts';
import { truth, write } from '../../../../simulator/account/consistency.ts';
import { aimRoute, giveAddress, tag } from '../../../support/console-hands.ts';
import { OVERTAKEN } from '../../../support/overtaken.ts';
import { onStage, type Setting, type Stage } from '../../../support/step-stage.ts';

type Receiver = { instanceId: string; networkInterfaceId: string };

const onLaunched = (setting: Setting, story: (stage: Stage, receiver: Receiver) => Promise<void>): Promise<void> =>
  onStage(setting, async (stage) => story(stage, await stage.launch()));

const misdirected = (stage: Stage, receiver: Receiver): string[] =>
  disagreements(stage.truth().traffic.parts, receiver);

const firstRoute = ({ plan }: Stage) => {
  const [{ routeTableId, destination } = { routeTableId: '', destination: '' }] = plan.routes;
  return { routeTableId, destination };
};

const deleteTable = ({ simulation: { world } }: Stage, id: string): void =>
  write(world, world.ec2.routeTables, { id, value: undefined, lagMs: 0 });

const allocationOf = ({ plan }: Stage): string => plan.address.allocationId;

/** A machine in the same account that is none of ours. */
const STRANGER: Setting = { build: { twins: ['instance'], addressTags: { 'failover:active-instance': 'i-0' } } };

function strangerIn({ simulation, old }: Stage, { instanceId }: Receiver): Receiver {
  const others = [...simulation.world.ec2.instances.keys()].filter((id) => id !== old && id !== instanceId);
  const [id = ''] = others;
  return {
    instanceId: id,
    networkInterfaceId: truth(simulation.world.ec2.instances, id)?.networkInterfaceIds[0] ?? '',
  };
}

describe('moving the traffic', () => {
  test('leads the address and every route to the replacement, and says from where to where', () =>
    onLaunched({}, async (stage, receiver) => {
      const { output, changes } = await stage.play('move-traffic');
      expect(changes.sort()).toEqual(['AssociateAddress', 'ReplaceRoute', 'ReplaceRoute']);
      expect(misdirected(stage, receiver)).toEqual([]);
      const { networkInterfaceId: from } = stage.plan.old ?? {};
      expect(Object(output).changes).toEqual([
        expect.objectContaining({ from: 'on', to: 'off' }),
        expect.objectContaining({ change: 'address 203.0.113.10', from: stage.old, to: receiver.instanceId }),
        ...stage.plan.routes.map(({ routeTableId }) =>
          expect.objectContaining({
            change: `route 10.242.2.0/24 in ${routeTableId}`,
            from,
            to: receiver.networkInterfaceId,
          }),
        ),
      ]);
    }));

  test('again changes nothing, and names the same changes', () =>
    onLaunched({}, async (stage) => {
      const first = await stage.play('move-traffic');
      const second = await stage.play('move-traffic');
      expect(second).toMatchObject({ error: '', changes: [] });
      const named = (output: unknown) => Object(output).changes.map(({ change }: { change: string }) => change);
      expect(named(second.output)).toEqual(named(first.output));
    }));

  test('writes only what differs', () =>
    onLaunched({}, async (stage, receiver) => {
      aimRoute(stage.simulation.world, { ...firstRoute(stage), target: receiver.networkInterfaceId });
      giveAddress(stage.simulation.world, { allocationId: allocationOf(stage), ...receiver });
      expect((await stage.play('move-traffic')).changes).toEqual(['ReplaceRoute']);
      expect(misdirected(stage, receiver)).toEqual([]);
    }));

  test('leaves out a route table that was deleted since the plan was made, and says so', () =>
    onLaunched({}, async (stage, receiver) => {
      const { routeTableId } = firstRoute(stage);
      deleteTable(stage, routeTableId);
      const { output, changes } = await stage.play('move-traffic');
      expect(changes.sort()).toEqual(['AssociateAddress', 'ReplaceRoute']);
      expect(output).toMatchObject({ outcome: 'moved', leftOut: [routeTableId] });
      expect(JSON.stringify(Object(output).changes)).not.toContain(routeTableId);
      expect(stage.truth().traffic.address.instanceId).toBe(receiver.instanceId);
    }));

  test('asks again when a route table is deleted under its hands', () =>
    onLaunched({}, async (stage) => {
      stage.simulation.inject({ kind: 'fail', action: 'ReplaceRoute', code: 'InvalidRouteTableID.NotFound', times: 1 });
      expect(await stage.play('move-traffic')).toMatchObject({ error: 'TransientError' });
    }));

  test('creates a route that is missing', () =>
    onLaunched({}, async (stage, receiver) => {
      aimRoute(stage.simulation.world, { ...firstRoute(stage), target: undefined });
      const { changes } = await stage.play('move-traffic');
      expect(changes.sort()).toEqual(['AssociateAddress', 'CreateRoute', 'ReplaceRoute']);
      expect(misdirected(stage, receiver)).toEqual([]);
    }));

  test('lets the replacement forward if it does not yet', () =>
    onLaunched({}, async (stage, { networkInterfaceId }) => {
      const { networkInterfaces } = stage.simulation.world.ec2;
      const strict = truth(networkInterfaces, networkInterfaceId);
      const value = strict && { ...strict, sourceDestCheck: true };
      write(stage.simulation.world, networkInterfaces, { id: networkInterfaceId, value, lagMs: 0 });
      expect((await stage.play('move-traffic')).changes).toContain('ModifyNetworkInterfaceAttribute');
      expect(truth(networkInterfaces, networkInterfaceId)).toMatchObject({ sourceDestCheck: false });
    }));

  test('takes an address that has no holder any more', () =>
    onLaunched({}, async (stage, receiver) => {
      const released = { allocationId: allocationOf(stage), networkInterfaceId: undefined };
      giveAddress(stage.simulation.world, released);
      expect(await stage.play('move-traffic')).toMatchObject({ error: '' });
      expect(misdirected(stage, receiver)).toEqual([]);
    }));
});

describe('a move is proven', () => {
  test('by reads, however late they show it', () =>
    onLaunched({}, async (stage) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 6 });
      const { clock } = stage.simulation;
      const startedMs = clock.nowMs();
      expect(await stage.play('move-traffic')).toMatchObject({ error: '' });
      expect(clock.nowMs() - startedMs).toBeGreaterThan(6_000);
    }));

  test('or asked for again, when no read shows it in time', () =>
    onLaunched({}, async (stage, receiver) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 40 });
      const why = expect.stringMatching(/^not visible yet: move-/);
      expect(await stage.play('move-traffic')).toMatchObject({ error: 'TransientError', why });
      await stage.simulation.clock.sleep(40_000);
      expect(await stage.play('move-traffic')).toMatchObject({ error: '', changes: [] });
      expect(misdirected(stage, receiver)).toEqual([]);
    }));

  test('and a part that may not be written fails it, when the others have been finished', () =>
    onLaunched({}, async (stage, receiver) => {
      const { routeTableId, destination } = firstRoute(stage);
      stage.simulation.inject({ kind: 'deny', action: 'ReplaceRoute', resourceId: routeTableId });
      const { error, why, changes } = await stage.play('move-traffic');
      expect({ error, why }).toEqual({ error: 'RefusedError', why: expect.stringContaining('UnauthorizedOperation') });
      expect(changes.sort()).toEqual(['AssociateAddress', 'ReplaceRoute', 'ReplaceRoute: UnauthorizedOperation']);
      const left = `${destination} in ${routeTableId} -> ${stage.plan.old?.networkInterfaceId}`;
      expect(misdirected(stage, receiver)).toEqual([left]);
    }));
});

describe('nothing is moved', () => {
  const moved = /^moved by another program or person while this takeover ran: /;

  test('when a person or another program gave the address to another machine', () =>
    onLaunched(STRANGER, async (stage, receiver) => {
      const stranger = strangerIn(stage, receiver);
      giveAddress(stage.simulation.world, { allocationId: allocationOf(stage), ...stranger });
      const { error, why, changes } = await stage.play('move-traffic');
      expect({ error, changes }).toEqual({ error: 'InvariantViolatedError', changes: [] });
      expect(why).toMatch(moved);
      expect(why).toContain(`203.0.113.10 -> ${stranger.instanceId}`);
    }));

  test.each(['another machine', 'a gateway'])('when a route was aimed at %s by hand', (what) =>
    onLaunched(STRANGER, async (stage, receiver) => {
      const target = what === 'a gateway' ? 'igw-0f' : strangerIn(stage, receiver).networkInterfaceId;
      aimRoute(stage.simulation.world, { ...firstRoute(stage), target });
      const { error, why, changes } = await stage.play('move-traffic');
      expect({ error, changes }).toEqual({ error: 'InvariantViolatedError', changes: [] });
      expect(why).toMatch(moved);
      expect(why).toContain(`-> ${target}`);
    }),
  );

  test('when every route table of the plan is gone', () =>
    onLaunched({}, async (stage) => {
      for (const { routeTableId } of stage.plan.routes) deleteTable(stage, routeTableId);
      expect(await stage.play('move-traffic')).toMatchObject({ error: 'RefusedError', changes: [] });
    }));

  test('while the replacement is pending, and nothing is asked of AWS either: it was called only to be warm', () =>
    onStage({}, async (stage) => {
      await stage.perform('claim', 'launch-replacement');
      const sent = stage.simulation.world.calls.length;
      const replacement = { outcome: 'pending', instanceId: 'i-0' } as const;
      const played = await stage.play('move-traffic', { done: { replacement } });
      expect(played).toMatchObject({ error: '', output: { outcome: 'not-yet' } });
      expect(stage.simulation.world.calls.length).toBe(sent);
    }));

  test('when no replacement runs', () =>
    onStage({}, async (stage) => {
      await stage.perform('claim', 'launch-replacement');
      expect(await stage.play('move-traffic')).toMatchObject({ error: 'InvariantViolatedError', changes: [] });
    }));

  test.each(OVERTAKEN)('when $what', ({ overtake, redriveCount, error, why }) =>
    onLaunched({}, async (stage) => {
      overtake(stage);
      const played = await stage.play('move-traffic', { redriveCount });
      expect(played).toMatchObject({ error, why: expect.stringMatching(why), changes: [] });
    }),
  );
});

describe('a pause that began after the launch', () => {
  const pause = (stage: Stage): void =>
    tag(stage.simulation.world, allocationOf(stage), { 'failover:paused-until': '2026-11-21T09:00:00Z' });

  test('stops an automatic takeover before its first move', () =>
    onLaunched({}, async (stage) => {
      pause(stage);
      const why = expect.stringMatching(/^not moved: .*paused/);
      const played = await stage.play('move-traffic', { plan: { automatic: true } });
      expect(played).toMatchObject({ error: 'RefusedError', why, changes: [] });
    }));

  test('does not stop it partially applied', () =>
    onLaunched({}, async (stage, receiver) => {
      aimRoute(stage.simulation.world, { ...firstRoute(stage), target: receiver.networkInterfaceId });
      pause(stage);
      expect(await stage.play('move-traffic', { plan: { automatic: true } })).toMatchObject({ error: '' });
      expect(misdirected(stage, receiver)).toEqual([]);
    }));

  test("does not stop a person's", () =>
    onLaunched({}, async (stage, receiver) => {
      pause(stage);
      expect(await stage.play('move-traffic', { plan: { automatic: false } })).toMatchObject({ error: '' });
      expect(misdirected(stage, receiver)).toEqual([]);
    }));
});
