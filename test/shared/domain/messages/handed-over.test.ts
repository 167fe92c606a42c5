/** What a scheduled check hands to notify fits into the record of Lambda, with any number of findings. */
import { describe, expect, test } from '@jest/globals';
import { HANDED_BYTES_MAX, handedOver, isScheduled } from '../../../../shared/domain/messages/handed-over.ts';
import { type AppliancesNews, type Condition, keyOf } from '../../../../shared/domain/messages/news.ts';

const condition = (at: number, characters: number): Condition => ({
  ...{ kind: 'not-ready', about: `check-${at}` },
  detail: `${at} ${'UnauthorizedOperation é '.repeat(characters)}`.slice(0, characters),
});

const news = (appliances: number, conditions: number, characters: number): AppliancesNews[] =>
  Array.from({ length: appliances }, (_, at) => ({
    ...{ appliance: `box-${at}`, allocationId: 'eipalloc-0c4bd02be4da511fb', publicIp: '203.0.113.10' },
    conditions: Array.from({ length: conditions }, (_each, index) => condition(index, characters)),
  }));

const keysOf = (handed: AppliancesNews[]): string[] => handed.flatMap(({ conditions }) => conditions.map(keyOf));
const bytesOf = (handed: AppliancesNews[]): number => Buffer.byteLength(JSON.stringify(handed));

describe('news', () => {
  test('that fits is handed over as it is', () => {
    const found = news(30, 3, 200);
    expect(handedOver(found)).toBe(found);
  });

  test.each([
    [30, 16, 2_000],
    [60, 20, 5_000],
    [60, 20, 120],
  ])('of %i appliances with %i conditions of %i characters fits, and no condition is missing', (...sizes) => {
    const found = news(...sizes);
    expect(bytesOf(found)).toBeGreaterThan(HANDED_BYTES_MAX);
    const handed = handedOver(found);
    expect(bytesOf(handed)).toBeLessThanOrEqual(HANDED_BYTES_MAX);
    expect(keysOf(handed)).toEqual(keysOf(found));
  });

  test('beyond all measure fits as far as it goes, appliance by appliance', () => {
    const handed = handedOver(news(500, 30, 100));
    expect(bytesOf(handed)).toBeLessThanOrEqual(HANDED_BYTES_MAX);
    expect(handed.length).toBeGreaterThan(40);
    expect(handed.every(({ conditions }) => conditions.length === 30)).toBe(true);
  });
});

test.each([
  [{ 'detail-type': 'Scheduled Event' }, true],
  [{ appliance: 'box' }, false],
  [undefined, false],
  [null, false],
])('%j is scheduled: %s', (event, scheduled) => expect(isScheduled(event)).toBe(scheduled));
