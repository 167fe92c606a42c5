/** Which zones can hold an address, by the network border group that it is announced from. */
import { expect, test } from '@jest/globals';
import { canHoldAddress } from '../../../shared/domain/zones.ts';

test.each<[zone: string, group: string | undefined, holds: boolean]>([
  ['ap-northeast-1a', 'ap-northeast-1', true],
  ['us-gov-west-1b', 'us-gov-west-1', true],
  ['us-iso-east-1c', 'us-iso-east-1', true],
  ['us-west-2-lax-1a', 'us-west-2', false],
  ['us-west-2-lax-1a', 'us-west-2-lax-1', true],
  ['us-west-2-lax-1b', 'us-west-2-lax-1', true],
  ['us-west-2-lax-2a', 'us-west-2-lax-1', false],
  ['us-west-2-den-1a', 'us-west-2-lax-1', false],
  ['us-west-2a', 'us-west-2-lax-1', false],
  ['us-east-1-wl1-bos-wlz-1', 'us-east-1', false],
  ['us-east-1-wl1-bos-wlz-1', 'us-east-1-wl1-bos-wlz-1', true],
  ['us-east-1-wl1-bos-wlz-1', 'us-east-1-wl1', true],
  ['us-east-1-wl1-nyc-wlz-1', 'us-east-1-wl1-bos-wlz-1', false],
  ['us-east-1a', 'us-east-1-wl1', false],
  ['us-west-2-lax-1a', undefined, true],
])('%s and an address of %s: %s', (zone, group, holds) => expect(canHoldAddress(zone, group)).toBe(holds));
