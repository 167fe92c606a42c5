/** The ledger that a rotation writes: who is listed, of which line, on trial or not, and how large it may become. */
import { describe, expect, test } from '@jest/globals';
import type { Ledger, LedgerImage } from '../../../../shared/domain/images/ledger.ts';
import {
  LEDGER_IMAGES_MAX,
  lineOfImage,
  type NextLedger,
  nextLedger,
} from '../../../../shared/domain/images/next-ledger.ts';

const NOW = '2026-11-21T03:10:00.000Z';
const hoursAgo = (hours: number): string => new Date(Date.parse(NOW) - hours * 3_600_000).toISOString();

const image = (id: string, sourceInstanceId: string | undefined, ageHours = 0) => ({
  ...{ id, takenAt: hoursAgo(ageHours), sourceInstanceId },
});

const aLedger = (ageHours: number, active: string, images: LedgerImage[], since?: string): Ledger => ({
  ...{ execution: `e-${ageHours}`, endedAt: hoursAgo(ageHours), active, images, orphans: [] },
  line: { because: 'answers', detail: 'x', since },
});

const next = (changes: Partial<NextLedger>): LedgerImage[] =>
  nextLedger({
    ...{ before: [], images: [], active: 'i-new', line: undefined, vouched: false, now: NOW },
    ...changes,
  });

const answers = { because: 'answers', detail: 'x' };
const OLD = { imageId: 'ami-old', sourceInstanceId: 'i-old' };
const trialOf = (ledger: LedgerImage[]) => ledger.filter(({ trial }) => trial).map(({ imageId }) => imageId);

describe('an image', () => {
  test('is listed with its instance and its date, the newest first', () =>
    expect(next({ images: [image('ami-1', 'i-new', 24), image('ami-2', 'i-new')] })).toEqual([
      { imageId: 'ami-2', sourceInstanceId: 'i-new', takenAt: NOW },
      { imageId: 'ami-1', sourceInstanceId: 'i-new', takenAt: hoursAgo(24) },
    ]));

  test('keeps the instance that an earlier record names, where EC2 names none', () =>
    expect(next({ before: [aLedger(24, 'i-old', [OLD])], images: [image('ami-old', undefined, 24)] })).toMatchObject([
      { imageId: 'ami-old', sourceInstanceId: 'i-old' },
    ]));

  test('continues the line of the instance that a takeover replaced, over several takeovers', () => {
    const second = next({ active: 'i-2', from: 'i-1', images: [image('ami-2', 'i-2')] });
    expect(second.map(lineOfImage)).toEqual(['i-1']);
    const third = next({
      before: [aLedger(24, 'i-2', second)],
      active: 'i-3',
      from: 'i-2',
      images: [image('ami-3', 'i-3')],
    });
    expect(third.map(lineOfImage)).toEqual(['i-1']);
  });
});

describe('a new line that only its probe speaks for', () => {
  const images = [image('ami-new', 'i-new'), image('ami-old', 'i-old', 48)];
  const before = [aLedger(48, 'i-old', [OLD])];

  test('is on trial, and the line before is not', () =>
    expect(trialOf(next({ before, images, line: answers }))).toEqual(['ami-new']));

  test('is not when a person vouched for it, or when there is no other line', () => {
    expect(trialOf(next({ before, images, line: answers, vouched: true }))).toEqual([]);
    expect(trialOf(next({ images: [image('ami-new', 'i-new')], line: answers }))).toEqual([]);
  });

  test('stays on trial for a day, and until a later rotation finds it in place', () => {
    const listed: LedgerImage[] = [{ imageId: 'ami-new', sourceInstanceId: 'i-new', trial: true }, OLD];
    const trialAfter = (hours: number) =>
      trialOf(next({ before: [aLedger(hours, 'i-new', listed, hoursAgo(hours)), ...before], images, line: answers }));
    expect([trialAfter(1), trialAfter(23), trialAfter(25)]).toEqual([['ami-new'], ['ami-new'], []]);
  });

  test('stays on trial when only a second start in the same night found it in place', () => {
    const listed: LedgerImage[] = [{ imageId: 'ami-new', sourceInstanceId: 'i-new', trial: true }, OLD];
    const recent = aLedger(1, 'i-new', listed, hoursAgo(30));
    expect(trialOf(next({ before: [recent, ...before], images, line: answers }))).toEqual(['ami-new']);
  });
});

test('a record is bounded: the newest are listed, and the whole fits into the state of an execution', () => {
  const source = `i-${'0'.repeat(17)}`;
  const many = Array.from({ length: LEDGER_IMAGES_MAX + 50 }, (_, night) =>
    image(`ami-${String(night).padStart(17, '0')}`, source, night),
  );
  const ledger = next({ active: source, images: many });
  expect(ledger).toHaveLength(LEDGER_IMAGES_MAX);
  expect(ledger.map(({ imageId }) => imageId)).toEqual(many.slice(0, LEDGER_IMAGES_MAX).map(({ id }) => id));
  expect(JSON.stringify(ledger).length).toBeLessThan(200_000);
});
