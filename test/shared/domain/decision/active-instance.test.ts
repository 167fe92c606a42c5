/** Who is active: what a principal that may only tag the address can write decides nothing. */
import { describe, expect, test } from '@jest/globals';
import {
  type ActiveFacts,
  activeBefore,
  isMovedByHand,
  withLastHolder,
} from '../../../../shared/domain/decision/active-instance.ts';
import type { PastTakeover } from '../../../../shared/domain/decision/history.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { anAddress } from '../../../support/snapshots.ts';

const movedTo = (to: string, more: object = {}): PastTakeover =>
  ({
    generation: 1,
    status: 'SUCCEEDED',
    startedAt: '',
    record: { moved: true, undone: false, to, ...more },
  }) as PastTakeover;

const at = (instanceId: string | undefined, tag: string | undefined) =>
  anAddress({
    instanceId,
    networkInterfaceId: undefined,
    tags: tag === undefined ? {} : { [TAG.activeInstance]: tag },
  });

const facts = (more: Partial<ActiveFacts> = {}): ActiveFacts => ({ past: [], ...more });

describe('an address was moved by hand', () => {
  test.each<[string, ActiveFacts]>([
    ['when no fact knows its holder', facts()],
    ['when the alarm watches another instance', facts({ watched: 'i-before' })],
    [
      'when the holder was only imaged before a takeover moved the traffic',
      facts({ past: [movedTo('i-before')], imagedFrom: 'i-holder' }),
    ],
    ['when the takeover to the holder was undone', facts({ past: [movedTo('i-holder', { undone: true })] })],
  ])('%s', (_, known) => expect(isMovedByHand(at('i-holder', 'i-before'), undefined, known)).toBe(true));

  test.each<[string, ActiveFacts]>([
    ['when a takeover moved the traffic to the holder', facts({ past: [movedTo('i-holder')] })],
    ['when the alarm watches the holder', facts({ watched: 'i-holder' })],
    ['when the newest image was taken of the holder', facts({ imagedFrom: 'i-holder' })],
  ])('not %s, for any value of the tag', (_, known) =>
    expect(isMovedByHand(at('i-holder', 'i-database'), undefined, known)).toBe(false),
  );

  test.each([undefined, 'i-holder'])('not when the tag is %s', (tag) =>
    expect(isMovedByHand(at('i-holder', tag), undefined, facts())).toBe(false),
  );
});

describe('who held an address that is attached to nothing', () => {
  const held = (tag: string | undefined, known: ActiveFacts) =>
    withLastHolder(at(undefined, tag), known).tags[TAG.activeInstance];

  test.each<[string, string | undefined, ActiveFacts, string | undefined]>([
    ['the tag, as long as nothing else is known', 'i-tag', facts(), 'i-tag'],
    ['what the alarm watches, for any value of the tag', 'i-tag', facts({ watched: 'i-watched' }), 'i-watched'],
    [
      'the tag, when a takeover confirms it and the alarm lags behind',
      'i-new',
      facts({ watched: 'i-old', past: [movedTo('i-new')] }),
      'i-new',
    ],
    ['the end of the newest move, without a tag', undefined, facts({ past: [movedTo('i-new')] }), 'i-new'],
    ['the source of the newest image, against a tag', 'i-tag', facts({ imagedFrom: 'i-imaged' }), 'i-imaged'],
    [
      'none, when there is only an image: it was never adopted',
      undefined,
      facts({ imagedFrom: 'i-imaged' }),
      undefined,
    ],
  ])('%s', (_, tag, known, expected) => expect(held(tag, known)).toBe(expected));

  test('an address that is attached keeps its tags', () => {
    const address = at('i-holder', 'i-tag');
    expect(withLastHolder(address, facts({ watched: 'i-watched' }))).toBe(address);
  });
});

describe('which instance was active before the holder', () => {
  test.each<[string, string | undefined, string | undefined, string | undefined]>([
    ['the alarm says it', 'i-before', 'i-before', 'i-before'],
    ['the alarm says it, though the tag names the holder', 'i-before', 'i-holder', 'i-before'],
    ['none, when the alarm watches the holder, for any instance in the tag', 'i-holder', 'i-theirs', undefined],
    ['the tag says it where there is no alarm', undefined, 'i-before', 'i-before'],
    ['none, when nothing is recorded', undefined, undefined, undefined],
  ])('%s', (_, watched, tag, before) => expect(activeBefore(at('i-holder', tag), watched)).toBe(before));
});
