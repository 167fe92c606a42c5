/** EndStandby: what is superfluous is terminated with its volumes, and every doubt keeps it. */
import { describe, expect, test } from '@jest/globals';
import type { Appliance } from '../../../../shared/domain/appliance.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { endStandby } from '../../../../shared/steps/standby/end-standby.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { aimRoute, alter, giveAddress, tag } from '../../../support/console-hands.ts';
import { addressIn } from '../../../support/swept.ts';
import { onTended, secondStandby, type Tended, unpoint } from '../../../support/tended.ts';
import { withDeps } from '../../../support/with-deps.ts';

type Two = { tended: Tended; second: string };

const onTwo = (story: (two: Two) => Promise<void>): Promise<void> =>
  onTended('running', (tended) => story({ tended, second: secondStandby(tended) }));

/** Ends the second one, for the first is ready. `said` is the outcome, or the error with its name. */
async function end({ tended: { simulation, standby: ready }, second }: Two, other: Partial<Appliance> = {}) {
  const before = simulation.world.calls.length;
  const [configured = anAppliance()] = simulation.configuration.appliances;
  const said = await withDeps(simulation, (deps) =>
    endStandby({ appliance: { ...configured, ...other }, instanceId: second, ready }, deps),
  ).catch((cause: Error) => `${cause.name}: ${cause.message}`);
  const calls = simulation.world.calls.slice(before).map(({ action }) => action);
  return { said, changes: calls.filter((action) => !/^(Describe|Get|List)/.test(action)) };
}

const stays = (said: string) => ({ said, changes: [] });

const addressTag = ({ tended: { simulation } }: Two, key: string, value: string): void =>
  tag(simulation.world, addressIn(simulation).allocationId, { [key]: value });

/** The second has no network of its own: it is given the interface of the first. */
function lend({ tended, second }: Two): string {
  const [networkInterfaceId = ''] = tended.found()?.networkInterfaceIds ?? [];
  alter(tended.simulation.world, second, { networkInterfaceIds: [networkInterfaceId] });
  return networkInterfaceId;
}

describe('a superfluous standby', () => {
  test('is terminated, after its volumes were set to end with it', () =>
    onTwo(async (two) => {
      const { simulation, found } = two.tended;
      alter(simulation.world, two.second, { volumeIds: found()?.volumeIds ?? [] });
      expect(await end(two)).toEqual({
        said: 'terminates',
        changes: ['ModifyInstanceAttribute', 'TerminateInstances'],
      });
      expect(two.tended.found(two.second)?.state).toMatch(/shutting-down|terminated/);
      const asked = simulation.world.calls.findLast(({ action }) => action === 'ModifyInstanceAttribute');
      expect(JSON.stringify(asked?.input)).toMatch(/"DeleteOnTermination":true/);
    }));

  test('is gone when EC2 does not know it', () =>
    onTwo(async (two) => {
      expect(await end({ ...two, second: 'i-0aaaaaaaaaaaaaaaa' })).toEqual(stays('gone'));
    }));

  test.each(['shutting-down', 'terminated'] as const)('is gone when it is %s', (state) =>
    onTwo(async (two) => {
      alter(two.tended.simulation.world, two.second, { state });
      expect(await end(two)).toEqual(stays('gone'));
    }),
  );
});

describe('it stays', () => {
  test('when no rotation of ours kept it', () =>
    onTwo(async (two) => {
      const { simulation, found } = two.tended;
      tag(simulation.world, two.second, { [TAG.by]: `${found()?.tags[TAG.by]}-planted` });
      expect(await end(two)).toEqual(stays('no-provenance'));
    }));

  test.each([
    [TAG.role, 'retired', 'failover:role=standby'],
    [TAG.appliance, 'vpn', 'failover:appliance=sophos'],
    [TAG.owner, 'failover-prod', 'failover:owner=failover-dev'],
  ])('when its tag %s is %s', (key, value, lacks) =>
    onTwo(async (two) => {
      tag(two.tended.simulation.world, two.second, { [key]: value });
      expect(await end(two)).toEqual(stays(`RefusedError: ${two.second} lacks ${lacks}`));
    }),
  );

  test('while the one that is to stay does not rest as its tier has it', () =>
    onTwo(async (two) => {
      const { simulation, standby } = two.tended;
      alter(simulation.world, standby, { state: 'stopped' });
      const says = `RefusedError: the standby ${standby} is stopped, so the one before it stays`;
      expect(await end(two)).toEqual(stays(says));
    }));

  test('when the one that is to stay is not known', () =>
    onTwo(async (two) => {
      const tended = { ...two.tended, standby: 'i-0aaaaaaaaaaaaaaaa' };
      const says = `RefusedError: the standby ${tended.standby} is gone, so the one before it stays`;
      expect(await end({ ...two, tended })).toEqual(stays(says));
    }));

  test('when the address names it as the active instance', () =>
    onTwo(async (two) => {
      addressTag(two, TAG.activeInstance, two.second);
      const says = `RefusedError: ${two.second} is tagged standby, but it is the active instance`;
      expect(await end(two)).toEqual(stays(says));
    }));

  test('when the address is at it', () =>
    onTwo(async (two) => {
      const { simulation } = two.tended;
      const networkInterfaceId = lend(two);
      alter(simulation.world, two.tended.standby, { networkInterfaceIds: [] });
      const card = truth(simulation.world.ec2.networkInterfaces, networkInterfaceId);
      if (card) Object.assign(card, { instanceId: two.second });
      giveAddress(simulation.world, { allocationId: addressIn(simulation).allocationId, networkInterfaceId });
      const says = `RefusedError: ${two.second} is tagged standby, but it is the active instance`;
      expect(await end(two)).toEqual(stays(says));
    }));

  test('when the address names another standby by now', () =>
    onTwo(async (two) => {
      addressTag(two, TAG.standby, two.second);
      const says = `RefusedError: failover:standby names ${two.second} by now, not ${two.tended.standby}`;
      expect(await end(two)).toEqual(stays(says));
    }));

  test('when the address names no standby by now', () =>
    onTwo(async (two) => {
      unpoint(two.tended);
      const says = `RefusedError: failover:standby names no instance by now, not ${two.tended.standby}`;
      expect(await end(two)).toEqual(stays(says));
    }));

  test('when a route leads to it', () =>
    onTwo(async (two) => {
      const { simulation } = two.tended;
      const [table] = [...simulation.world.ec2.routeTables.keys()];
      const [destination = ''] = anAppliance().vpnCidrs;
      aimRoute(simulation.world, { routeTableId: table ?? '', destination, target: lend(two) });
      const says = `RefusedError: the route ${destination} in ${table} leads to ${two.second}`;
      expect(await end(two)).toEqual(stays(says));
    }));

  test('while a takeover runs', () =>
    onTwo(async (two) => {
      asIfRunning(two.tended.simulation, 'takeover-sophos-g1');
      expect((await end(two)).said).toMatch(/^GaveWayError: a takeover of sophos/);
    }));

  test('while EC2 does not answer for it', () =>
    onTwo(async (two) => {
      two.tended.simulation.inject({ kind: 'deny', action: 'DescribeInstances' });
      const { said, changes } = await end(two);
      expect(said).toMatch(new RegExp(`^TransientError: ${two.second} is unreadable \\(`));
      expect(changes).toEqual([]);
    }));
});
