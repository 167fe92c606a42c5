/** AskPlacements: no placement is begun for which there is no time, and none is asked twice that has refused. */
import { describe, expect, test } from '@jest/globals';
import { field } from '../../../../simulator/account/field.ts';
import { idOf, launchInTurns, onClaimed } from '../../../support/claimed.ts';
import type { Stage } from '../../../support/step-stage.ts';

const TYPES = ['m6i.large', 'c5.large', 'c6i.large', 'r5.large', 'r6i.large'];
const many = { appliance: { instanceTypes: TYPES } };

const places = (stage: Stage): unknown[] =>
  stage.simulation.world.calls
    .filter(({ action }) => action === 'RunInstances')
    .map(({ input }) => [input.SubnetId, input.InstanceType, input.ImageId]);

const planned = ({ plan }: Stage): unknown[] =>
  plan.placements.map(({ subnetId, instanceType, imageId }) => [subnetId, instanceType, imageId]);

const secondsOf = ({ world }: Stage['simulation'], since: number): number[] =>
  world.calls
    .slice(since)
    .filter(({ action }) => action === 'RunInstances')
    .map(({ atMs }) => (atMs - (world.calls[since]?.atMs ?? 0)) / 1000);

describe('when many places refuse', () => {
  test('no further one is begun after ten seconds, and the next one is named with what has refused', () =>
    onClaimed(many, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity' });
      const since = stage.simulation.world.calls.length;
      const { output, error } = await stage.play('launch-replacement');
      const asked = places(stage).length;
      expect(error).toBe('');
      expect(asked).toBeLessThan(planned(stage).length);
      expect(output).toEqual({ outcome: 'some-refused', placementIndex: asked, refused: expect.any(Array) });
      expect(field(output, 'refused')).toHaveLength(asked);
      const begun = secondsOf(stage.simulation, since);
      expect(begun.at(-1)).toBeLessThan(11);
      expect(begun.at(-1)).toBeGreaterThan(5);
    }));

  test('each is asked once, in the order of the plan, however many calls that takes', () =>
    onClaimed(many, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity' });
      const played = await launchInTurns(stage);
      expect(played.length).toBeGreaterThan(5);
      // A request that was not answered is sent again for the same place.
      const distinct = new Set(places(stage).map((each) => JSON.stringify(each)));
      expect([...distinct]).toEqual(planned(stage).map((each) => JSON.stringify(each)));
      expect(played.at(-1)).toMatchObject({
        error: 'RefusedError',
        why: expect.stringMatching(/^every placement was/),
      });
      // A message has room for 2,000 characters; the first refusals are in it, and all are in the state of the execution.
      expect(played.at(-1)?.why.match(/InsufficientInstanceCapacity/g)?.length).toBeGreaterThan(20);
      expect(played.at(-1)?.why.length).toBeLessThanOrEqual(2_000);
    }));

  test('the one that does not is reported with all that did, from every call that asked them', () =>
    onClaimed(many, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity', zone: 'ap-northeast-1c' });
      const played = await launchInTurns(stage);
      expect(played.length).toBeGreaterThan(1);
      const { placements } = stage.plan;
      const index = placements.findIndex(({ zone }) => zone === 'ap-northeast-1d');
      expect(played.at(-1)?.output).toMatchObject({
        ...{ outcome: 'launched', placementIndex: index, placement: placements[index] },
        refused: placements.slice(0, index).map((placement) => ({ placement, code: 'InsufficientInstanceCapacity' })),
      });
    }));

  test('the first is asked at any time: no later attempt will have more of it', () =>
    onClaimed({}, async (stage) => {
      stage.simulation.inject({ kind: 'slow', action: 'DescribeAddresses', seconds: 5.5 });
      stage.simulation.inject({ kind: 'slow', action: 'DescribeExecution', seconds: 5.5 });
      stage.simulation.inject({ kind: 'lose-request', action: 'DescribeAddresses', times: 1 });
      expect(await stage.play('launch-replacement')).toMatchObject({ output: { outcome: 'launched' } });
    }));
});

describe('a place that gives no answer', () => {
  const secondFails = (code: string, status: number) =>
    ({ kind: 'fail', action: 'RunInstances', code, status, times: 1, skip: 1 }) as const;

  test.each([
    ['failed with a 5xx', secondFails('InternalError', 500)],
    ['was throttled', secondFails('RequestLimitExceeded', 503)],
    ['lost its answer', { kind: 'lose-answer', action: 'RunInstances', times: 1 }],
  ] as const)('is the first of the next call when it %s, and who has refused before is not asked again', (_, fault) =>
    onClaimed(many, async (stage) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 300 });
      stage.simulation.inject({ kind: 'no-capacity', type: 'm5.large', zone: 'ap-northeast-1c' });
      stage.simulation.inject(fault);
      const played = await launchInTurns(stage);
      expect(played.map(({ output }) => field(output, 'outcome'))).toEqual(['some-refused', 'launched']);
      expect(played[0]?.output).toMatchObject({ placementIndex: 1 });
      const [first, second] = planned(stage);
      expect(places(stage)).toEqual([first, second, second]);
      expect(stage.truth().instances.map(({ id }) => id)).toEqual([stage.old, ...played.slice(1).map(idOf)]);
    }),
  );

  test('is an error when it is the first, so that the next call waits before', () =>
    onClaimed(many, async (stage) => {
      stage.simulation.inject({ kind: 'fail', action: 'RunInstances', code: 'InternalError', status: 500, times: 1 });
      expect(await stage.play('launch-replacement')).toMatchObject({ error: 'TransientError' });
      expect(places(stage)).toHaveLength(1);
    }));

  test('and no other place could help ends the takeover, also when it is not the first', () =>
    onClaimed(many, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity', type: 'm5.large', zone: 'ap-northeast-1c' });
      stage.simulation.inject(secondFails('OptInRequired', 401));
      expect(await stage.play('launch-replacement')).toMatchObject({ error: 'RefusedError' });
    }));
});

test('after a death the next call goes on behind the places that have refused since', () =>
  onClaimed(many, async (stage) => {
    await stage.perform('launch-replacement');
    const [died = ''] = stage.truth().instances.flatMap(({ id }) => (id === stage.old ? [] : [id]));
    const replacement = {
      outcome: 'dead',
      instanceId: died,
      why: 'stuck',
      scope: 'placement',
      terminate: false,
    } as const;
    stage.done = { ...stage.done, replacement };
    stage.simulation.inject({ kind: 'no-capacity', zone: 'ap-northeast-1c' });
    const played = await launchInTurns(stage);
    expect(played.length).toBeGreaterThan(1);
    const index = stage.plan.placements.findIndex(({ zone }) => zone === 'ap-northeast-1d');
    expect(played.at(-1)?.output).toMatchObject({ outcome: 'launched', adopted: false, placementIndex: index });
    expect(places(stage)).toEqual(planned(stage).slice(0, index + 1));
  }));
