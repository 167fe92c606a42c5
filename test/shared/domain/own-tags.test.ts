/** R26: which of the user's tags a takeover carries over. */
import { describe, expect, test } from '@jest/globals';
import { CARRIED_TAGS_MAX, carriedTags, isOurKey } from '../../../shared/domain/own-tags.ts';

const LIVE = {
  Name: 'sophos',
  CostCenter: '4711',
  'Team Name': 'net/ops',
  'aws:cloudformation:stack-name': 'old',
  'AWS:x': 'y',
  'failover:role': 'active',
};

const carried = (configured: Record<string, string> = {}, inMetadata = false, live: Record<string, string> = LIVE) =>
  carriedTags({ live, configured, inMetadata });

describe('carried tags', () => {
  test("are the live instance's without Name, those of AWS and ours", () =>
    expect(carried().tags).toEqual({ CostCenter: '4711', 'Team Name': 'net/ops' }));

  test('are overridden and added to by the configuration', () =>
    expect(carried({ CostCenter: '12', Backup: '' }).tags).toEqual({
      Backup: '',
      CostCenter: '12',
      'Team Name': 'net/ops',
    }));

  test("are the same text for any order of EC2's list", () => {
    const reversed = Object.fromEntries(Object.entries(LIVE).reverse());
    expect(JSON.stringify(carried({}, false, reversed))).toBe(JSON.stringify(carried()));
  });

  test('without room are named, and those of the configuration have their place first', () => {
    const live = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`a${100 + index}`, 'x']));
    const { tags, leftOut } = carried({ zzz: 'mine' }, false, live);
    expect(Object.keys(tags)).toHaveLength(CARRIED_TAGS_MAX);
    expect(tags.zzz).toBe('mine');
    expect(leftOut).toEqual(['a139', 'a140', 'a141', 'a142', 'a143', 'a144']);
  });

  test('that the metadata of an instance cannot show are left out where it shows tags, and named', () =>
    expect(carried({}, true)).toEqual({ tags: { CostCenter: '4711' }, leftOut: ['Team Name'] }));
});

test('ours are Name and the keys that this project writes', () =>
  expect(['Name', 'failover:by', 'failover:other', 'CostCenter'].filter(isOurKey)).toEqual(['Name', 'failover:by']));
