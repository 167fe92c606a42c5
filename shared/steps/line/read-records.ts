/** The genuine records of an appliance's rotations, through the pointers on its images and by Step Functions' own list. */
import { readFamily } from '../../aws/read-images.ts';
import { listRotations, readPointedLedgers } from '../../aws/rotation-records.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { rotationMachineArnOf } from '../../domain/arns.ts';
import { messageOf } from '../../domain/errors.ts';
import { newestContentFirst, withTakenAt } from '../../domain/images/content-time.ts';
import { type Ledger, type LedgerImage, ledgerOf, type RotationRun } from '../../domain/images/ledger.ts';
import { type Image, TAG } from '../../domain/snapshot.ts';
import { whoseOf } from '../world/owner.ts';

export type Records = {
  ledgers: Ledger[];
  /** Succeeded executions of the rotation machine, held ones too. */
  runs: RotationRun[];
  /** Every image of the appliance, by its tags or its Name; undefined when EC2 cannot be asked. */
  images?: Image[] | undefined;
  /** What could not be read: then an absence proves nothing. */
  why?: string | undefined;
};

/** Enough for a week of nights; the newest record lists everything that is ours. */
const READ_MAX = 7;

const newestFirst = (images: Image[]): Image[] => withTakenAt(images, { images, ledgers: [] }).sort(newestContentFirst);

/** Not for the critical path: it reads the list of executions as well. */
export async function readRecords(appliance: Appliance, deps: Deps): Promise<Records> {
  const { clients } = deps;
  const machineArn = rotationMachineArnOf(deps.deployment);
  const whys: string[] = [];
  const orNothing = <Answer>(work: Promise<Answer>): Promise<Answer | undefined> =>
    work.catch((cause) => {
      whys.push(messageOf(cause));
      return undefined;
    });
  const [images, runs = []] = await Promise.all([
    orNothing(readFamily(clients, whoseOf(appliance.name, deps), appliance.image)),
    orNothing(listRotations(clients, { machineArn, appliance: appliance.name, readMax: READ_MAX })),
  ]);
  const known = new Set(runs.map(({ execution }) => execution));
  const pointers = newestFirst(images ?? [])
    .flatMap(({ tags }) => tags[TAG.by] ?? [])
    .filter((pointer) => !known.has(pointer));
  const pointed = await orNothing(readPointedLedgers(clients, { machineArn, appliance: appliance.name, pointers }));
  const listed = runs.flatMap((run) => ledgerOf(run, appliance.name) ?? []);
  const why = whys.length > 0 ? whys.join('; ') : undefined;
  const sources = new Map((images ?? []).map(({ id, sourceInstanceId }) => [id, sourceInstanceId]));
  const ledgers = [...listed, ...(pointed ?? [])].map((ledger) => ({ ...ledger, images: ledger.images.map(sourced) }));
  return { ledgers, runs, images, why };

  /** Records from before there was a ledger name the image alone. */
  function sourced(entry: LedgerImage): LedgerImage {
    return { ...entry, sourceInstanceId: entry.sourceInstanceId ?? sources.get(entry.imageId) };
  }
}
