/** The watch sees what our functions do to images, and leaves people's deeds to people. */

import { CreateTagsCommand, DeregisterImageCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { callers } from '../../../../simulator/account/caller.ts';
import { allTrue } from '../../../../simulator/account/consistency.ts';
import { clientsFor } from '../../../../simulator/stories/shared-clients.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { takeImage } from '../../../support/account-images.ts';
import { onSwept } from '../../../support/swept.ts';

const GOOD = { Name: 'sophos', [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev', [TAG.image]: 'good' };

const { ec2 } = clientsFor('ap-northeast-1');

const as = (name: string, { world }: Simulation, deed: () => Promise<unknown>): Promise<unknown> =>
  callers.run({ name, dead: false, world }, deed);

const deregister = (id: string) => () => ec2.send(new DeregisterImageCommand({ ImageId: id }));

const callGood = (id: string) => () =>
  ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: TAG.image, Value: 'good' }] }));

/** Oldest first. */
const nights = (count: number): number[] => Array.from({ length: count }, (_, night) => 24 * (count - night));

describe('the watch over images', () => {
  test('reports S7 when a function lets the newest good one go', () =>
    onSwept({}, async (simulation) => {
      const id = takeImage(simulation, { tags: GOOD, sourceInstanceId: 'i-0123456789abcdef0' });
      await as('prune-images', simulation, deregister(id));
      expect(simulation.watch.violations).toEqual([
        expect.stringMatching(/S7: prune-images .* newest 7 good ones/),
        expect.stringMatching(/S18: prune-images deregistered ami-\w+, the newest good image of the line of /),
      ]);
    }));

  test('reports S7 when an image goes that was good until a stranger marked it otherwise, long enough to be seen', () =>
    onSwept({}, async (simulation, active) => {
      const [first = '', second = ''] = nights(9).map((ageHours) =>
        takeImage(simulation, { tags: GOOD, ageHours, from: active }),
      );
      simulation.inject({ kind: 'tag-by-stranger', resourceId: first, tags: { [TAG.image]: 'failed' } });
      await simulation.clock.sleep(200_000);
      simulation.inject({ kind: 'tag-by-stranger', resourceId: second, tags: { [TAG.image]: 'failed' } });
      await as('prune-images', simulation, deregister(first));
      await as('prune-images', simulation, deregister(second));
      expect(simulation.watch.violations).toEqual([
        expect.stringContaining(`S7: prune-images deregistered ${first}, which was called good, and only a tag says`),
      ]);
    }));

  test('reports S7 for what is of no appliance', () =>
    onSwept({}, async (simulation) => {
      const id = takeImage(simulation, { tags: {} });
      await as('prune-images', simulation, deregister(id));
      expect(simulation.watch.violations).toEqual([expect.stringMatching(/S7: .* which is of no appliance/)]);
    }));

  test('reports S8 when an image of a dead instance is called good', () =>
    onSwept({}, async (simulation, active) => {
      const id = takeImage(simulation, { tags: { ...GOOD, [TAG.image]: 'candidate' }, sourceInstanceId: active });
      simulation.inject({ kind: 'instance-dead', instanceId: active });
      await simulation.clock.sleep(180_000);
      await as('accept-image', simulation, callGood(id));
      expect(simulation.watch.violations).toEqual([expect.stringMatching(/S8: .* not healthy/)]);
    }));

  test('reports S8 when the state of the active instance is unknown, because its zone is dark', () =>
    onSwept({}, async (simulation, active) => {
      const id = takeImage(simulation, { tags: { ...GOOD, [TAG.image]: 'candidate' }, sourceInstanceId: active });
      simulation.inject({ kind: 'zone-lost', zone: 'ap-northeast-1a' });
      await simulation.clock.sleep(60_000);
      await as('accept-image', simulation, callGood(id));
      expect(simulation.watch.violations).toEqual([expect.stringMatching(/S8: .* not healthy/)]);
    }));

  test('reports S7 for each image that is pruned while the zone of an instance is dark', () =>
    onSwept({}, async (simulation, active) => {
      const [oldest] = nights(8).map((ageHours) => takeImage(simulation, { tags: GOOD, ageHours, from: active }));
      simulation.inject({ kind: 'zone-lost', zone: 'ap-northeast-1a' });
      await simulation.clock.sleep(60_000);
      await as('prune-images', simulation, deregister(oldest ?? ''));
      expect(simulation.watch.violations).toEqual([expect.stringMatching(/S7: .* while a zone .* was lost/)]);
    }));

  test('does not count what a stranger has tagged like ours among the newest seven', () =>
    onSwept({}, async (simulation, active) => {
      const taken = nights(7).map((ageHours) => takeImage(simulation, { tags: GOOD, ageHours, from: active }));
      const [seventh, newest] = [taken[0], taken.at(-1)];
      simulation.inject({ kind: 'foreign-image-tagged-like-ours', imageId: newest ?? '' });
      await as('prune-images', simulation, deregister(seventh ?? ''));
      expect(simulation.watch.violations).toEqual([expect.stringMatching(/S7: .* newest 7 good ones/)]);
    }));

  test('reports S7 when a function deregisters a copy, with any tags', () =>
    onSwept({}, async (simulation, active) => {
      const [oldest = ''] = nights(9).map((ageHours) => takeImage(simulation, { tags: GOOD, ageHours, from: active }));
      simulation.inject({ kind: 'image-copied', image: oldest, tags: 'all', family: 'sophos' });
      await simulation.clock.sleep(1_800_000);
      const copy = allTrue(simulation.world.ec2.images).find(({ sourceImageId }) => sourceImageId === oldest);
      await as('prune-images', simulation, deregister(copy?.id ?? ''));
      expect(simulation.watch.violations).toContainEqual(
        expect.stringMatching(/S7: .* which is a copy, or is of no known instance/),
      );
    }));

  test('does not count copies among the newest seven', () =>
    onSwept({}, async (simulation, active) => {
      const [seventh = ''] = nights(7).map((ageHours) => takeImage(simulation, { tags: GOOD, ageHours, from: active }));
      for (const image of [0, 1, 2]) simulation.inject({ kind: 'image-copied', image, tags: 'all', family: 'sophos' });
      await simulation.clock.sleep(1_800_000);
      await as('prune-images', simulation, deregister(seventh));
      expect(simulation.watch.violations).toEqual([expect.stringMatching(/S7: .* newest 7 good ones/)]);
    }));

  test('excuses a function that calls an image good at the moment at which EC2 stops its instance', () =>
    onSwept({}, async (simulation, active) => {
      const id = takeImage(simulation, { tags: { ...GOOD, [TAG.image]: 'candidate' }, sourceInstanceId: active });
      simulation.inject({ kind: 'stopped-by-ec2', instanceId: active });
      await as('accept-image', simulation, callGood(id));
      expect(simulation.watch.violations).toEqual([]);
    }));

  test('says nothing of what people do', () =>
    onSwept({}, async (simulation, active) => {
      const id = takeImage(simulation, { tags: GOOD, sourceInstanceId: active });
      await as('person', simulation, deregister(id));
      expect(simulation.watch.violations).toEqual([]);
    }));
});
