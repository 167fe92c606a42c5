/**
 * The ledger: what the record of a succeeded rotation says of the images that are ours. Only our own functions write the
 * output of such an execution, so that it proves what tags only claim.
 */

import { fieldsOf } from '../fields-of.ts';
import { secondsBetween } from '../instants.ts';
import type { Image, ImageProvenance } from '../snapshot.ts';
import { isImageName, stampIn } from './naming.ts';

export type LedgerImage = {
  imageId: string;
  /** Absent in records that were written before there was a ledger; EC2 says it of the image itself. */
  sourceInstanceId?: string | undefined;
  takenAt?: string | undefined;
  /** The first instance of its line, where that is another one. */
  root?: string | undefined;
  /** Of a new line that only its probe speaks for: a takeover prefers the images of the line before. */
  trial?: true | undefined;
};

/** An EBS snapshot whose image is gone, and since when a rotation has known that. */
export type LedgerOrphan = { snapshotId: string; since: string };

export type LedgerLine = { because: string; detail: string; since?: string | undefined };

export type Ledger = {
  /** The ARN of the rotation that wrote it. */
  execution: string;
  endedAt: string;
  active?: string | undefined;
  line?: LedgerLine | undefined;
  images: LedgerImage[];
  orphans: LedgerOrphan[];
};

/** An execution of the rotation machine, as DescribeExecution shows it; documents are parsed. */
export type RotationRun = {
  execution: string;
  status: string;
  startedAt: string;
  endedAt?: string | undefined;
  input: unknown;
  output: unknown;
  cause: unknown;
};

const textIn = (document: Record<string, unknown>, key: string): string | undefined => {
  const value = document[key];
  return typeof value === 'string' ? value : undefined;
};

const listIn = (document: Record<string, unknown>, key: string): Record<string, unknown>[] => {
  const value = document[key];
  return Array.isArray(value) ? value.map(fieldsOf) : [];
};

/** Undefined unless it is a succeeded rotation of this appliance that made an image. */
export function ledgerOf(run: RotationRun, appliance: string): Ledger | undefined {
  const output = fieldsOf(run.output);
  if (run.status !== 'SUCCEEDED' || output.outcome !== 'rotated' || output.appliance !== appliance) return undefined;
  const made = textIn(fieldsOf(output.image), 'imageId');
  const listed = listIn(output, 'images').flatMap((entry): LedgerImage[] => {
    const imageId = textIn(entry, 'imageId');
    if (imageId === undefined) return [];
    const [sourceInstanceId, takenAt, root] = ['sourceInstanceId', 'takenAt', 'root'].map((key) => textIn(entry, key));
    return [{ imageId, sourceInstanceId, takenAt, root, ...(entry.trial === true && { trial: true as const }) }];
  });
  const known = listed.some(({ imageId }) => imageId === made);
  const line = fieldsOf(output.line);
  const because = textIn(line, 'because');
  return {
    execution: run.execution,
    endedAt: run.endedAt ?? run.startedAt,
    active: textIn(output, 'active'),
    ...(because && { line: { because, detail: textIn(line, 'detail') ?? '', since: textIn(line, 'since') } }),
    images: made === undefined || known ? listed : [...listed, { imageId: made }],
    orphans: listIn(output, 'orphans').flatMap((entry) => {
      const [snapshotId, since] = [textIn(entry, 'snapshotId'), textIn(entry, 'since')];
      return snapshotId && since ? [{ snapshotId, since }] : [];
    }),
  };
}

/** Who vouched for which instance, in an execution of our rotation machine that says so in its output. */
export function vouchOf(run: RotationRun, appliance: string): { instanceId: string; by: string } | undefined {
  const output = fieldsOf(run.output);
  if (run.status !== 'SUCCEEDED' || output.outcome !== 'vouched' || output.appliance !== appliance) return undefined;
  const instanceId = textIn(output, 'vouchedFor');
  return instanceId === undefined ? undefined : { instanceId, by: textIn(output, 'requestedBy') ?? 'a person' };
}

/** The instance that a rotation refused to take an image of, because it was not in the line. */
export function refusedHolderOf(run: RotationRun, appliance: string): string | undefined {
  const output = fieldsOf(run.output);
  const held = run.status === 'SUCCEEDED' && output.outcome === 'held' && output.because === 'not-in-line';
  return held && output.appliance === appliance ? textIn(output, 'holder') : undefined;
}

/**
 * The image that this rotation made and did not call good, by its own record. Only an execution that ended on its own
 * counts: a caller that stops an execution chooses its cause.
 */
export function failedImageOf(run: RotationRun, appliance: string): string | undefined {
  const cause = fieldsOf(run.cause);
  const failed = run.status === 'FAILED' && cause.outcome === 'failed' && cause.appliance === appliance;
  return failed ? textIn(fieldsOf(cause.image), 'imageId') : undefined;
}

/** Whether EC2 created the image while that execution of this appliance was running, under the name that it gives. */
export function wasMadeDuring(
  image: { name: string; createdAt: string },
  { startedAt, endedAt, input }: RotationRun,
  { appliance, family }: { appliance: string; family: string },
): boolean {
  const asked = fieldsOf(input);
  const meantAt = textIn(asked, 'scheduledAt') ?? startedAt;
  if (asked.appliance !== appliance || Number.isNaN(Date.parse(meantAt)) || endedAt === undefined) return false;
  const within = image.createdAt >= startedAt && image.createdAt <= endedAt;
  return within && isImageName(image.name, { family, at: new Date(meantAt).toISOString() });
}

/** How far the stamp in the name may be from the date that EC2 gives the image. */
const STAMP_SECONDS_MAX = 2 * 3_600;

/** Whether a rotation gave the image its name, and at about the time that EC2 says. Names cannot be changed. */
export function nameFits({ name, createdAt }: { name: string; createdAt: string }, family: string): boolean {
  const stamp = stampIn(name);
  if (stamp === undefined || !isImageName(name, { family, at: stamp })) return false;
  return Math.abs(secondsBetween({ from: stamp, to: createdAt })) <= STAMP_SECONDS_MAX;
}

type Known = Pick<Image, 'id' | 'name' | 'createdAt' | 'sourceInstanceId'>;

export type Provenances = {
  ledgers: Ledger[];
  /** Instances that are in the line by other evidence than the ledgers. */
  lineIds: string[];
  family: string;
};

/** Every instance that a genuine record names as active, or as the source of an image that it lists. */
export const recordedIds = (ledgers: Ledger[]): string[] => [
  ...new Set(
    ledgers.flatMap(({ active, images }) => [
      ...(active === undefined ? [] : [active]),
      ...images.flatMap(({ sourceInstanceId }) => sourceInstanceId ?? []),
    ]),
  ),
];

export const entryOf = (imageId: string, ledgers: Ledger[]): LedgerImage | undefined =>
  newestFirst(ledgers)
    .flatMap(({ images }) => images)
    .find((entry) => entry.imageId === imageId);

export const newestFirst = (ledgers: Ledger[]): Ledger[] =>
  [...ledgers].sort((a, b) => b.endedAt.localeCompare(a.endedAt));

export function provenanceOf(image: Known, { ledgers, lineIds, family }: Provenances): ImageProvenance {
  const entry = entryOf(image.id, ledgers);
  if (entry) return 'listed';
  const { sourceInstanceId: madeOf } = image;
  const known = madeOf !== undefined && [...recordedIds(ledgers), ...lineIds].includes(madeOf);
  return known && nameFits(image, family) ? 'named' : 'none';
}
