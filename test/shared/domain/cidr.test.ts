/** Which blocks of addresses lie inside which. */
import { describe, expect, test } from '@jest/globals';
import { hasHostBits, isInside } from '../../../shared/domain/cidr.ts';

test.each([
  ['10.242.2.0/24', '10.242.0.0/16', true],
  ['10.242.2.0/24', '10.242.2.0/24', true],
  ['10.242.0.0/16', '10.242.2.0/24', false],
  ['10.243.2.0/24', '10.242.0.0/16', false],
  ['10.0.0.128/25', '10.0.0.0/25', false],
  ['192.168.1.7/32', '0.0.0.0/0', true],
  ['0.0.0.0/0', '10.0.0.0/24', false],
  ['203.0.113.0/24', '128.0.0.0/1', true],
])('%s inside %s: %s', (inner, outer, inside) => expect(isInside(inner, outer)).toBe(inside));

describe('a block of IPv6 addresses', () => {
  test.each([
    ['2001:db8:4::/64', '2001:db8::/32', true],
    ['2001:db8:4::/64', '2001:DB8:4:0::/64', true],
    ['2001:db9::/64', '2001:db8::/32', false],
    ['::ffff:10.0.0.0/112', '::ffff:0:0/96', true],
    ['10.0.0.0/8', '::/0', false],
    ['2001:db8::/32', '2001:db8:4::/64', false],
  ])('%s in %s: %s', (inner, outer, inside) => expect(isInside(inner, outer)).toBe(inside));

  test.each([
    ['2001:db8:4::/64', false],
    ['2001:db8:4::1/64', true],
    ['::/0', false],
    ['10.0.0.1/24', true],
  ])('%s has bits behind its prefix: %s', (cidr, has) => expect(hasHostBits(cidr)).toBe(has));
});
