/** LateLaunches, by CloseTakeover: a replacement whose launch response was lost is terminated, unless it may be wanted or that is unknown. */
import { describe, expect, test } from '@jest/globals';
import { truth } from '../../../../simulator/account/consistency.ts';
import { machineBeside } from '../../../../simulator/account/faults/by-hand.ts';
import { field } from '../../../../simulator/account/field.ts';
import { aimRoute, alter, giveAddress, tag } from '../../../support/console-hands.ts';
import { OVERTAKEN } from '../../../support/overtaken.ts';
import { alterLaunched } from '../../../support/own-launch.ts';
import { onStage, type Played, type Stage } from '../../../support/step-stage.ts';

type Clone = { instanceId: string; networkInterfaceId: string };

/** Launched by this execution, of which it has not heard. */
function besideOf({ simulation, startDate }: Stage, instanceId: string, generation = '1'): Clone {
  const { world } = simulation;
  const own = truth(world.ec2.instances, instanceId);
  if (!own) throw new Error(`${instanceId} is not there`);
  const { id, networkInterfaceIds } = machineBeside(world, own);
  const tags = { 'failover:appliance': 'sophos', 'failover:role': 'replacement', 'failover:generation': generation };
  tag(world, id, tags);
  alterLaunched(simulation, id, { startDate });
  return { instanceId: id, networkInterfaceId: networkInterfaceIds[0] ?? '' };
}

/** A takeover that went well, and beside its replacement one that it has launched without hearing of it. */
const onBeside = (story: (stage: Stage, clone: Clone) => Promise<void>): Promise<void> =>
  onStage({}, async (stage) => {
    const { instanceId } = await stage.launch();
    await stage.perform('move-traffic', 'stop-failed', 'verify-traffic');
    await story(stage, besideOf(stage, instanceId));
  });

const terminated = (stage: Stage): unknown[] =>
  stage.simulation.world.calls.flatMap(({ action, input }) => (action === 'TerminateInstances' ? [input] : []));

describe('at the end of a takeover that went well', () => {
  test('it is given up, once everything follows the active one, and the record says so', () =>
    onBeside(async (stage, { instanceId }) => {
      const { changes, output } = await stage.play('close-takeover');
      expect(changes.at(-1)).toBe('TerminateInstances');
      expect(terminated(stage)).toEqual([{ InstanceIds: [instanceId] }]);
      expect(output).toMatchObject({ ok: true, record: { problems: [] } });
      const [last] = [field(output, 'record', 'changes')].flat().slice(-1);
      const change = `${instanceId}, launched and not used`;
      expect(last).toEqual({ at: expect.stringMatching(/^2026-/), change, from: 'running', to: 'terminated' });
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
      'is not listed, as the list is denied,',
      (stage: Stage) => stage.simulation.inject({ kind: 'deny', action: 'DescribeTags' }),
    ],
    [
      'another principal launched with all our tags',
      ({ simulation }: Stage, { instanceId }: Clone) =>
        alter(simulation.world, instanceId, { clientToken: 'a-token-of-theirs' }),
    ],
    [
      'does not say of which generation it is',
      ({ simulation }: Stage, { instanceId }: Clone) =>
        tag(simulation.world, instanceId, { 'failover:generation': '' }),
    ],
    [
      'an earlier takeover has launched',
      ({ simulation }: Stage, { instanceId }: Clone) =>
        tag(simulation.world, instanceId, { 'failover:generation': '0' }),
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

  test.each([0, 1, 2])('it is left to others when the record is in a hurry (%s)', (at) =>
    onBeside(async (stage) => {
      const [action, seconds] = (
        [
          ['DescribeAddresses', 4.5],
          ['DescribeInstances', 5],
          ['DescribeRouteTables', 5],
        ] as const
      )[at] as [string, number];
      stage.simulation.inject({ kind: 'slow', action, seconds });
      expect(await stage.play('close-takeover')).toMatchObject({ error: '', output: { ok: true } });
      expect(terminated(stage)).toEqual([]);
    }),
  );

  test('what may not be ended is left behind, and the record says nothing of it', () =>
    onBeside(async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'TerminateInstances' });
      const { output } = await stage.play('close-takeover');
      expect(output).toMatchObject({ ok: true, record: { problems: [] } });
      expect(JSON.stringify(field(output, 'record', 'changes'))).not.toContain('unheard');
    }));

  test.each(OVERTAKEN)('nothing is given up when $what', ({ overtake, redriveCount }) =>
    onBeside(async (stage) => {
      overtake(stage);
      await stage.play('close-takeover', { redriveCount });
      expect(terminated(stage)).toEqual([]);
    }),
  );

  test('nothing is given up while the replacement is silent: another may be gone on with', () =>
    onBeside(async (stage) => {
      const verify = { answered: false, giveUp: true, at: '2026-11-21T03:20:00.000Z', detail: 'no answer' };
      await stage.play('close-takeover', { done: { verify } });
      expect(terminated(stage)).toEqual([]);
    }));
});

describe('at the end of a takeover that failed before it moved anything', () => {
  const failure = { Error: 'RefusedError', Cause: JSON.stringify({ errorMessage: 'a permission is missing' }) };
  const close = (stage: Stage, more: object = {}): Promise<Played> =>
    stage.play('close-takeover', { done: { failure, ...more } });

  test('its own replacement is left for the next one, and a launch whose response was lost is terminated', () =>
    onStage({}, async (stage) => {
      const own = await stage.launch();
      const { instanceId } = besideOf(stage, own.instanceId);
      expect(await close(stage)).toMatchObject({ changes: ['TerminateInstances'], output: { ok: false } });
      expect(terminated(stage)).toEqual([{ InstanceIds: [instanceId] }]);
    }));

  test('one is left when none is known', () =>
    onStage({}, async (stage) => {
      const own = await stage.launch();
      const other = besideOf(stage, own.instanceId);
      const values = { imageId: 'ami-00000000000000abc' };
      alterLaunched(stage.simulation, other.instanceId, { values, startDate: stage.startDate });
      const { claim } = stage.done;
      stage.done = claim ? { claim } : {};
      await close(stage);
      expect(terminated(stage)).toEqual([{ InstanceIds: [other.instanceId] }]);
    }));

  test('nothing is listed or terminated when it was never claimed', () =>
    onStage({}, async (stage) => {
      const own = await stage.launch();
      besideOf(stage, own.instanceId);
      stage.done = {};
      expect(await close(stage)).toMatchObject({ changes: [], output: { ok: false, record: { claimed: false } } });
    }));

  test('the last one that lives is left when its own is dead, even if EC2 still shows that one', () =>
    onStage({}, async (stage) => {
      const own = await stage.launch();
      const other = besideOf(stage, own.instanceId);
      alter(stage.simulation.world, other.instanceId, { imageId: 'ami-00000000000000abc' });
      const { instanceId } = own;
      const replacement = { outcome: 'dead', instanceId, why: 'stuck', scope: 'placement', terminate: true } as const;
      await close(stage, { replacement });
      expect(terminated(stage)).toEqual([]);
    }));

  test('and nothing is done when the address cannot be read', () =>
    onStage({}, async (stage) => {
      const own = await stage.launch();
      besideOf(stage, own.instanceId);
      stage.simulation.inject({
        kind: 'fail',
        action: 'DescribeAddresses',
        code: 'AuthFailure',
        status: 401,
        times: 1,
      });
      expect(await close(stage)).toMatchObject({ error: '', changes: [] });
    }));
});
