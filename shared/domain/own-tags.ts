/** Which of the user's tags a takeover carries over: those of the live instance, and those of the configuration. */
import { TAG } from './snapshot.ts';

type Tags = Record<string, string>;

/** A resource has at most 50 tags, and an image of ours carries up to 10 of ours. */
export const CARRIED_TAGS_MAX = 40;

/** The Name is chosen for each kind of resource, and AWS writes `aws:` for itself. */
const isReservedKey = (key: string): boolean => key === 'Name' || key.startsWith('failover:') || /^aws:/i.test(key);

/**
 * Where tags are shown in the metadata of an instance, EC2 takes no other keys.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html
 */
const isMetadataKey = (key: string): boolean =>
  /^[\p{L}\p{N}+\-=.,_:@]+$/u.test(key) && !['.', '..', '_index'].includes(key);

type Wanted = { live: Tags; configured: Tags; inMetadata: boolean };

/** `leftOut` are keys for which there is no room, or that the metadata of an instance cannot show. */
type CarriedTags = { tags: Tags; leftOut: string[] };

/** A configured tag wins over the live one, and has its place first. Sorted, so that the same tags are the same text. */
export function carriedTags({ live, configured, inMetadata }: Wanted): CarriedTags {
  const own = Object.keys(live).filter((key) => !isReservedKey(key) && !Object.hasOwn(configured, key));
  const keys = [...Object.keys(configured).sort(), ...own.sort()];
  const carried = keys.filter((key) => !inMetadata || isMetadataKey(key)).slice(0, CARRIED_TAGS_MAX);
  const all = { ...live, ...configured };
  return {
    tags: Object.fromEntries(carried.sort().map((key) => [key, all[key] ?? ''])),
    leftOut: keys.filter((key) => !carried.includes(key)),
  };
}

/** Those of the wanted tags that are missing or have another value, in words; undefined when none is. */
export function lackingTags(tags: Tags, wanted: Tags): string | undefined {
  const lacking = Object.entries(wanted).filter(([key, value]) => tags[key] !== value);
  return lacking.length > 0 ? lacking.map(([key, value]) => `${key}=${value}`).join(', ') : undefined;
}

const OURS: string[] = Object.values(TAG);

/** What is left of the tags of a request without those of the user. */
export const isOurKey = (key: string): boolean => key === 'Name' || OURS.includes(key);
