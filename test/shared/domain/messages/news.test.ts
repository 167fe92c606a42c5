/** Sent notifications are remembered in a tag, until their conditions are over. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Condition,
  isSent,
  readSent,
  sentTag,
  stillKept,
  stillNotReady,
  stillSent,
  withSent,
} from '../../../../shared/domain/messages/news.ts';

const drift: Condition = { kind: 'drift', about: 'rtb-1 10.242.2.0/24', detail: 'a route' };
const zombie: Condition = { kind: 'zombie', about: 'i-1', detail: 'runs again' };
const held: Condition = { kind: 'held', about: 'cooling-down', detail: 'until later' };

describe('what was notified', () => {
  test('is known again, even if its detail has changed', () => {
    const sent = readSent(sentTag([drift]));
    expect(isSent(sent, { ...drift, detail: 'still a route' })).toBe(true);
    expect(isSent(sent, zombie)).toBe(false);
  });

  test('is another thing when it is about something else', () =>
    expect(isSent(readSent(sentTag([drift])), { ...drift, about: 'rtb-2 10.242.2.0/24' })).toBe(false));

  test('grows by what is notified besides', () => {
    const sent = readSent(withSent(readSent(sentTag([drift])), held));
    expect([drift, held].map((condition) => isSent(sent, condition))).toEqual([true, true]);
  });

  test('ignores what others wrote into the tag', () => expect([...readSent('other c- H1 c12345678')]).toEqual([]));

  test('always fits into a tag', () =>
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 200 }), (abouts) => {
        const tag = sentTag(abouts.map((about): Condition => ({ kind: 'drift', about, detail: '' })));
        return tag.length <= 256 && /^[a-z0-9 ]*$/.test(tag);
      }),
    ));
});

describe('what a rotation has notified', () => {
  const kept: Condition = { kind: 'image-protected', about: 'ami-1', detail: 'ami-1' };
  const nights: Condition = { kind: 'rotation-held', about: '2026-11-20T03:00:00.000Z', detail: 'paused' };
  const all = [kept, nights, drift, held];
  const left = (tag: string): string[] =>
    all.filter((condition) => isSent(readSent(tag), condition)).map(({ kind }) => kind);

  test('is over with the next image, but for what it names again; what others have notified stays', () => {
    expect(left(stillKept(readSent(sentTag(all)), [kept]))).toEqual(['image-protected', 'drift', 'held']);
    expect(left(stillKept(readSent(sentTag(all)), []))).toEqual(['drift', 'held']);
  });

  test('is no business of the sweep, nor of the check of readiness', () => {
    const swept = stillSent(readSent(sentTag(all)), { conditions: [], complete: true, healthy: true });
    expect(left(swept)).toEqual(['image-protected', 'rotation-held']);
    expect(left(stillNotReady(readSent(sentTag(all)), []))).toEqual(all.map(({ kind }) => kind));
  });

  test('tells another row of nights apart by its first one', () =>
    expect(isSent(readSent(sentTag([nights])), { ...nights, about: '2026-12-20T03:00:00.000Z' })).toBe(false));
});

describe('what is over', () => {
  const sent = readSent(withSent(readSent(sentTag([drift, zombie])), held));
  const left = (given: Partial<Parameters<typeof stillSent>[1]>): string[] => {
    const still = readSent(stillSent(sent, { conditions: [drift], complete: true, healthy: true, ...given }));
    return [drift, zombie, held].filter((condition) => isSent(still, condition)).map(({ kind }) => kind);
  };

  test('is forgotten, so that it is notified again when it returns', () => expect(left({})).toEqual(['drift']));
  test('is not known when not everything was looked at', () =>
    expect(left({ complete: false })).toEqual(['drift', 'zombie']));
  test('a hold lasts as long as the appliance is not well', () =>
    expect(left({ healthy: false })).toEqual(['drift', 'held']));
});
