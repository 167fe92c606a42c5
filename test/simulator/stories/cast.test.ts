/** The roles of a scenario file become ids: each fault strikes what its sentence says. */
import { describe, expect, test } from '@jest/globals';
import { castFault, faultSentence } from '../../../simulator/account/faults/all.ts';
import type { Fault } from '../../../simulator/account/faults/fault.ts';
import type { Cast } from '../../../simulator/account/faults/roles.ts';
import { switchOn } from '../../../simulator/account/faults/switch.ts';
import { castOf } from '../../../simulator/stories/cast.ts';
import { parseScenario } from '../../../simulator/stories/schema.ts';
import { inAccount } from '../../support/simulated-account.ts';

/** As it stands in a file; the strict schema reads it. */
function told(cast: Cast, fault: object): { fault: Fault; sentence: string } {
  const moments = JSON.stringify([{ atSeconds: 0, fault }]);
  const file = `{ "name": "a-story", "title": "A story", "when": ${moments}, "then": { "outcome": "nothing" } }`;
  const [moment] = parseScenario(JSON.parse(file), 'a-story.json').when;
  if (!moment || !('fault' in moment)) throw new Error('the moment is not about a fault');
  return { fault: castFault(cast, moment.fault), sentence: faultSentence(cast, moment.fault) };
}

describe('faults of images in a scenario', () => {
  test.each([
    ['image-protected', 'newest', 0],
    ['snapshot-shared', 'previous', 1],
    ['foreign-image-tagged-like-ours', 'oldest', 2],
  ] as const)('%s means the %s image', (kind, image, index) =>
    inAccount({}, async ({ world, appliance, ids }) => {
      const imageId = ids.imageIds[index] ?? '';
      const { fault, sentence } = told(castOf(world, appliance), { kind, image });
      expect(fault).toEqual({ kind, imageId });
      expect(sentence).toContain(imageId);
    }),
  );

  test('a type that is not offered may be the one of the active instance, in a zone by its role', () =>
    inAccount({}, async ({ world, appliance }) => {
      const { fault, sentence } = told(castOf(world, appliance), {
        kind: 'type-not-offered',
        type: 'live',
        zone: 'other',
      });
      expect(fault).toEqual({ kind: 'type-not-offered', type: 'm5.large', zone: 'ap-northeast-1c' });
      expect(sentence).toBe('EC2 does not have m5.large in ap-northeast-1c');
    }));

  test("a stranger's image never takes a part in the story", () =>
    inAccount({}, async ({ world, appliance, ids }) => {
      switchOn(world, { kind: 'foreign-image-tagged-like-ours', imageId: ids.imageIds[0] ?? '' });
      expect(castOf(world, appliance).images).toEqual(ids.imageIds);
    }));
});
