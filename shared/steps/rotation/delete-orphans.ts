/**
 * Deletes EBS snapshots whose image is gone, in two nights at least: marked when that is first seen, deleted two days
 * later, so that an operator who deregistered an image by hand has the time to keep them or to bring it back.
 */
import { deleteSnapshot } from '../../aws/images.ts';
import { type ImageSnapshot, readImageSnapshots } from '../../aws/orphan-snapshots.ts';
import { removeTags, writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import type { LedgerOrphan } from '../../domain/images/ledger.ts';
import { CANDIDATE_DAYS_MAX } from '../../domain/images/retention.ts';
import type { Whose } from '../../domain/images/standing.ts';
import { plusSeconds, toInstant } from '../../domain/instants.ts';
import { type Image, TAG } from '../../domain/snapshot.ts';
import { readMovedTo } from '../line/taken-over.ts';
import type { Orphans } from './facts.ts';

/** The rest is for the next night. */
const CHANGED_MAX = 20;

/** `recorded`: what the newest genuine record says of orphans; `lineIds`: the instances that the records name. */
type Question = {
  known: Image[];
  whose: Whose;
  problems: string[];
  recorded: LedgerOrphan[];
  lineIds: string[];
};

/** `orphans` is what the next record says. */
type Answer = Orphans & { orphans: LedgerOrphan[] };

export async function deleteOrphans(question: Question, deps: Deps): Promise<Answer> {
  const { known, whose, problems, recorded } = question;
  const done: Answer = { deleted: [], marked: [], orphans: recorded };
  const imageIds = known.filter(({ state }) => state !== 'deregistered').map(({ id }) => id);
  try {
    const snapshots = await readImageSnapshots(deps.clients, { ...whose, imageIds });
    const now = deps.clock.now().toISOString();
    // A tag and a description of another instance are no proof: such a snapshot is left alone.
    const lineIds = await lineIdsOf(question, snapshots, deps);
    const isOfLine = ({ sourceInstanceId }: ImageSnapshot) => lineIds.includes(sourceInstanceId ?? '');
    const ofLine = snapshots.filter(isOfLine);
    const unproven = snapshots.filter((each) => !isOfLine(each) && !each.hasImage).map(({ id }) => id);
    if (unproven.length > 0) done.unproven = unproven;
    const since = new Map(recorded.map((orphan) => [orphan.snapshotId, orphan.since]));
    const due = ofLine.flatMap((snapshot) => whatIsDue(snapshot, since.get(snapshot.id), now) ?? []);
    for (const each of due.slice(0, CHANGED_MAX)) await settle(each, { now, done, problems }, deps);
    const open = ofLine.filter(({ id, hasImage }) => !hasImage && !done.deleted.includes(id)).map(({ id }) => id);
    done.orphans = open.flatMap((snapshotId) => {
      const known = since.get(snapshotId) ?? (done.marked.includes(snapshotId) ? now : undefined);
      return known === undefined ? [] : [{ snapshotId, since: known }];
    });
  } catch (cause) {
    problems.push(messageOf(cause));
  }
  return done;
}

/** One that was active for a day, and whose only image is gone, is named by no record, but by the takeover that moved to it. */
async function lineIdsOf({ whose, lineIds }: Question, snapshots: ImageSnapshot[], deps: Deps): Promise<string[]> {
  const open = snapshots.some(
    ({ hasImage, sourceInstanceId }) => !hasImage && sourceInstanceId && !lineIds.includes(sourceInstanceId),
  );
  return open ? [...lineIds, ...(await readMovedTo(whose.appliance, deps))] : lineIds;
}

type Due = { snapshot: ImageSnapshot; duty: 'mark' | 'delete' | 'unmark' };

/** A mark that says no instant, or one that is still to come, is written anew. */
function whatIsDue(snapshot: ImageSnapshot, recorded: string | undefined, now: string): Due | undefined {
  const { hasImage, orphanedSince } = snapshot;
  if (hasImage) return orphanedSince === undefined ? undefined : { snapshot, duty: 'unmark' };
  const since = orphanedSince === undefined ? undefined : toInstant(orphanedSince);
  if (since === undefined || since > now || recorded === undefined) return { snapshot, duty: 'mark' };
  const later = recorded > since ? recorded : since;
  return plusSeconds(later, CANDIDATE_DAYS_MAX * 86_400) <= now ? { snapshot, duty: 'delete' } : undefined;
}

type Settling = { now: string; done: Answer; problems: string[] };

async function settle({ snapshot, duty }: Due, { now, done, problems }: Settling, { clients }: Deps): Promise<void> {
  const { id, orphanedSince = '' } = snapshot;
  switch (duty) {
    case 'mark':
      await writeTags(clients, id, { [TAG.orphanedSince]: now });
      done.marked.push(id);
      return;
    case 'unmark':
      await removeTags(clients, id, { [TAG.orphanedSince]: orphanedSince });
      return;
    case 'delete': {
      const problem = await deleteSnapshot(clients, id);
      if (problem) problems.push(problem);
      else done.deleted.push(id);
    }
  }
}
