/** Prunes images one by one, and asks before each whether that is still right. */
import { deregister } from '../../aws/images.ts';
import { readTagged } from '../../aws/read-images.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { messageOf } from '../../domain/errors.ts';
import { newestContentFirst, takenAtOf } from '../../domain/images/content-time.ts';
import {
  entryOf,
  type LedgerLine,
  type LedgerOrphan,
  newestFirst,
  provenanceOf,
  recordedIds,
} from '../../domain/images/ledger.ts';
import { familyOf } from '../../domain/images/naming.ts';
import { lineOfImage, type NextLedger, nextLedger } from '../../domain/images/next-ledger.ts';
import { type Retention, retention } from '../../domain/images/retention.ts';
import { type Address, type Image, TAG } from '../../domain/snapshot.ts';
import { type LineRead, readLine } from '../line/read-line.ts';
import { whoseOf } from '../world/owner.ts';
import { deleteOrphans } from './delete-orphans.ts';
import type { Done, LedgerFacts, Orphans, Pruned } from './facts.ts';
import { type RotationInput, type WithPass, withPass } from './input.ts';
import { mayChange } from './may-change.ts';
import { isRecordedUnfit } from './recorded-unfit.ts';
import { readUsedImageIds } from './used-images.ts';

type Pruning = { input: RotationInput; appliance: Appliance; address: Address; accepted: boolean };

/** The rest is for the next night: the step has to end, and nothing is urgent about it. */
const DEREGISTERED_MAX = 20;

export type Tidied = { pruned: Pruned; ledger?: LedgerFacts | undefined };

/** @throws TransientError when the images cannot be read. */
export async function prune(pruning: Pruning, deps: Deps, problems: string[]): Promise<Tidied> {
  const { appliance, address, accepted } = pruning;
  const input = withPass(pruning.input);
  const { active } = input.pass;
  const [images, read] = await Promise.all([
    readTagged(deps.clients, whoseOf(appliance.name, deps)),
    readLine({ appliance, address, instanceId: active }, deps),
  ]);
  const work: Work = { appliance, deps, problems, read, active, gateLine: input.pass.line };
  const known = await markFailed(images.map(provenBy(images, work)), input.done, work);
  const usedImageIds = await readUsedImageIds(appliance, address, deps);
  const answer = retention(questionOf(known, usedImageIds, work));
  // After a night without a new image nothing is pruned but what is of no use: an old one is better than none.
  const wanted = answer.prune.filter(({ because }) => accepted || isUnfit(because));
  const spared = answer.prune.filter((each) => !wanted.includes(each)).map(({ id }) => ({ id, because: [] }));
  const { doomed, unrecorded } = await onlyRecorded(wanted, { input, known }, work);
  const gone = await pruneEach(doomed, { ...work, known });
  const whose = whoseOf(appliance.name, deps);
  const { ledgers } = read.records;
  const lineIds = [...recordedIds(ledgers), ...lineIdsOf(work)];
  const orphans = { recorded: newestFirst(ledgers)[0]?.orphans ?? [], lineIds };
  const snapshots = answer.held ? undefined : await deleteOrphans({ known, whose, problems, ...orphans }, deps);
  return {
    pruned: {
      deregistered: gone.deregistered,
      reasons: doomed
        .filter(({ id }) => gone.deregistered.includes(id))
        .map(({ id, because }) => ({ imageId: id, because })),
      ...(snapshots && { snapshots: orphansIn(snapshots) }),
      kept: [...answer.keep, ...spared, ...unrecorded, ...gone.kept].map(({ id: imageId, because }) => ({
        imageId,
        because,
      })),
      ...(answer.held && { held: answer.held }),
    },
    ...(accepted && {
      ledger: ledgerAfter(known, { gone, orphans: snapshots?.orphans ?? orphans.recorded }, input, work),
    }),
  };
}

type Now = { appliance: Appliance; address: Address; active: string };

/** What a rotation that had just made its image would keep and prune. It changes nothing. */
export async function pruningNow(now: Now, deps: Deps): Promise<{ images: Image[]; answer: Retention }> {
  const { appliance, address, active } = now;
  const [tagged, read] = await Promise.all([
    readTagged(deps.clients, whoseOf(appliance.name, deps)),
    readLine({ appliance, address, instanceId: active }, deps),
  ]);
  const work: Work = { appliance, deps, problems: [], read, active, gateLine: undefined };
  const images = tagged.map(provenBy(tagged, work));
  const usedImageIds = await readUsedImageIds(appliance, address, deps);
  return { images, answer: retention(questionOf(images, usedImageIds, work)) };
}

const orphansIn = ({ deleted, marked, unproven }: Orphans): Orphans => ({
  ...{ deleted, marked },
  ...(unproven && { unproven }),
});

type Work = {
  appliance: Appliance;
  deps: Deps;
  problems: string[];
  read: LineRead;
  active: string;
  gateLine: LedgerLine | undefined;
};

const isUnfit = (because: Retention['prune'][number]['because']): boolean =>
  because === 'failed' || because === 'stale-candidate';

/** What cannot be read now was known to the gate. */
const lineIdsOf = ({ read, active, gateLine }: Pick<Work, 'read' | 'active' | 'gateLine'>): string[] =>
  read.line.in === 'yes' || (read.line.in === 'unknown' && gateLine !== undefined) ? [active] : [];

/** With what the records say of its age and of who made it. */
function provenBy(images: Image[], work: Work): (image: Image) => Image {
  const { ledgers } = work.read.records;
  const question = { ledgers, lineIds: lineIdsOf(work), family: familyOf(work.appliance) };
  return (image) => ({
    ...image,
    takenAt: takenAtOf(image, { images, ledgers }),
    provenance: provenanceOf(image, question),
  });
}

function questionOf(images: Image[], usedImageIds: string[] | 'unknown', work: Work) {
  const { keep, maxAgeDays, timezone, lineDays } = work.appliance.rotation;
  const lines = new Map(nextLedger(ledgerQuestion(images, work)).map((entry) => [entry.imageId, lineOfImage(entry)]));
  const activeLine = [...images]
    .sort(newestContentFirst)
    .find(({ id, sourceInstanceId }) => sourceInstanceId === work.active && lines.has(id));
  return {
    images: images.map((image) => ({ ...image, line: lines.get(image.id) })),
    family: familyOf(work.appliance),
    usedImageIds,
    ...{ keep, maxAgeDays, timezone, lineDays },
    activeLine: activeLine && lines.get(activeLine.id),
    now: work.deps.clock.now().toISOString(),
  };
}

/** Good images that provably are ours, and those that a record lists already. */
function ledgerQuestion(images: Image[], work: Work): NextLedger {
  const { read, active, deps } = work;
  const { ledgers } = read.records;
  const listed = images.filter(
    (image) =>
      image.state !== 'deregistered' &&
      (entryOf(image.id, ledgers) !== undefined || (image.standing === 'good' && image.provenance !== 'none')),
  );
  const { line } = read;
  return {
    ...{ before: ledgers, images: listed, active, now: deps.clock.now().toISOString() },
    line: line.in === 'yes' ? { because: line.because, detail: line.detail, since: line.since } : undefined,
    from: read.takenOver.found === 'yes' ? read.takenOver.from : undefined,
    vouched: read.vouched.found === 'yes',
  };
}

type After = { gone: Gone; orphans: LedgerOrphan[] };

function ledgerAfter(known: Image[], { gone, orphans }: After, { pass }: WithPass, work: Work): LedgerFacts {
  const left = known.filter(({ id }) => !gone.deregistered.includes(id));
  const question = ledgerQuestion(left, work);
  return { images: nextLedger(question), orphans, active: work.active, line: question.line ?? pass.line };
}

/** An image that EC2 could not make or will not launch, or that did not boot, is marked first: the mark says why it goes. */
async function markFailed(images: Image[], done: Done, { deps, problems }: Work): Promise<Image[]> {
  const { state, proof, proven } = done;
  const made = state?.state !== 'failed' && state?.state !== 'timed-out';
  const failed = !made || proof?.outcome === 'refused' || proven?.outcome === 'failed';
  const image = images.find(({ id }) => id === done.image?.imageId);
  // A good image was accepted on purpose, and only an operator takes that back.
  if (!failed || !image || image.standing === 'good' || !image.ours) return images;
  await writeTags(deps.clients, image.id, { [TAG.image]: 'failed' }).catch((cause) => problems.push(messageOf(cause)));
  const marked: Image = { ...image, tags: { ...image.tags, [TAG.image]: 'failed' }, standing: 'failed' };
  return images.map((each) => (each === image ? marked : each));
}

type Recorded = { doomed: Retention['prune']; unrecorded: Retention['keep'] };

/** A mark is a tag. An image goes as failed or never accepted only where an execution of ours says so as well. */
async function onlyRecorded(
  wanted: Retention['prune'],
  { input, known }: { input: WithPass; known: Image[] },
  { appliance, deps, read }: Work,
): Promise<Recorded> {
  const answer: Recorded = { doomed: [], unrecorded: [] };
  for (const each of wanted) {
    const image = known.find(({ id }) => id === each.id);
    const own = each.id === input.done.image?.imageId;
    const listed = entryOf(each.id, read.records.ledgers) !== undefined;
    const sure =
      !isUnfit(each.because) || (!listed && (own || (image && (await isRecordedUnfit(image, appliance, deps)))));
    if (sure) answer.doomed.push(each);
    else answer.unrecorded.push({ id: each.id, because: ['no-record'] });
  }
  return answer;
}

type Gone = { deregistered: string[]; kept: Retention['keep'] };

/** A takeover may begin at any moment; then nothing more is pruned. */
async function pruneEach(doomed: Retention['prune'], work: Work & { known: Image[] }): Promise<Gone> {
  const { known, appliance, deps, problems } = work;
  const gone: Gone = { deregistered: [], kept: [] };
  for (const { id } of doomed.slice(0, DEREGISTERED_MAX)) {
    try {
      await mayChange(appliance, deps);
      const image = known.find((each) => each.id === id) ?? { id, ebsSnapshotIds: [] };
      const { outcome, problems: left } = await deregister(deps.clients, image);
      problems.push(...left);
      if (outcome === 'protected') gone.kept.push({ id, because: ['protected'] });
      else gone.deregistered.push(id);
    } catch (cause) {
      problems.push(`${id} stays: ${messageOf(cause)}`);
      break;
    }
  }
  return gone;
}
