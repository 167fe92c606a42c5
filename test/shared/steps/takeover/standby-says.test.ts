/** The standby as a source of a replacement: why it is not used, in the log, and in which order it is taken. */
import { describe, expect, test } from '@jest/globals';
import { RefusedError, TransientError } from '../../../../shared/domain/errors.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../../shared/domain/takeover/takeover-plan.ts';
import type { Done } from '../../../../shared/steps/takeover/facts.ts';
import type { TakeoverInput } from '../../../../shared/steps/takeover/input.ts';
import { replacedStandby, standby } from '../../../../shared/steps/takeover/standby.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import type { World } from '../../../../simulator/account/world.ts';
import { alter, tag } from '../../../support/console-hands.ts';
import { takeoverArnOf } from '../../../support/genuine.ts';
import { kept } from '../../../support/kept-stage.ts';
import { rotate } from '../../../support/rotation-stage.ts';
import { onStage, type Stage } from '../../../support/step-stage.ts';
import { withDeps } from '../../../support/with-deps.ts';

type Kept = { stage: Stage; id: string };

const onKept = (tier: 'running' | 'stopped', story: (seen: Kept) => Promise<void>): Promise<void> =>
  onStage(
    {
      ...kept(tier),
      before: async (simulation) => {
        const { record } = await rotate(simulation);
        await simulation.clock.sleep(60_000);
        if (tier === 'stopped') alter(simulation.world, record.standby?.instanceId ?? '', { state: 'stopped' });
      },
    },
    (stage) => story({ stage, id: stage.plan.standby?.instanceId ?? '' }),
  );

type Given = { planned?: Partial<NonNullable<TakeoverPlan['standby']>>; done?: Done };

/** `taken` is undefined where it is not used; `logged` are the warnings. */
async function use({ stage: { simulation, plan } }: Kept, { planned, done = {} }: Given = {}) {
  const logged: unknown[] = [];
  const own = { ...plan, standby: plan.standby && { ...plan.standby, ...planned } };
  const input = { plan: own, executionArn: takeoverArnOf(simulation, plan), done } as TakeoverInput;
  const before = simulation.world.calls.length;
  const taken = await withDeps(simulation, async (deps) => (await standby(input, deps)).take?.(deps), {
    log: (entry) => void logged.push(entry),
  });
  const calls = simulation.world.calls.slice(before).map(({ action }) => action);
  return { taken, logged, changes: calls.filter((action) => !/^(Describe|Get|List)/.test(action)) };
}

const warning = (id: string, why: string) => [{ level: 'warn', message: `the standby ${id} is not used: ${why}` }];

const refusal = (id: string, doing: string): RegExp =>
  new RegExp(`^the standby ${id} is not used: ${doing} ${id}: UnauthorizedOperation`);

describe('a standby is not used, and the log says that', () => {
  const OTHER = 'it is another instance than the plan has read';

  test.each<[string, string, (world: World, id: string) => void]>([
    ['by its state', 'it is stopped', (world, id) => alter(world, id, { state: 'stopped' })],
    ['by its role', 'its role is proof', (world, id) => tag(world, id, { [TAG.role]: 'proof' })],
    ['of another appliance', 'its role is standby', (world, id) => tag(world, id, { [TAG.appliance]: 'vpn' })],
    [
      'of a later takeover',
      'its role is replacement',
      (world, id) => tag(world, id, { [TAG.role]: 'replacement', [TAG.generation]: '2' }),
    ],
    [
      'of an earlier number in another role',
      'its role is retired',
      (world, id) => tag(world, id, { [TAG.role]: 'retired', [TAG.generation]: '1' }),
    ],
    [
      'without a role',
      'its role is not tagged',
      (world, id) => alter(world, id, { tags: { [TAG.appliance]: 'sophos' } }),
    ],
    ['in another zone', OTHER, (world, id) => alter(world, id, { zone: 'ap-northeast-1a' })],
    ['of another image', OTHER, (world, id) => alter(world, id, { imageId: 'ami-0other' })],
    ['with another interface', OTHER, (world, id) => alter(world, id, { networkInterfaceIds: [] })],
    [
      'launched otherwise',
      'it differs from the blueprint: key, user data',
      (world, id) => alter(world, id, { keyName: 'another', userData: 'bm8=' }),
    ],
  ])('%s: %s', (_, why, meddle) =>
    onKept('running', async (seen) => {
      meddle(seen.stage.simulation.world, seen.id);
      expect(await use(seen)).toEqual({ taken: undefined, logged: warning(seen.id, why), changes: [] });
    }),
  );

  test('no rotation of ours kept it', () =>
    onKept('running', async (seen) => {
      const planned = { by: `${seen.stage.plan.standby?.by}-planted` };
      expect((await use(seen, { planned })).logged).toEqual(warning(seen.id, 'no rotation of ours kept it'));
    }));

  test('it is absent', () =>
    onKept('running', async (seen) => {
      const gone = 'i-0aaaaaaaaaaaaaaaa';
      expect((await use(seen, { planned: { instanceId: gone } })).logged).toEqual(warning(gone, 'it is absent'));
    }));

  test('EC2 refuses to tag it', () =>
    onKept('running', async (seen) => {
      seen.stage.simulation.inject({ kind: 'deny', action: 'CreateTags' });
      const { taken, logged } = await use(seen);
      expect(taken).toBeUndefined();
      expect(logged).toMatchObject([{ level: 'warn', message: expect.stringMatching(refusal(seen.id, 'tagging')) }]);
    }));

  test('it cannot be compared', () =>
    onKept('running', async (seen) => {
      seen.stage.simulation.inject({ kind: 'deny', action: 'DescribeInstanceAttribute' });
      const { logged, changes } = await use(seen);
      expect(logged).toMatchObject([{ message: expect.stringMatching(refusal(seen.id, '.*user data of')) }]);
      expect(changes).toEqual([]);
    }));
});

describe('a standby that runs', () => {
  test('is tagged, lets through and is opened, and is the replacement in its own place', () =>
    onKept('running', async (seen) => {
      const { stage, id } = seen;
      const { taken, changes } = await use(seen);
      const { subnetId, zone, imageId, type, networkInterfaceIds } = recordOf(seen) ?? {};
      expect(taken).toMatchObject({
        ...{ outcome: 'launched', instanceId: id, networkInterfaceId: networkInterfaceIds?.[0] },
        ...{ placement: { subnetId, zone, imageId, instanceType: type }, adopted: true, standby: true },
      });
      expect(changes.sort()).toEqual([
        'CreateTags',
        'ModifyNetworkInterfaceAttribute',
        'ModifyNetworkInterfaceAttribute',
      ]);
      expect(recordOf(seen)?.tags).toMatchObject({
        [TAG.role]: 'replacement',
        [TAG.generation]: `${stage.plan.generation}`,
      });
    }));

  test('is used again by a later takeover, when an earlier one has tagged it and died', () =>
    onKept('running', async (seen) => {
      tag(seen.stage.simulation.world, seen.id, { [TAG.role]: 'replacement', [TAG.generation]: '0' });
      expect((await use(seen)).taken).toMatchObject({ instanceId: seen.id });
    }));

  test('is not asked once EC2 has refused other places', () =>
    onKept('running', async (seen) => {
      const done = { launch: { outcome: 'some-refused' } } as unknown as Done;
      expect(await use(seen, { done })).toEqual({ taken: undefined, logged: [], changes: [] });
    }));

  test('that is not seen tagged in time is an error that is tried again', () =>
    onKept('running', async (seen) => {
      seen.stage.simulation.inject({ kind: 'stale-reads', seconds: 60 });
      const says = `${seen.id} was tagged and opened, and is not seen so yet`;
      await expect(use(seen)).rejects.toThrow(new TransientError(says));
    }));

  test('that cannot be tagged right now is an error that is tried again, and no reason to launch', () =>
    onKept('running', async (seen) => {
      const busy = { action: 'CreateTags', code: 'RequestLimitExceeded', status: 503, times: 99 };
      seen.stage.simulation.inject({ kind: 'fail', ...busy });
      await expect(use(seen)).rejects.not.toThrow(RefusedError);
    }));
});

describe('a standby that is stopped', () => {
  test('is started once it is tagged, so that what runs says whose it is', () =>
    onKept('stopped', async (seen) => {
      const { taken, changes } = await use(seen);
      expect(taken).toMatchObject({ instanceId: seen.id, standby: true });
      expect(changes.indexOf('StartInstances')).toBeGreaterThan(changes.indexOf('CreateTags'));
      expect(recordOf(seen)?.state).toMatch(/pending|running/);
    }));

  test('is not started before EC2 has taken its tags', () =>
    onKept('stopped', async (seen) => {
      const { simulation } = seen.stage;
      simulation.inject({ kind: 'slow', action: 'CreateTags', seconds: 4 });
      await use(seen);
      const last = (action: string) => simulation.world.calls.findLast((call) => call.action === action);
      expect(last('StartInstances')?.atMs).toBeGreaterThanOrEqual(last('CreateTags')?.endedAtMs ?? Infinity);
    }));

  test('and was started early is used while it is pending, and not started again', () =>
    onKept('stopped', async (seen) => {
      alter(seen.stage.simulation.world, seen.id, { state: 'pending' });
      const { taken, changes } = await use(seen);
      expect(taken).toMatchObject({ instanceId: seen.id });
      expect(changes).not.toContain('StartInstances');
    }));

  test('is not used while it is stopping', () =>
    onKept('stopped', async (seen) => {
      alter(seen.stage.simulation.world, seen.id, { state: 'stopping' });
      expect((await use(seen)).logged).toEqual(warning(seen.id, 'it is stopping'));
    }));

  test('is not used when EC2 has no capacity to start it', () =>
    onKept('stopped', async (seen) => {
      const full = { action: 'StartInstances', code: 'InsufficientInstanceCapacity', status: 500, times: 9 };
      seen.stage.simulation.inject({ kind: 'fail', ...full });
      expect((await use(seen)).taken).toBeUndefined();
    }));
});

describe('a standby that has the traffic and does not answer', () => {
  const verify = { replace: true } as unknown as NonNullable<Done['verify']>;

  test('is what the next launch replaces', () =>
    onKept('running', async ({ stage: { plan }, id }) => {
      const input = { plan, done: { verify } } as TakeoverInput;
      const networkInterfaceId = plan.standby?.networkInterfaceId;
      expect(replacedStandby(input)).toEqual({ instanceId: id, networkInterfaceId });
      expect(replacedStandby({ ...input, done: {} })).toBeFalsy();
      expect(replacedStandby({ ...input, plan: { ...plan, standby: undefined } })).toBeUndefined();
    }));
});

function recordOf({ stage, id }: Kept) {
  return truth(stage.simulation.world.ec2.instances, id);
}
