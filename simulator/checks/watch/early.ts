/** S28 after every change: what was launched or started early, by the record of who asked for it. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { isPrepareNameOf } from '../../../shared/domain/decision/early-launch.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { disagreements } from '../../../shared/domain/traffic/placed.ts';
import { allTrue, truth } from '../../account/consistency.ts';
import type { InstanceRecord } from '../../account/ec2/state.ts';
import { serves } from '../../account/observe.ts';
import { isClosed } from '../../account/sfn/execution.ts';
import type { World } from '../../account/world.ts';
import {
  GONE_AFTER_RECOVERY_SECONDS,
  GONE_SECONDS,
  keptTooLong,
  launchedAgainst,
  RESTS_SECONDS,
  terminatedInUse,
  usedUnopened,
} from '../rules/early.ts';
import { truthOf } from './truth.ts';
import { isHindered, takeoverRunsSince } from './zombies.ts';

const ALIVE = ['pending', 'running'];

const instant = (epochMs: number): string => new Date(epochMs).toISOString();

const isEarly = ({ madeBy, tags }: InstanceRecord, { name }: Appliance): boolean =>
  madeBy === 'launch-ahead' && tags[TAG.appliance] === name;

/** A standby that can be started. */
const isResting = ({ state, tags }: InstanceRecord, { name }: Appliance): boolean =>
  state === 'stopped' && tags[TAG.role] === 'standby' && tags[TAG.appliance] === name;

type Seen = {
  early: Map<string, InstanceRecord>;
  /** Ids of the standbys that rest. */
  resting: Set<string>;
  holder: string | undefined;
  tags: string;
  tagsSinceMs: number;
};

function look(world: World, appliance: Appliance, before: Seen | undefined): Seen {
  const { address } = truthOf(world, appliance).traffic;
  const tags = JSON.stringify([address.tags[TAG.pausedUntil], address.tags[TAG.rebootingUntil]]);
  const all = allTrue(world.ec2.instances);
  const early = all.filter((each) => isEarly(each, appliance));
  return {
    resting: new Set(all.flatMap((each) => (isResting(each, appliance) ? [each.id] : []))),
    early: new Map(early.map((each) => [each.id, each])),
    ...{ holder: address.instanceId, tags },
    tagsSinceMs: before?.tags === tags ? before.tagsSinceMs : world.clock.nowMs(),
  };
}

type Change = {
  world: World;
  appliance: Appliance;
  by: string;
  was: Seen;
  is: Seen;
  /** When each standby was started early the last time. */
  starts: Map<string, number>;
};

function launches({ world, appliance, was, is, starts }: Change): string[] {
  const { tags } = truthOf(world, appliance).traffic.address;
  const nowMs = world.clock.nowMs();
  const earlier = [
    ...[...was.early.values()].map(({ launchedAtMs }) => launchedAtMs),
    ...[...starts.values()].filter((atMs) => atMs < nowMs),
  ];
  const launched = [...is.early.keys()]
    .filter((id) => !was.early.has(id))
    .map((id) => ({ id, did: 'launched' as const }));
  const started = [...starts].flatMap(([id, atMs]) => (atMs === nowMs ? [{ id, did: 'started' as const }] : []));
  return [...launched, ...started].flatMap((each) =>
    launchedAgainst({
      ...{ ...each, at: instant(nowMs), appliance },
      before: earlier.length > 0 ? instant(Math.max(...earlier)) : undefined,
      ...{ pausedUntil: tags[TAG.pausedUntil], rebootingUntil: tags[TAG.rebootingUntil] },
      tagsSince: instant(is.tagsSinceMs),
      takeoverSince: takeoverRunsSince(world, appliance),
    }),
  );
}

const terminations = ({ by, was, is }: Change): string[] =>
  [...is.early.values()].flatMap(({ id, state }) => {
    const before = was.early.get(id);
    const isEnd = ['shutting-down', 'terminated'].includes(state);
    return before && ALIVE.includes(before.state) && isEnd
      ? terminatedInUse({ by, id, role: before.tags[TAG.role] })
      : [];
  });

function uses({ world, was, is }: Change): string[] {
  const now = is.holder === was.holder ? undefined : is.early.get(is.holder ?? '');
  if (!now) return [];
  const groups = now.networkInterfaceIds.flatMap((id) => truth(world.ec2.networkInterfaces, id)?.groupIds ?? []);
  const closed = groups.some((id) => truth(world.ec2.securityGroups, id)?.tags[TAG.role] === 'proof');
  return usedUnopened({ id: now.id, role: now.tags[TAG.role], closed });
}

const answers = (world: World, appliance: Appliance): boolean => {
  const { address, parts } = truthOf(world, appliance).traffic;
  const { instanceId, networkInterfaceId, publicIp } = address;
  return serves(world, publicIp) && disagreements(parts, { instanceId, networkInterfaceId }).length === 0;
};

/** A standby points to its rotation, so that for one any execution of `prepare` will do. */
const isWatched = ({ stepFunctions }: World, by: string | undefined, { name }: Appliance): boolean =>
  stepFunctions.executions.some(
    (each) => !isClosed(each) && (by === undefined ? isPrepareNameOf(each.name, name) : each.arn === by),
  );

type Unused = { id: string; did: 'launched' | 'started'; by: string | undefined };

function unusedOf(world: World, appliance: Appliance, starts: Map<string, number>): Unused[] {
  if (isHindered(world, appliance)) return [];
  return allTrue(world.ec2.instances)
    .filter(({ state }) => ALIVE.includes(state))
    .flatMap((each): Unused[] => {
      const { id, tags } = each;
      if (isEarly(each, appliance) && tags[TAG.role] === 'ahead') return [{ id, did: 'launched', by: tags[TAG.by] }];
      // One that was stopped and started since has another LaunchTime.
      const isStart = Math.abs((starts.get(id) ?? 0) - each.launchedAtMs) < 1000;
      return isStart && tags[TAG.role] === 'standby' && answers(world, appliance)
        ? [{ id, did: 'started', by: undefined }]
        : [];
    });
}

type Watching = { appliance: Appliance; starts: Map<string, number> };

/** How long each unused one is there while nothing hinders its end. Looked at after changes, and when a bound is reached. */
function watchAges(world: World, { appliance, starts }: Watching, report: (found: string[]) => void): void {
  const { clock } = world;
  const sinceMs = new Map<string, number>();
  let answeringMs: number | undefined;
  const again = (seconds: number): void => void clock.at(clock.nowMs() + seconds * 1000 + 1000, lookAtAges);
  const lookAtAges = (): void => {
    const nowMs = clock.nowMs();
    const unused = unusedOf(world, appliance, starts);
    for (const id of sinceMs.keys()) if (!unused.some((each) => each.id === id)) sinceMs.delete(id);
    if (unused.length === 0) {
      answeringMs = undefined;
      return;
    }
    if (!answers(world, appliance)) answeringMs = undefined;
    else if (answeringMs === undefined) {
      answeringMs = nowMs;
      again(GONE_AFTER_RECOVERY_SECONDS);
    }
    for (const { id, did, by } of unused) {
      const since = sinceMs.get(id);
      if (since === undefined) {
        sinceMs.set(id, nowMs);
        again(did === 'launched' ? GONE_SECONDS : RESTS_SECONDS);
        continue;
      }
      // A dead execution looks at nothing any more; the sweep goes by the age alone.
      const watched = answeringMs !== undefined && isWatched(world, by, appliance);
      const answeringSince = watched ? instant(Math.max(answeringMs ?? since, since)) : undefined;
      report(keptTooLong({ id, did }, { since: instant(since), answeringSince, now: instant(nowMs) }));
    }
  };
  world.onChange(lookAtAges);
}

/** `automatic`: schedules run, so that what a sweep ought to do can be waited for. */
export function watchEarly(
  world: World,
  { appliance, automatic }: { appliance: Appliance; automatic: boolean },
  report: (found: string[]) => void,
): void {
  let last = look(world, appliance, undefined);
  const starts = new Map<string, number>();
  world.onChange(({ by }) => {
    const was = last;
    last = look(world, appliance, was);
    const woken = by === 'launch-ahead' ? [...was.resting].filter((id) => !last.resting.has(id)) : [];
    for (const id of woken) starts.set(id, world.clock.nowMs());
    if (last.early.size === 0 && woken.length === 0) return;
    const change = { world, appliance, by, was, is: last, starts };
    report([...launches(change), ...terminations(change), ...uses(change)]);
  });
  if (automatic) watchAges(world, { appliance, starts }, report);
}
