/** The reboot that a rotation asks for: announced on the address before it happens, excused for as long as a boot may take. */
import type { Appliance } from '../appliance.ts';
import { earliest, plusSeconds, secondsBetween, toInstant } from '../instants.ts';
import { type Address, TAG } from '../snapshot.ts';

type Tagged = Pick<Address, 'tags'>;
/** `silentSince`: when an alarm of ours went off. */
type Limits = Pick<Appliance, 'bootLimitSeconds'> & { now: string; silentSince?: string | undefined };

/** Clocks differ by a little: no excuse lasts longer, or ends earlier, by more than this. */
const CLOCKS_SECONDS = 60;

export const rebootUntil = ({ bootLimitSeconds, now }: Limits): string => plusSeconds(now, bootLimitSeconds);

/**
 * Until when silence is excused, if it is now. It only ever excuses, so a value that is no instant, or further away than
 * any rotation would write, excuses nothing. Nor does one excuse a silence that lasts longer than a boot may: other principals
 * may write the tag again and again.
 */
export function excusedUntil({ tags }: Tagged, { bootLimitSeconds, now, silentSince }: Limits): string | undefined {
  const announced = toInstant(tags[TAG.rebootingUntil] ?? '');
  const secondsMax = bootLimitSeconds + CLOCKS_SECONDS;
  if (!announced || secondsBetween({ from: now, to: announced }) > secondsMax) return undefined;
  const until = earliest(announced, silentSince && plusSeconds(silentSince, secondsMax));
  return until && until > now ? until : undefined;
}

export const announcedWords = (until: string): string => `rebooted for its nightly image, and excused until ${until}`;

/** The tag's value, when it excuses nothing any more by anybody's clock, or never will. */
export function spentExcuse({ tags }: Tagged, limits: Limits): string | undefined {
  const value = tags[TAG.rebootingUntil];
  if (value === undefined || excusedUntil({ tags }, limits) !== undefined) return undefined;
  const until = toInstant(value);
  return until && until <= limits.now && plusSeconds(until, CLOCKS_SECONDS) > limits.now ? undefined : value;
}
