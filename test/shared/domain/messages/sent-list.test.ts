/** Which entries of the list of sent notifications were never sent. */
import { describe, expect, test } from '@jest/globals';
import { type Condition, keyOf, sentTag } from '../../../../shared/domain/messages/news.ts';
import { judgeSent, type OurKeys } from '../../../../shared/domain/messages/sent-list.ts';
import { ago, NOW } from '../../../support/duties.ts';

const DRIFT: Condition = { kind: 'drift', about: 'rtb-a', detail: '' };
const HELD: Condition = { kind: 'held', about: 'paused', detail: '' };
const TAG = sentTag([DRIFT, HELD]);
const judge = (sweptAt: string | undefined, ours: OurKeys = new Map()) => judgeSent(TAG, { ours, sweptAt, now: NOW });

describe('an entry', () => {
  test('that appeared since the sweep a minute ago, which did not hand it over, was never sent', () =>
    expect(judge(ago(60))).toEqual({ keys: new Set([keyOf(HELD)]), neverSent: [keyOf(DRIFT)] }));

  test('of holds, readiness or rotations is not judged: others than the sweep send those', () =>
    expect(judge(ago(60)).keys).toContain(keyOf(HELD)));

  test('that a sweep has handed over may be written for an hour', () => {
    expect(judge(ago(60), new Map([[keyOf(DRIFT), ago(3_900)]])).neverSent).toEqual([]);
    expect(judge(ago(60), new Map([[keyOf(DRIFT), ago(3_901)]])).neverSent).toEqual([keyOf(DRIFT)]);
  });

  test.each([undefined, ago(101)])('is believed without a sweep just before this one: %s', (sweptAt) => {
    const ours: OurKeys = new Map();
    expect(judge(sweptAt, ours).neverSent).toEqual([]);
    expect(judge(ago(60), ours).neverSent).toEqual([]);
  });
});
