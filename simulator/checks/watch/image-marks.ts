/** Which images were called good and lost that mark by another principal, so that a tag alone speaks against them. */
import { isMarkedGood } from '../../../shared/domain/images/standing.ts';
import type { ImageRecord } from '../../account/ec2/state.ts';

/** A rotation reads the images once and may deregister them until its step times out (130 s). */
const READ_MS = 150_000;

/** Asked after every change. A mark that is gone for less than that could not be seen by the rotation that prunes. */
export function watchMarks(beginning: ImageRecord[]): (now: ImageRecord[], atMs: number) => Set<string> {
  const good = new Set(beginning.filter(isMarkedGood).map(({ id }) => id));
  const since = new Map<string, number>();
  return (now, atMs) => {
    for (const image of now) {
      if (isMarkedGood(image)) good.add(image.id);
      if (isMarkedGood(image) || !good.has(image.id)) since.delete(image.id);
      else since.set(image.id, since.get(image.id) ?? atMs);
    }
    return new Set([...since].flatMap(([id, atLastMs]) => (atLastMs < atMs - READ_MS ? [id] : [])));
  };
}
