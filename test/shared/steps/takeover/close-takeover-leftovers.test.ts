/** CloseTakeover and what was launched and nobody uses: given up, unless traffic may lead to it or somebody newer is at work. */
import { describe, expect, test } from '@jest/globals';
import { truth } from '../../../../simulator/consistency.ts';
import { machineBeside } from '../../../../simulator/faults/by-hand.ts';
import { field } from '../../../../simulator/scenarios/field.ts';
import { aimRoute, alter, giveAddress, tag } from '../../../support/console-hands.ts';
import { OVERTAKEN } from '../../../support/overtaken.ts';
import { onStage, type Played, type Stage } from '../../../support/step-stage.ts';

type Clone = { instanceId: string; networkInterfaceId: string };

/** A takeover that went well, and beside its replacement one that nobody uses, of this generation or another. */
const onBeside = (story: (stage: Stage, clone: Clone) => Promise<void>): Promise<void> =>
  onStage({}, async (stage) => {
    const { instanceId } = await stage.launch();
    await stage.perform('move-traffic', 'stop-failed', 'verify-traffic');
    await story(stage, besideOf(stage, instanceId));
  });

function besideOf({ simulation: { world } }: Stage, instanceId: string, generation = '1'): Clone {
  const own = truth(world.ec2.instances, instanceId);
  if (!own) throw new Error(`${instanceId} is not there`);
  const { id, networkInterfaceIds } = machineBeside(world, own);
  const tags = { 'failover:appliance': 'sophos', 'failover:role': 'replacement', 'failover:generation': generation };
  tag(world, id, tags);
  return { instanceId: id, networkInterfaceId: networkInterfaceIds[0] ?? '' };
}

const terminated = (stage: Stage): unknown[] =>
  stage.simulation.world.calls.flatMap(({ action, input }) => (action === 'TerminateInstances' ? [input] : []));

const failure = { Error: 'RefusedError', Cause: JSON.stringify({ errorMessage: 'a permission is missing' }) };

describe('at the end of a takeover that went well', () => {
  test('whatever else was launched for it is given up, once everything follows the active one', () =>
    onBeside(async (stage, { instanceId }) => {
      const { changes, output } = await stage.play('close-takeover');
      expect(changes.at(-1)).toBe('TerminateInstances');
      expect(terminated(stage)).toEqual([{ InstanceIds: [instanceId] }]);
      expect(output).toMatchObject({ ok: true, record: { problems: [] } });
    }));

  test.each([
    [
      'the address was given to',
      (stage: Stage, { networkInterfaceId }: Clone) =>
        giveAddress(stage.simulation.world, { allocationId: stage.plan.address.allocationId, networkInterfaceId }),
    ],
    [
      'a route was led to',
      (stage: Stage, { networkInterfaceId }: Clone) => {
        const [{ routeTableId, destination } = { routeTableId: '', destination: '' }] = stage.plan.routes;
        aimRoute(stage.simulation.world, { routeTableId, destination, target: networkInterfaceId });
      },
    ],
    [
      'may carry traffic, which cannot be read,',
      (stage: Stage) => stage.simulation.inject({ kind: 'deny', action: 'DescribeRouteTables' }),
    ],
    [
      'does not say of which generation it is',
      ({ simulation }: Stage, { instanceId }: Clone) =>
        tag(simulation.world, instanceId, { 'failover:generation': '' }),
    ],
    [
      'is of a newer generation',
      ({ simulation }: Stage, { instanceId }: Clone) =>
        tag(simulation.world, instanceId, { 'failover:generation': '5' }),
    ],
    [
      'is stopping already',
      ({ simulation }: Stage, { instanceId }: Clone) => alter(simulation.world, instanceId, { state: 'stopping' }),
    ],
  ])('one that %s is left alone', (_, meddle) =>
    onBeside(async (stage, clone) => {
      meddle(stage, clone);
      expect(await stage.play('close-takeover')).toMatchObject({ error: '' });
      expect(terminated(stage)).toEqual([]);
    }),
  );

  test('what may not be ended is left behind, and the takeover has gone well all the same', () =>
    onBeside(async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'TerminateInstances' });
      expect(await stage.play('close-takeover')).toMatchObject({ error: '', output: { ok: true } });
    }));

  test.each(OVERTAKEN)('nothing is given up when $what', ({ overtake, redriveCount }) =>
    onBeside(async (stage) => {
      overtake(stage);
      await stage.play('close-takeover', { redriveCount });
      expect(terminated(stage)).toEqual([]);
    }),
  );
});

describe('at the end of a takeover that failed before it moved anything', () => {
  const close = (stage: Stage): Promise<Played> => stage.play('close-takeover', { done: { failure } });

  test('its own replacement is left for the next one, and what earlier ones left is given up', () =>
    onStage({}, async (stage) => {
      const own = await stage.launch();
      const earlier = besideOf(stage, own.instanceId, '1');
      expect(await close(stage)).toMatchObject({ changes: ['TerminateInstances'], output: { ok: false } });
      expect(terminated(stage)).toEqual([{ InstanceIds: [earlier.instanceId] }]);
    }));

  test('one is left for the next when nobody heard of its own', () =>
    onStage({}, async (stage) => {
      const own = await stage.launch();
      const other = besideOf(stage, own.instanceId);
      const { claim } = stage.done;
      stage.done = claim ? { claim } : {};
      await close(stage);
      expect(terminated(stage)).toHaveLength(1);
      const gone = field(terminated(stage)[0], 'InstanceIds', '0');
      expect([own.instanceId, other.instanceId]).toContain(gone);
    }));

  test('and nothing is done when the address cannot be read', () =>
    onStage({}, async (stage) => {
      const own = await stage.launch();
      besideOf(stage, own.instanceId);
      stage.simulation.inject({ kind: 'deny', action: 'DescribeAddresses' });
      expect(await close(stage)).toMatchObject({ error: '', changes: [] });
    }));
});
