/** What an event pattern means, and that one which means something else to AWS is refused. */
import { describe, expect, test } from '@jest/globals';
import { patternOf } from '../../../../simulator/account/events/pattern.ts';

const EVENT = {
  source: 'aws.ec2',
  detail: { state: 'stopped', count: 3, name: 'failover-dev-sophos-probe', tags: ['a', 'b'], nothing: null },
};

const matches = (pattern: unknown): boolean => patternOf(pattern)(EVENT);

describe('a pattern matches', () => {
  test.each([
    ['one of several exact values', { source: ['aws.s3', 'aws.ec2'] }],
    ['inside nested objects', { detail: { state: ['stopped'], count: [3] } }],
    ['null itself', { detail: { nothing: [null] } }],
    ['a wildcard in the middle', { detail: { name: [{ wildcard: 'failover-dev-*-probe' }] } }],
    ['a prefix', { detail: { name: [{ prefix: 'failover-' }] } }],
    ['anything but a value', { detail: { state: [{ 'anything-but': ['running', 'pending'] }] } }],
    ['a field that has to exist', { detail: { state: [{ exists: true }] } }],
    ['a field that must not', { detail: { error: [{ exists: false }] } }],
    ['one of the values of a list', { detail: { tags: ['b'] } }],
    ['an operator beside an exact value', { detail: { state: ['running', { prefix: 'stop' }] } }],
  ])('%s', (_what, pattern) => {
    expect(matches(pattern)).toBe(true);
  });
});

describe('a pattern does not match', () => {
  test.each([
    ['another value', { source: ['aws.s3'] }],
    ['when one of its fields does not', { source: ['aws.ec2'], detail: { state: ['running'] } }],
    ['a number written as text', { detail: { count: ['3'] } }],
    ['a field that is absent', { detail: { error: ['x'] } }],
    ['a wildcard that has to reach the end', { detail: { name: [{ wildcard: 'failover-*-status-check' }] } }],
    ['anything but, when the field is absent', { detail: { error: [{ 'anything-but': 'x' }] } }],
    ['dots as any character', { detail: { name: [{ wildcard: 'failover.dev-*' }] } }],
    ['a field inside what is no object', { source: { name: ['aws.ec2'] } }],
  ])('%s', (_what, pattern) => {
    expect(matches(pattern)).toBe(false);
  });
});

test.each([
  ['an operator that is not modelled', { detail: { count: [{ numeric: ['>', 1] }] } }],
  ['two operators in one', { detail: { name: [{ prefix: 'a', exists: true }] } }],
  ['an alternative of fields', { $or: [{ source: ['aws.ec2'] }] }],
  ['anything-but with an operator inside', { source: [{ 'anything-but': { prefix: 'aws' } }] }],
  ['no fields at all', 'aws.ec2'],
])('%s is refused when the rule is read', (_what, pattern) => {
  expect(() => patternOf(pattern)).toThrow(expect.objectContaining({ name: 'NotSimulatedError' }));
});
