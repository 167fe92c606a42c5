/**
 * What a scheduled check hands to `notify`. Lambda puts the whole result into one record, beside what it was asked; AWS
 * took 256 KB of it before October 2025 and takes 1 MB since, and a record that is larger is lost without a message.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
import { oneLine } from '../foreign-text.ts';
import type { AppliancesNews } from './news.ts';

/** Room for the rest of the record. */
export const HANDED_BYTES_MAX = 200_000;

/** A detail may be this long; the first that makes everything fit. */
const DETAIL_CHARACTERS = [2_000, 1_000, 500, 250, 120, 60];

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** `about` is what the list of sent notifications knows a condition by, so it is never cut. */
const cutTo = (characters: number, news: AppliancesNews[]): AppliancesNews[] =>
  news.map((each) => ({
    ...each,
    conditions: each.conditions.map((condition) => ({ ...condition, detail: oneLine(condition.detail, characters) })),
  }));

/** As many as fit; the rest is found again by the next check, because it is not noted as sent. */
function fitting(news: AppliancesNews[]): AppliancesNews[] {
  let bytes = 0;
  return news.filter((each) => {
    bytes += bytesOf(each) + 1;
    return bytes <= HANDED_BYTES_MAX;
  });
}

export function handedOver(news: AppliancesNews[]): AppliancesNews[] {
  if (bytesOf(news) <= HANDED_BYTES_MAX) return news;
  for (const characters of DETAIL_CHARACTERS) {
    const shorter = cutTo(characters, news);
    if (bytesOf(shorter) <= HANDED_BYTES_MAX) return shorter;
  }
  return fitting(cutTo(60, news));
}

/** EventBridge asked, and only `notify` reads the answer. */
export const isScheduled = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'detail-type' in event && event['detail-type'] === 'Scheduled Event';
