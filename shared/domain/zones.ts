/** Which zones can hold an Elastic IP: it is announced from one network border group, and stays in it. */

/** `ap-northeast-1`, and no group of a Local Zone or a Wavelength Zone. */
const REGION = /^[a-z]+(?:-[a-z]+)+-\d+$/;

/**
 * AWS names the zones of a Region by one letter behind its name (`us-west-2a`), a Local Zone by its city
 * (`us-west-2-lax-1a`) and a Wavelength Zone by its carrier (`us-east-1-wl1-bos-wlz-1`). The first are in the border group of
 * their Region, the others in one of their own (deckhouse PR 10491). What EC2 does not say rules no zone out.
 */
export function canHoldAddress(zone: string, borderGroup: string | undefined): boolean {
  if (borderGroup === undefined) return true;
  if (REGION.test(borderGroup)) return !zone.startsWith(`${borderGroup}-`);
  return zone.startsWith(borderGroup) || borderGroup.startsWith(zone);
}
