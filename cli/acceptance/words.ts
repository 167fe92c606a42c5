/**
 * The two words of moto's answers that the relay changes, because moto knows only one value of each. Everything else
 * passes as it is.
 */
import type { Plays } from './plays.ts';

const ROOT = /(<createdBy>)arn:aws:iam::\d{12}:root(<\/createdBy>)/gi;

const STATUS_ITEM = /<item><availabilityZone>.*?<\/systemStatus><\/item>/gs;

const SYSTEM_OK = /(<systemStatus>.*?<status>)ok(<\/status><\/systemStatus>)/s;

export type Words = {
  /** The ARN under which the sweep calls, which makes the versions of launch templates. */
  creator(): string;
  /** Instances whose host is broken, as EC2's system status check would find. */
  impaired: Set<string>;
  plays: Plays;
};

export function changed(xml: string, { creator, impaired, plays }: Words): string {
  const created = xml.replace(ROOT, (_, open, close) => {
    plays.add("EC2's name of the role that created a launch template version, where moto names the root user");
    return `${open}${creator()}${close}`;
  });
  if (impaired.size === 0 || !created.includes('DescribeInstanceStatusResponse')) return created;
  return created.replace(STATUS_ITEM, (item) => {
    const [, id = ''] = /<instanceId>([^<]+)</.exec(item) ?? [];
    if (!impaired.has(id)) return item;
    plays.add(
      "EC2's system status check of the failed instance: moto's checks are always `ok`, here one is `impaired`",
    );
    return item.replace(SYSTEM_OK, '$1impaired$2');
  });
}
