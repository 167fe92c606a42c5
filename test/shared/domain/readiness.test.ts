/** What many checks add up to, and the judgements that no simulated account reaches. */
import { describe, expect, test } from '@jest/globals';
import { answerOf, type Check, READINESS_CHECKS, type Readiness } from '../../../shared/domain/readiness.ts';
import { judgeImageAge } from '../../../shared/domain/readiness-images.ts';
import { allUnknown } from '../../../shared/domain/readiness-judges.ts';
import { anAppliance } from '../../support/appliances.ts';

const checks = (...verdicts: Readiness[]): Check[] =>
  verdicts.map((verdict, at) => ({ check: READINESS_CHECKS[at] ?? 'probe', verdict, sentence: '' }));

describe('many checks are one answer', () => {
  test.each([
    ['yes, when nothing stands against it', ['ready', 'not-testable'], 'ready'],
    ['no, as soon as one is red, whatever nobody knows', ['ready', 'unknown', 'not-ready'], 'not-ready'],
    ['neither, when one of them is unknown', ['ready', 'ready', 'unknown'], 'unknown'],
    ['neither while a takeover runs', allUnknown('a takeover is running').map(({ verdict }) => verdict), 'unknown'],
  ] as const)('%s', (_why, verdicts, answer) => expect(answerOf(checks(...verdicts))).toBe(answer));
});

describe('the age of the newest good image', () => {
  const at = (schedule: string, ageHours: number): Readiness => {
    const now = '2026-11-21T03:00:00.000Z';
    const createdAt = new Date(Date.parse(now) - ageHours * 3_600_000).toISOString();
    const rotation = { ...anAppliance().rotation, schedule };
    const images = { found: 'read' as const, answer: [{ id: 'ami-1', name: '', createdAt, tags: {} }] };
    return judgeImageAge({ appliance: anAppliance({ rotation }), images, now } as Parameters<typeof judgeImageAge>[0])
      .verdict;
  };

  test.each([
    ['cron(0 3 * * ? *)', 26, 'ready'],
    ['cron(0 3 * * ? *)', 26.1, 'not-ready'],
    ['rate(6 hours)', 26, 'ready'],
    ['cron(0 3 ? * SUN *)', 335, 'ready'],
    ['cron(0 3 ? * SUN *)', 337, 'not-ready'],
    ['rate(2 days)', 97, 'not-ready'],
  ] as const)('of %s may be so much: %s h is %s', (schedule, hours, verdict) =>
    expect(at(schedule, hours)).toBe(verdict),
  );
});
