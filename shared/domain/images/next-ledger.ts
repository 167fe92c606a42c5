/** The ledger that a succeeded rotation writes: what the records before it list and still exists, and the new image. */
import { secondsBetween } from '../instants.ts';
import type { Image } from '../snapshot.ts';
import { entryOf, type Ledger, type LedgerImage, type LedgerLine, newestFirst } from './ledger.ts';

export type NextLedger = {
  before: Ledger[];
  /** Images that exist after this rotation and provably are ours, each good or listed before. */
  images: Pick<Image, 'id' | 'takenAt' | 'sourceInstanceId'>[];
  active: string;
  line: LedgerLine | undefined;
  /** The instance from which a verified takeover moved the traffic to the active one. */
  from?: string | undefined;
  vouched: boolean;
  now: string;
};

/** The output of an execution holds 262,144 bytes, and the record is in it beside what was kept. */
export const LEDGER_IMAGES_MAX = 800;

/** An entry of a new line stays on trial for so long, and a later rotation has to find its instance healthy then. */
const TRIAL_SECONDS = 86_400;

/** A second start in one night is not a later rotation. */
const LATER_SECONDS = 12 * 3_600;

export function nextLedger(next: NextLedger): LedgerImage[] {
  const { before, images, active, vouched, now } = next;
  const root = rootOf(next);
  const entries = images.map(({ id: imageId, takenAt, sourceInstanceId }): LedgerImage => {
    const known = entryOf(imageId, before);
    const source = sourceInstanceId ?? known?.sourceInstanceId;
    const own = source === active ? root : (known?.root ?? rootIn(before, source));
    return {
      ...{ imageId, sourceInstanceId: source, takenAt: known?.takenAt ?? takenAt },
      ...(own !== undefined && own !== source && { root: own }),
      ...(known?.trial && { trial: true as const }),
    };
  });
  const ofLine = ({ sourceInstanceId, root: first }: LedgerImage): boolean => (first ?? sourceInstanceId) === root;
  const trial = isOnTrial(next, entries.filter((entry) => !ofLine(entry)).length > 0);
  const settled = entries.map((entry): LedgerImage => {
    const { trial: _, ...rest } = entry;
    return ofLine(entry) && trial && !vouched ? { ...rest, trial: true } : ofLine(entry) ? rest : entry;
  });
  return settled.sort((a, b) => (b.takenAt ?? now).localeCompare(a.takenAt ?? now)).slice(0, LEDGER_IMAGES_MAX);
}

const rootIn = (ledgers: Ledger[], instanceId: string | undefined): string | undefined =>
  newestFirst(ledgers)
    .flatMap(({ images }) => images)
    .find((entry) => entry.sourceInstanceId === instanceId && entry.root !== undefined)?.root;

/** A takeover continues the line of the instance that it replaced. */
function rootOf({ before, active, from }: NextLedger): string {
  return rootIn(before, active) ?? (from === undefined ? active : (rootIn(before, from) ?? from));
}

/**
 * Only the probe speaks for a line that began with `answers`. Its images come behind those of the line before, until a rotation
 * a day later has found the instance in place and healthy again.
 */
function isOnTrial({ before, active, line, now }: NextLedger, hasOlderLine: boolean): boolean {
  if (!hasOlderLine) return false;
  const own = newestFirst(before).filter(
    (ledger) => ledger.active === active && ledger.images.some(({ trial }) => trial),
  );
  if (own.length === 0) return line?.because === 'answers';
  const oldest = own.at(-1);
  const since = oldest?.line?.since ?? oldest?.endedAt ?? now;
  const later = own.some(({ endedAt }) => secondsBetween({ from: endedAt, to: now }) >= LATER_SECONDS);
  return secondsBetween({ from: since, to: now }) < TRIAL_SECONDS || !later;
}

/** Each instance's line by its first instance, for the retention of earlier lines. */
export const lineOfImage = ({ sourceInstanceId, root }: LedgerImage): string | undefined => root ?? sourceInstanceId;
