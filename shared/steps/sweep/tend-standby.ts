/** The standby of an appliance: one is ready, and only one. What is missing is built by a rotation, never by the sweep. */
import { readGoodImages } from '../../aws/good-images.ts';
import { readInstance } from '../../aws/read-instances.ts';
import { readRotationsNow, startRebuild } from '../../aws/standby-rebuilds.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { rotationMachineArnOf } from '../../domain/arns.ts';
import { isImpaired } from '../../domain/decision/evidence.ts';
import { readPause } from '../../domain/decision/pauses.ts';
import {
  ATTEMPTS_SECONDS,
  nextAttemptAt,
  restOf,
  type StandbyState,
  standbyState,
} from '../../domain/decision/standby-state.ts';
import { hoursBetween, plusSeconds, secondsBetween } from '../../domain/instants.ts';
import type { Condition } from '../../domain/messages/news.ts';
import { hasEnded, type Image, type Instance, TAG } from '../../domain/snapshot.ts';
import { isStandbyOfOurs } from '../provenance/standby-origin.ts';
import { endStandby } from '../standby/end-standby.ts';
import { restStandby } from '../standby/rest-standby.ts';
import { runsAs } from '../standby/runs-as.ts';
import { imagesOf } from '../world/images-of.ts';
import { whyLost } from './lost-standby.ts';
import { returnStandbys } from './return-standby.ts';
import type { Work } from './work.ts';

type Tending = Pick<Work, 'appliance' | 'address' | 'round' | 'last' | 'now'>;

type Tended = { conditions: Condition[]; changes: string[] };

/** A rotation that died between two standbys leaves both; the one that is not named by the address ends after this. */
const SUPERFLUOUS_SECONDS = 2 * 3_600;

export async function tendStandby(tending: Tending, deps: Deps): Promise<Tended> {
  const { appliance, address, round } = tending;
  const { ours } = round.everything;
  if (appliance.standby.tier === 'cold' || appliance.mode === 'observe' || !round.thorough || !ours) return NOTHING;
  const active = address.instanceId === undefined ? undefined : await readInstance(deps.clients, address.instanceId);
  // Where the active instance is decides where a standby may be.
  if (active?.reading !== 'described') return NOTHING;
  const returned = await returnStandbys(tending, deps);
  if (returned.length > 0) return { conditions: [], changes: returned };
  const standbys = await readStandbys(tending, deps);
  if (standbys === 'unknown') return NOTHING;
  const kept = standbys.find(({ id }) => id === address.tags[TAG.standby]) ?? standbys.find(isAtRest(appliance));
  const changes = kept ? await pointTo(kept, tending, deps) : [];
  const [newest] = await newestOf(tending, deps);
  const state = standbyState({
    tier: appliance.standby.tier,
    kept: kept && {
      ...{ ...kept, instanceId: kept.id, impaired: isImpairedIn(kept, tending) },
      runsAs: await runsAs(kept, appliance, deps),
    },
    lost: kept ? undefined : await whyLost(address, deps),
    activeZone: active.instance.zone,
    newest: newest && { imageId: newest.id },
  });
  if (state.state === 'left') return { conditions: [], changes: [...changes, ...(await rest(kept, tending, deps))] };
  const rebuilt = newest && state.state !== 'ready' ? await rebuild(state, tending, deps) : NOTHING;
  const ended =
    kept && state.state === 'ready' && isAtRest(appliance)(kept)
      ? await endOthers(standbys, kept, tending, deps)
      : NOTHING;
  const stale = kept && newest ? staleConditions(kept, newest, tending) : [];
  return {
    conditions: [...rebuilt.conditions, ...ended.conditions, ...stale],
    changes: [...changes, ...rebuilt.changes, ...ended.changes],
  };
}

const NOTHING: Tended = { conditions: [], changes: [] };

const isAtRest =
  ({ standby: { tier } }: Appliance) =>
  ({ state }: Instance): boolean =>
    state === restOf(tier) || (state === 'pending' && tier !== 'stopped');

/** Provably ours, and not the active instance. What cannot be read says nothing, and then nothing is done. */
async function readStandbys({ appliance, address, round }: Tending, deps: Deps): Promise<Instance[] | 'unknown'> {
  const ids = (round.everything.ours ?? [])
    .filter((one) => one.appliance === appliance.name && one.role === 'standby')
    .map(({ instanceId }) => instanceId)
    .filter((id) => ![address.instanceId, address.tags[TAG.activeInstance]].includes(id));
  const readings = await Promise.all(ids.map((id) => readInstance(deps.clients, id)));
  if (readings.some((reading) => reading.reading === 'unreadable' && reading.throttled)) return 'unknown';
  const there = readings.flatMap((reading) => (reading.reading === 'described' ? [reading.instance] : []));
  const living = there.filter((one) => !hasEnded(one));
  const own = await Promise.all(
    living.map((one) => isStandbyOfOurs(one, { appliance: appliance.name, by: one.tags[TAG.by] }, deps)),
  );
  return living.filter((_, index) => own[index]);
}

const isImpairedIn = ({ id }: Instance, { round }: Tending): boolean => {
  const machine = round.everything.machines.get(id);
  return machine?.reading === 'described' && isImpaired(machine.status);
};

/** The pointer was removed or replaced: the tags and the record of the instance say the same. */
async function pointTo(kept: Instance, { appliance, address }: Tending, { clients }: Deps): Promise<string[]> {
  const { id, state } = kept;
  if (address.tags[TAG.standby] === id || state !== restOf(appliance.standby.tier)) return [];
  await writeTags(clients, address.allocationId, { [TAG.standby]: id });
  return [`${TAG.standby}=${id}`];
}

async function rest(kept: Instance | undefined, { appliance }: Tending, deps: Deps): Promise<string[]> {
  if (!kept) return [];
  const { outcome } = await restStandby(kept, appliance, deps);
  return outcome === 'stopped' ? [`stops the standby ${kept.id}, which was started early`] : [];
}

/** Of those that a rotation of ours made: a standby is built of no other. */
async function newestOf({ appliance }: Tending, deps: Deps): Promise<Image[]> {
  const images = await readGoodImages(deps.clients, imagesOf(appliance, deps)).catch(() => []);
  return images.filter(({ ours, provenance }) => ours && provenance !== 'none');
}

type Lacking = Exclude<StandbyState, { state: 'ready' | 'left' }>;

async function rebuild(lacking: Lacking, { appliance, address, now }: Tending, deps: Deps): Promise<Tended> {
  const { name } = appliance;
  const why = lacking.state === 'missing' ? `no standby of ${name} is there` : lacking.why;
  const duty = lacking.state === 'unsettled' ? 'settle' : 'rebuild';
  const machineArn = rotationMachineArnOf(deps.deployment);
  const since = plusSeconds(now, -ATTEMPTS_SECONDS);
  const { isRunning: rotates, attemptsStartedAt } = await readRotationsNow(deps.clients, {
    machineArn,
    appliance: name,
    since,
    duty,
  });
  const dueAt = nextAttemptAt(attemptsStartedAt, now);
  const paused = readPause(address, now).kind !== 'none';
  const starts = !rotates && !paused && dueAt <= now;
  const started =
    starts &&
    (await startRebuild(deps.clients, {
      ...{ machineArn, appliance: name, reason: why, now },
      standby: duty,
    }));
  const changes = started ? [`starts ${started}`] : [];
  // Its own rotation is about to stop it.
  if (lacking.state === 'unsettled' || (lacking.state === 'awake' && rotates)) return { conditions: [], changes };
  // Right after a takeover none is there, which its own notification says; a second attempt is worth a notification.
  if (lacking.state === 'old' || (lacking.state === 'missing' && attemptsStartedAt.length < 2)) {
    return { conditions: [], changes };
  }
  const next = rotates || starts ? 'a new one is being built' : `a new one is built at ${dueAt}`;
  const detail = `${why}; ${paused ? 'a new one is built after the pause' : next}. Until then a takeover launches from the newest image`;
  return { conditions: [{ kind: 'standby-dead', about: why, detail }], changes };
}

async function endOthers(
  standbys: Instance[],
  kept: Instance,
  { appliance, now }: Tending,
  deps: Deps,
): Promise<Tended> {
  const others = standbys.filter(
    ({ id, launchedAt }) =>
      id !== kept.id && launchedAt !== undefined && secondsBetween({ from: launchedAt, to: now }) > SUPERFLUOUS_SECONDS,
  );
  const changes: string[] = [];
  for (const { id: instanceId } of others) {
    if ((await endStandby({ appliance, instanceId, ready: kept.id }, deps)) === 'terminates') {
      changes.push(`terminates the superfluous standby ${instanceId}`);
    }
  }
  return { conditions: [], changes };
}

function staleConditions({ id, imageId }: Instance, newest: Image, { appliance, now }: Tending): Condition[] {
  const { takenAt } = newest;
  if (newest.id !== imageId || takenAt === undefined) return [];
  const hours = Math.floor(hoursBetween({ from: takenAt, to: now }));
  const { maxAgeHours } = appliance.standby;
  if (hours <= maxAgeHours) return [];
  const detail = `the image of the standby ${id} was taken ${hours} h ago, and standby.maxAgeHours is ${maxAgeHours}; no newer image is good`;
  return [{ kind: 'standby-stale', about: imageId, detail }];
}
