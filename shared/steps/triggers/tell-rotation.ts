/** Tells of a rotation that ended badly, of nights without an image, and of what one that succeeded left open. */
import { writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import { findAppliance } from '../../domain/appliance.ts';
import { messageOf, RefusedError } from '../../domain/errors.ts';
import { rotationErrorIn } from '../../domain/images/earlier-release.ts';
import { NOTIFIED_NIGHTS_MIN } from '../../domain/images/held-nights.ts';
import { isNotifiedAtOnce } from '../../domain/images/rotation.ts';
import { imageProtected, protectedIn } from '../../domain/messages/image-protected.ts';
import { imageUnknown, unknownIn } from '../../domain/messages/image-unknown.ts';
import { imageUnproven, unprovenIn } from '../../domain/messages/image-unproven.ts';
import {
  type Condition,
  type ConditionKind,
  isSent,
  readSent,
  stillKept,
  withSent,
} from '../../domain/messages/news.ts';
import { isProofFailed, type ReportedRotation, rotationFailed } from '../../domain/messages/rotation-failed.ts';
import { rotationHeld } from '../../domain/messages/rotation-held.ts';
import { openSilence, serviceSilent } from '../../domain/messages/service-silent.ts';
import { openUnasked, serviceUnasked } from '../../domain/messages/service-unasked.ts';
import { imagePruned, prunedIn } from '../../domain/messages/unusual-pruning.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { ownerOf } from '../world/owner.ts';
import type { StatusChange } from './notify-input.ts';
import { readAsked, readRotation } from './notify-words.ts';
import { readSoon, tell, tellOnce } from './tell-once.ts';

/** @throws RefusedError when it succeeded, and what it came to cannot be read. */
export async function tellRotation(change: StatusChange, deps: Deps): Promise<string[]> {
  const appliance = readAsked(change.input).appliance ?? `failover-${deps.deployment.stage}`;
  if (change.status !== 'SUCCEEDED') {
    const failed = { appliance, execution: change, record: readRotation(change.cause) };
    // The notification of a failed rotation lists what was pruned; one that gave way sends none.
    if (gaveWay(failed)) return tellPruned(failed, deps);
    return tell(rotationFailed(failed), deps);
  }
  const record = readRotation(change.output);
  if (!record) throw new RefusedError(`${change.name} succeeded, and its record cannot be read`);
  const ended = { appliance, execution: change, record };
  // A person who vouches has the answer already, and the execution keeps it.
  if (record.outcome === 'vouched') return [];
  return record.outcome === 'held' ? tellHeld(ended, deps) : tellOpen(ended, deps);
}

/** The takeover sends its own notifications. An image that does not boot is worth one all the same. */
const gaveWay = ({ appliance, record }: { appliance: string; record: ReportedRotation | undefined }): boolean =>
  record !== undefined && rotationErrorIn(record, appliance) === 'GaveWayError' && !isProofFailed(record);

async function tellPruned({ appliance, execution, record }: Failed, deps: Deps): Promise<string[]> {
  const details = prunedIn(record ?? {}).map(({ about }) => about);
  return details.length > 0 ? tell(imagePruned({ appliance, details, execution }), deps) : [];
}

type Failed = Omit<Ended, 'record'> & { record: ReportedRotation | undefined };

type Ended = { appliance: string; execution: StatusChange; record: ReportedRotation };

/** One mail for all the nights of a row. The gate counts only the scheduled nights, so a rotation that is started by hand sends none. */
async function tellHeld(ended: Ended, deps: Deps): Promise<string[]> {
  const { nights = 0, since = '', detail = '', because } = ended.record;
  const atOnce = isNotifiedAtOnce(because);
  if (nights < (atOnce ? 1 : NOTIFIED_NIGHTS_MIN)) return [];
  // Identified by its first night, so that a row of nights is notified although the end of the last one was missed.
  return tellOnce(
    { kind: 'rotation-held', about: atOnce ? `${since} ${because}` : since, detail },
    rotationHeld(ended),
    deps,
  );
}

const IN_DOUBT = [
  ['image-unproven', imageUnproven],
  ['service-silent', serviceSilent],
  ['service-unasked', serviceUnasked],
] as const;

/** There is an image again, so all other conditions that rotations have notified are over. */
async function tellOpen({ appliance, execution, record }: Ended, deps: Deps): Promise<string[]> {
  const floatingIp = findAppliance(deps.configuration, appliance)?.floatingIp;
  const address = floatingIp === undefined ? undefined : await readSoon(floatingIp, deps);
  const sent = readSent(address?.tags[TAG.sent]);
  const open = protectedIn(record).concat(
    unknownIn(record),
    prunedIn(record),
    unprovenIn(record),
    openSilence(record, sent),
    openUnasked(record, sent),
  );
  const fresh = open.filter((condition) => !isSent(sent, condition));
  const isFresh = (wanted: ConditionKind): boolean => fresh.some(({ kind }) => kind === wanted);
  const idsOf = (wanted: ConditionKind): string[] =>
    fresh.filter(({ kind }) => kind === wanted).map(({ about }) => about);
  const [imageIds, unknownIds, details] = [idsOf('image-protected'), idsOf('image-unknown'), idsOf('image-pruned')];
  const messages = [
    ...(unknownIds.length > 0 ? [imageUnknown({ appliance, ids: unknownIds, execution })] : []),
    ...(details.length > 0 ? [imagePruned({ appliance, details, execution })] : []),
    ...(imageIds.length > 0 ? [imageProtected({ appliance, imageIds, execution })] : []),
    ...IN_DOUBT.filter(([kind]) => isFresh(kind)).map(([, message]) => message({ appliance, record, execution })),
  ];
  const subjects: string[] = [];
  for (const message of messages) subjects.push(...(await tell(message, deps)));
  // Nothing is known of what is open where nothing could be pruned.
  if (address && record.pruned?.held === undefined) await rememberOpen(address, { sent, open, fresh }, deps);
  return subjects;
}

type Open = { sent: ReadonlySet<string>; open: Condition[]; fresh: Condition[] };

/**
 * Only after it was published. A tag that cannot be written is no reason to tell everything again at once; one with
 * nothing left in it stays empty, because who tells people may remove nothing.
 */
async function rememberOpen(address: Address, { sent, open, fresh }: Open, deps: Deps): Promise<void> {
  if (foreignOwner(address, ownerOf(deps)) !== undefined) return;
  const tag = fresh.reduce((so, condition) => withSent(readSent(so), condition), stillKept(sent, open));
  if (tag === (address.tags[TAG.sent] ?? '')) return;
  try {
    await writeTags(deps.clients, address.allocationId, { [TAG.sent]: tag });
  } catch (cause) {
    deps.log({ level: 'error', address: address.allocationId, notRemembered: messageOf(cause) });
  }
}
