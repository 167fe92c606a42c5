/** Reads whether an instance is in the line: the evidence that `shared/domain/decision/line.ts` weighs. */
import { readProbePoints } from '../../aws/probe-metric.ts';
import { describeInstance, instanceOf } from '../../aws/read-instances.ts';
import { readRotation } from '../../aws/rotation-records.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { rotationMachineArnOf } from '../../domain/arns.ts';
import { type InLine, inLine, type LineEvidence, type Proof } from '../../domain/decision/line.ts';
import { messageOf } from '../../domain/errors.ts';
import {
  type Ledger,
  nameFits,
  newestFirst,
  type RotationRun,
  recordedIds,
  refusedHolderOf,
  vouchOf,
} from '../../domain/images/ledger.ts';
import { familyOf } from '../../domain/images/naming.ts';
import { plusSeconds } from '../../domain/instants.ts';
import { PROBATION_SECONDS, provesItself } from '../../domain/probing/probation.ts';
import { type Address, type Image, type Instance, TAG } from '../../domain/snapshot.ts';
import { isStandbyOfOurs } from '../provenance/standby-origin.ts';
import { type Records, readRecords } from './read-records.ts';
import { readTakenOver, type TakenOver } from './taken-over.ts';
import { readWatched } from './watched.ts';

export type LineRead = { line: InLine; records: Records; takenOver: TakenOver; vouched: LineEvidence['vouched'] };

type Asked = { appliance: Appliance; address: Address; instanceId: string };

/** What cannot be read is unknown, and the rest may still decide. */
export async function readLine(asked: Asked, deps: Deps): Promise<LineRead> {
  const { appliance, instanceId } = asked;
  const [raw, records] = await Promise.all([describeInstance(deps.clients, instanceId), readRecords(appliance, deps)]);
  const instance = raw.reading === 'described' ? instanceOf(raw.raw) : undefined;
  const tags = instance?.tags ?? {};
  const [takenOver, vouched, answers, kept] = await Promise.all([
    orUnknown(readTakenOver({ appliance, instanceId, pointer: tags[TAG.by] }, deps)),
    raw.reading === 'unreadable'
      ? { found: 'unknown' as const, why: raw.why }
      : orUnknown(readVouch({ ...asked, pointer: tags[TAG.vouched] }, deps)),
    orUnknown(readAnswers(asked, records.runs, deps)),
    instance ? orUnknown(readKept(instance, appliance, deps)) : { found: 'no' as const },
  ]);
  const seen = takenOver.found === 'unknown' ? { ...takenOver, any: false } : takenOver;
  const line = inLine({
    ...{ instanceId, vouched, takenOver: seen, answers },
    recorded: kept.found === 'no' ? recordedIn(records, instanceId) : kept,
    earlier: earlierOf(records, takenOver),
    imagesOf: records.images
      ? { found: 'read', ids: sourcesOf(records.images, familyOf(appliance)) }
      : { found: 'unknown', why: records.why ?? 'the images cannot be read' },
  });
  return { line, records, takenOver: seen, vouched };
}

/** A standby to which a person gave the address is the clone that a rotation of ours made and kept. */
async function readKept(instance: Instance, { name }: Appliance, deps: Deps): Promise<LineEvidence['recorded']> {
  const execution = instance.tags[TAG.by];
  if (execution === undefined || !(await isStandbyOfOurs(instance, { appliance: name, by: execution }, deps)))
    return { found: 'no' };
  return { found: 'yes', execution };
}

/** Tags make no image ours: only names count that a rotation, or the recipe, gave at the time that EC2 says. */
const sourcesOf = (images: Image[], family: string): string[] =>
  images.flatMap((image) => (nameFits(image, family) ? (image.sourceInstanceId ?? []) : []));

async function orUnknown<Facts extends Proof>(
  work: Promise<Facts>,
): Promise<Facts | { found: 'unknown'; why: string }> {
  return work.catch((cause) => ({ found: 'unknown', why: messageOf(cause) }));
}

function recordedIn({ ledgers, why }: Records, instanceId: string): LineEvidence['recorded'] {
  const ledger = newestFirst(ledgers).find((each: Ledger) => recordedIds([each]).includes(instanceId));
  if (ledger) return { found: 'yes', execution: ledger.execution };
  return why === undefined ? { found: 'no' } : { found: 'unknown', why };
}

/** Whether a verified takeover or a succeeded rotation of the appliance is known at all. */
function earlierOf({ ledgers, why }: Records, takenOver: TakenOver | { found: 'unknown'; why: string }): Proof {
  if (ledgers.length > 0 || (takenOver.found !== 'unknown' && takenOver.any)) return { found: 'yes' };
  if (takenOver.found === 'unknown') return takenOver;
  return why === undefined ? { found: 'no' } : { found: 'unknown', why };
}

type Vouching = Asked & { pointer: string | undefined };

async function readVouch({ appliance, instanceId, pointer }: Vouching, deps: Deps): Promise<LineEvidence['vouched']> {
  if (pointer === undefined) return { found: 'no' };
  const machineArn = rotationMachineArnOf(deps.deployment);
  const run = await readRotation(deps.clients, { machineArn, execution: pointer });
  const vouch = run && vouchOf(run, appliance.name);
  if (vouch?.instanceId !== instanceId) return { found: 'no' };
  return { found: 'yes', execution: pointer, by: vouch.by };
}

/**
 * Two things have to be known: that the instance has held the address for five minutes, and that its probe was clean for
 * that time. The second is read from our own metric. The first is known from our alarm, or from the record of a rotation that
 * refused the instance; a tag of the address proves neither. Where nothing says it, the next rotation records it.
 */
async function readAnswers(
  { appliance, address, instanceId }: Asked,
  runs: RotationRun[],
  deps: Deps,
): Promise<LineEvidence['answers']> {
  if (address.instanceId !== instanceId) return { found: 'no' };
  const now = deps.clock.now().toISOString();
  const from = plusSeconds(now, -PROBATION_SECONDS);
  const since = await heldSince({ appliance, instanceId, from }, runs, deps);
  if (since === undefined || since > from) return { found: 'no' };
  const points = await readProbePoints(deps.clients, { appliance: appliance.name, from, to: now });
  const { intervalSeconds } = appliance.probe;
  return provesItself(points, { intervalSeconds, now }) ? { found: 'yes', since } : { found: 'no' };
}

type Held = Pick<Asked, 'appliance' | 'instanceId'> & { from: string };

/** The alarm is asked only where no record says that the instance held the address at `from`. */
async function heldSince(
  { appliance, instanceId, from }: Held,
  runs: RotationRun[],
  deps: Deps,
): Promise<string | undefined> {
  const refused = runs.filter((run) => refusedHolderOf(run, appliance.name) === instanceId);
  const [recorded] = refused.map(({ startedAt }) => startedAt).sort();
  if (recorded !== undefined && recorded <= from) return recorded;
  const watched = await readWatched(appliance, deps);
  return watched?.instanceId === instanceId ? watched.configuredAt : recorded;
}
