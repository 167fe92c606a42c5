/** Which blocks of addresses lie inside which. */
import { expect, test } from '@jest/globals';
import { isInside } from '../../../shared/domain/cidr.ts';

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
