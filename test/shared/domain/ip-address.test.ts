/** Which texts are addresses or prefixes, and which two are the same. */
import { expect, test } from '@jest/globals';
import { canonicalAddress, isAddressOrPrefix } from '../../../shared/domain/ip-address.ts';

test.each(['203.0.113.10', '10.0.0.16/28', '2001:db8::5', '2001:db8::/80', '::ffff:10.0.0.1', '0.0.0.0/0'])(
  '%s is an address or a prefix',
  (written) => expect(isAddressOrPrefix(written)).toBe(true),
);

test.each([
  '',
  'sophos',
  '10.0.0',
  '10.0.0.16/33',
  '2001:db8::/129',
  '10.0.0.1/28/1',
  'fe80::1%eth0',
  '10.0.0.1/',
  '10.0.0.1/08',
])('"%s" is neither', (written) => expect(isAddressOrPrefix(written)).toBe(false));

test('two ways of writing an IPv6 address are one, and no other text is changed', () => {
  expect(canonicalAddress('2001:0DB8::0005')).toBe('2001:db8::5');
  expect(canonicalAddress('2001:DB8:0:0::/64')).toBe('2001:db8::/64');
  expect(canonicalAddress('10.0.0.1')).toBe('10.0.0.1');
  expect(canonicalAddress('sophos')).toBe('sophos');
});
