/** `homeZone` is the name of a zone of a Region, and nothing else that AWS calls a zone. */
import { describe, expect, test } from '@jest/globals';
import { zoneName } from '../../../shared/config/fields.ts';

describe('a home zone', () => {
  test.each(['ap-northeast-1a', 'us-gov-west-1b'])('%s is one', (zone) =>
    expect(zoneName.safeParse(zone).success).toBe(true),
  );

  test.each(['apne1-az1', 'us-west-2-lax-1a', 'us-east-1-wl1-bos-wlz-1', 'a', 'ap-northeast-1'])(
    '%s is refused with the way out',
    (zone) =>
      expect(zoneName.safeParse(zone).error?.issues[0]?.message).toBe(
        `"${zone}" is not the name of an Availability Zone of a Region; write one such as ap-northeast-1a (no zone id, and no Local Zone)`,
      ),
  );
});
