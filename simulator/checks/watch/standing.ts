/** What has been so for long enough to be seen by a caller that changes something now. */
import { UNSEEN_SECONDS } from '../rules/change.ts';

/** A caller that changes something has read before: what began within this time could not be seen by that read. */
export const UNSEEN_MS = UNSEEN_SECONDS * 1000;

/** Asked after every change with what is so now; answers with what has been so for long enough to be seen. */
export function standing(): (now: string[], atMs: number) => string[] {
  const since = new Map<string, number>();
  return (now, atMs) => {
    for (const each of since.keys()) if (!now.includes(each)) since.delete(each);
    for (const each of now) since.set(each, since.get(each) ?? atMs);
    return now.filter((each) => (since.get(each) ?? atMs) < atMs - UNSEEN_MS);
  };
}
