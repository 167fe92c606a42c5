/** What the tags of an image mean: every claim with every mark, and that this is decided in one place. */
import { describe, expect, test } from '@jest/globals';
import { isBackupOf, isMarkedGood, mayBeFixed, standingOf } from '../../../../shared/domain/images/standing.ts';
import { type Standing, TAG } from '../../../../shared/domain/snapshot.ts';
import { sourceFiles } from '../../../support/source-files.ts';

const WHOSE = { appliance: 'sophos', owner: 'failover-dev' };

const CLAIMS = {
  ours: { [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev' },
  none: {},
  'another appliance of this stack': { [TAG.appliance]: 'vpn', [TAG.owner]: 'failover-dev' },
  'another stack': { [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-prod' },
  'an appliance without an owner': { [TAG.appliance]: 'sophos' },
  'an owner without an appliance': { [TAG.owner]: 'failover-dev' },
};

const MARKS = [undefined, 'good', 'candidate', 'failed', 'splendid', 'constructor'] as const;

const FOREIGN: Standing[] = ['foreign', 'foreign', 'foreign', 'foreign', 'foreign', 'foreign'];

/** In the order of the marks. */
const STANDINGS: Record<keyof typeof CLAIMS, Standing[]> = {
  ours: ['unmarked', 'good', 'candidate', 'failed', 'unclear', 'unclear'],
  none: ['unmarked', 'unclear', 'unclear', 'unclear', 'unclear', 'unclear'],
  'another appliance of this stack': FOREIGN,
  'another stack': FOREIGN,
  'an appliance without an owner': FOREIGN,
  'an owner without an appliance': FOREIGN,
};

const tagsOf = (claim: keyof typeof CLAIMS, mark: string | undefined) => ({
  tags: { Name: 'sophos', ...CLAIMS[claim], ...(mark !== undefined && { [TAG.image]: mark }) },
});

describe('the standing of an image', () => {
  const rows = (Object.keys(CLAIMS) as (keyof typeof CLAIMS)[]).flatMap((claim) =>
    MARKS.map((mark, at) => ({ claim, mark, standing: STANDINGS[claim][at] })),
  );

  test.each(rows)('that claims $claim and is marked $mark is $standing', ({ claim, mark, standing }) => {
    expect(standingOf(tagsOf(claim, mark), WHOSE)).toEqual({ ours: claim === 'ours', standing });
  });
});

test.each([
  [undefined, true],
  ['good', true],
  ['candidate', false],
  ['failed', false],
  ['splendid', false],
])('an image that is marked %s may be configured by its id: %s', (mark, may) => {
  expect(mayBeFixed(tagsOf('another stack', mark))).toBe(may);
});

test('a backup carries the tags that adoption gave the appliance, and those of no rotation', () => {
  expect(isBackupOf(tagsOf('an appliance without an owner', undefined), WHOSE)).toBe(true);
  expect(isBackupOf(tagsOf('an appliance without an owner', 'good'), WHOSE)).toBe(false);
  expect(isBackupOf(tagsOf('ours', undefined), WHOSE)).toBe(false);
});

test('a mark of good counts from any writer, for the account in memory alone', () => {
  expect([isMarkedGood(tagsOf('another stack', 'good')), isMarkedGood(tagsOf('ours', 'failed'))]).toEqual([
    true,
    false,
  ]);
});

test('no other file of the product reads the mark', () => {
  const reads = sourceFiles(['shared']).filter(({ text }) => text.includes('tags[TAG.image]'));
  expect(reads.map(({ path }) => path)).toEqual(['shared/domain/images/standing.ts']);
});
