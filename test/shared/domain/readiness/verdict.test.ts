/** What many checks add up to, and the judgements that no simulated account reaches. */
import { describe, expect, test } from '@jest/globals';
import {
  imageAgeHours,
  judgeImageAge,
  judgeImageExists,
  judgeProofAge,
} from '../../../../shared/domain/readiness/images.ts';
import { allUnknown } from '../../../../shared/domain/readiness/judges.ts';
import {
  answerOf,
  type Check,
  type Facts,
  READINESS_CHECKS,
  type Readiness,
} from '../../../../shared/domain/readiness/verdict.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { anImage } from '../../../support/images.ts';

const checks = (...verdicts: Readiness[]): Check[] =>
  verdicts.map((verdict, at) => ({ check: READINESS_CHECKS[at] ?? 'probe', verdict, sentence: '' }));

describe('many checks are one answer', () => {
  test.each([
    ['yes, when nothing stands against it', ['ready', 'not-testable'], 'ready'],
    ['no, as soon as one is red, also beside unknown ones', ['ready', 'unknown', 'not-ready'], 'not-ready'],
    ['neither, when one of them is unknown', ['ready', 'ready', 'unknown'], 'unknown'],
    ['neither while a takeover runs', allUnknown('a takeover is running').map(({ verdict }) => verdict), 'unknown'],
  ] as const)('%s', (_why, verdicts, answer) => expect(answerOf(checks(...verdicts))).toBe(answer));
});

describe('the age of the newest good image', () => {
  const at = (schedule: string, ageHours: number): Readiness => {
    const now = '2026-11-21T03:00:00.000Z';
    const takenAt = new Date(Date.parse(now) - ageHours * 3_600_000).toISOString();
    const rotation = { ...anAppliance().rotation, schedule };
    const images = { found: 'read' as const, answer: [{ id: 'ami-1', name: '', createdAt: now, takenAt, tags: {} }] };
    return judgeImageAge({ appliance: anAppliance({ rotation }), images, now } as Parameters<typeof judgeImageAge>[0])
      .verdict;
  };

  test.each([
    ['cron(0 3 * * ? *)', 26, 'ready'],
    ['cron(0 3 * * ? *)', 26.1, 'not-ready'],
    ['rate(6 hours)', 26, 'ready'],
    ['cron(0 3 ? * SUN *)', 170, 'ready'],
    ['cron(0 3 ? * SUN *)', 170.1, 'not-ready'],
    ['cron(0 3 ? * MON-FRI *)', 75, 'not-ready'],
    ['rate(2 days)', 51, 'not-ready'],
  ] as const)('of %s may be so much: %s h is %s', (schedule, hours, verdict) =>
    expect(at(schedule, hours)).toBe(verdict),
  );
});

describe('an image of which nothing proves when its content was taken', () => {
  const now = '2026-11-21T03:00:00.000Z';
  const copied = {
    id: 'ami-copy',
    name: '',
    createdAt: '2026-11-21T02:00:00.000Z',
    sourceImageId: 'ami-gone',
    tags: {},
  };
  const factsOf = (answer: object) =>
    ({ appliance: anAppliance(), images: { found: 'read', answer: [answer] }, now }) as unknown as Facts;

  test('is not ready, though it was copied an hour ago, and the sentence says why', () =>
    expect(judgeImageAge(factsOf(copied))).toEqual({
      verdict: 'not-ready',
      sentence:
        'when the content of the newest good image ami-copy was taken is unknown: it was copied on 2026-11-21T02:00:00.000Z from ami-gone, which no longer exists in this Region; start a rotation',
    }));

  test('and no source either was registered or copied', () =>
    expect(judgeImageAge(factsOf({ ...copied, sourceImageId: undefined })).sentence).toContain(
      'EC2 records no instance that it was taken of, so it was copied or registered on 2026-11-21T02:00:00.000Z',
    ));

  test('exists, of unknown age, and publishes no age', () => {
    expect(judgeImageExists(factsOf(copied)).sentence).toBe('the newest good image is ami-copy, of unknown age');
    expect(imageAgeHours(factsOf(copied))).toBeUndefined();
  });
});

describe('an image that is named by its id', () => {
  const appliance = anAppliance({ image: 'ami-1' });
  const image = anImage({ id: 'ami-1', createdAt: '2025-11-21T03:00:00.000Z', takenAt: undefined });
  const answer = [{ ...image, takenAt: image.createdAt }];
  const facts = { appliance, images: { found: 'read', answer }, now: '2026-11-21T03:00:00.000Z' } as unknown as Facts;

  test('is never too old, and how old it is is said', () =>
    expect(judgeImageAge(facts)).toEqual({
      verdict: 'ready',
      sentence:
        'the image is fixed: every takeover uses ami-1, 8760 h old, and no rotation renews it; what was configured since would be lost',
    }));

  test('may be of unknown age, as a copy is', () =>
    expect(judgeImageAge({ ...facts, images: { found: 'read', answer: [image] } })).toMatchObject({
      verdict: 'ready',
      sentence: expect.stringMatching(/every takeover uses ami-1, of unknown age, and/),
    }));

  test('is proven by no rotation', () =>
    expect(judgeProofAge(facts)).toMatchObject({
      verdict: 'not-testable',
      sentence: expect.stringMatching(/^the image is fixed, and no rotation proves it/),
    }));

  test('and is gone is fixed in the configuration, and by no rotation', () =>
    expect(judgeImageExists({ ...facts, images: { found: 'missing', why: 'image: none' } })).toEqual({
      verdict: 'not-ready',
      sentence: 'image: none; configure an image that this account has, or the Name of its images',
    }));
});
