/** `tags:` of an appliance: one sentence for each fault. */
import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../shared/config/parse.ts';

const RECIPE = `
region: ap-northeast-1
appliances:
  - name: sophos
    floatingIp: 203.0.113.10
    vpc: my-vpc
    subnets: public
    instance: sophos
    image: sophos
    vpnCidrs: []
`;

const parse = (tags: string) =>
  parseConfiguration(`${RECIPE}    tags: ${tags}\n`, {
    ...{ file: 'appliances.yml', region: undefined, now: '2026-11-21T03:00:00.000Z' },
  });

function faultsOf(tags: string): string[] {
  try {
    parse(tags);
    return [];
  } catch (cause) {
    return cause instanceof Error ? cause.message.split('\n') : [];
  }
}

const many = (count: number): string => `{ ${Array.from({ length: count }, (_, index) => `k${index}: v`).join(', ')} }`;

describe('tags', () => {
  test('are taken as they are', () =>
    expect(parse('{ CostCenter: "4711", "team:x/ü @1": "", Backup: daily }').appliances[0]?.tags).toEqual({
      ...{ CostCenter: '4711', 'team:x/ü @1': '', Backup: 'daily' },
    }));

  test('are none without the key', () => expect(parse('{}').appliances[0]?.tags).toEqual({}));

  test.each([
    ['{ CostCenter: 4711 }', 'CostCenter: must be text, not 4711; write it in quotes: "4711"'],
    ['{ "aws:x": y }', 'aws:x: its key begins with aws:, which AWS keeps for itself; write another key'],
    ['{ "AWS:x": y }', 'AWS:x: its key begins with aws:, which AWS keeps for itself; write another key'],
    [
      '{ "failover:role": active }',
      'failover:role: its key begins with failover:, which only this project writes; write another key',
    ],
    ['{ Name: other }', 'Name: is the Name, which a replacement takes over from the live instance; remove it'],
    ['{ "": y }', ': has an empty key; write a key of 1 to 128 characters'],
    [`{ ${'k'.repeat(129)}: y }`, /: its key has 129 characters; a key has at most 128$/],
    [`{ k: ${'v'.repeat(257)} }`, 'k: has 257 characters; a value has at most 256'],
    [
      '{ "a*b": y }',
      'a*b: its key holds a character that AWS does not take; use letters, digits, spaces and + - = . _ : / @',
    ],
    ['{ k: "a,b" }', 'k: holds a character that AWS does not take; use letters, digits, spaces and + - = . _ : / @'],
  ])('%s is refused in one sentence', (tags, sentence) => {
    const faults = faultsOf(tags);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(
      typeof sentence === 'string' ? `appliances.yml: appliances[0].tags.${sentence}` : sentence,
    );
  });

  test('are at most 40, which leaves room for ours', () => {
    expect(faultsOf(many(40))).toEqual([]);
    expect(faultsOf(many(41))).toEqual([
      'appliances.yml: appliances[0].tags: has 41 tags; a resource has at most 50 with those of this project, so write at most 40',
    ]);
  });

  test('are a mapping', () =>
    expect(faultsOf('[CostCenter]')).toEqual([
      'appliances.yml: appliances[0].tags: must be a mapping of keys, not a list',
    ]));
});
