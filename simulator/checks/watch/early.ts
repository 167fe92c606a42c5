/** S28 after every change: what was launched early, by the record of who asked for it. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
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
  terminatedInUse,
  usedUnopened,
} from '../rules/early.ts';
import { truthOf } from './truth.ts';
import { isHindered, takeoverRunsSince } from './zombies.ts';

const ALIVE = ['pending', 'running'];

const instant = (epochMs: number): string => new Date(epochMs).toISOString();

const isEarly = ({ madeBy, tags }: InstanceRecord, { name }: Appliance): boolean =>
  madeBy === 'launch-ahead' && tags[TAG.appliance] === name;

type Seen = { early: Map<string, InstanceRecord>; holder: string | undefined; tags: string; tagsSinceMs: number };

function look(world: World, appliance: Appliance, before: Seen | undefined): Seen {
  const { address } = truthOf(world, appliance).traffic;
  const tags = JSON.stringify([address.tags[TAG.pausedUntil], address.tags[TAG.rebootingUntil]]);
  const early = allTrue(world.ec2.instances).filter((each) => isEarly(each, appliance));
  return {
    early: new Map(early.map((each) => [each.id, each])),
    ...{ holder: address.instanceId, tags },
    tagsSinceMs: before?.tags === tags ? before.tagsSinceMs : world.clock.nowMs(),
  };
}

type Change = { world: World; appliance: Appliance; by: string; was: Seen; is: Seen };

function launches({ world, appliance, was, is }: Change): string[] {
  const { tags } = truthOf(world, appliance).traffic.address;
  const nowMs = world.clock.nowMs();
  const earlier = Math.max(...[...was.early.values()].map(({ launchedAtMs }) => launchedAtMs));
  return [...is.early.values()]
    .filter(({ id }) => !was.early.has(id))
    .flatMap(({ id }) =>
      launchedAgainst({
        ...{ id, at: instant(nowMs), appliance },
        before: was.early.size > 0 ? instant(earlier) : undefined,
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

const isWatched = ({ stepFunctions }: World, by: string | undefined): boolean =>
  stepFunctions.executions.some((each) => each.arn === by && !isClosed(each));

/** How long each unused one is there while nothing hinders its end. Looked at after changes, and when a bound is reached. */
function watchAges(world: World, appliance: Appliance, report: (found: string[]) => void): void {
  const { clock } = world;
  const sinceMs = new Map<string, number>();
  let answeringMs: number | undefined;
  const again = (seconds: number): void => void clock.at(clock.nowMs() + seconds * 1000 + 1000, lookAtAges);
  const lookAtAges = (): void => {
    const nowMs = clock.nowMs();
    const hindered = isHindered(world, appliance);
    const unused = hindered
      ? []
      : allTrue(world.ec2.instances).filter(
          (each) => isEarly(each, appliance) && ALIVE.includes(each.state) && each.tags[TAG.role] === 'ahead',
        );
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
    for (const { id, tags } of unused) {
      const since = sinceMs.get(id);
      if (since === undefined) {
        sinceMs.set(id, nowMs);
        again(GONE_SECONDS);
        continue;
      }
      // A dead execution looks at nothing any more; the sweep goes by the age alone.
      const watched = answeringMs !== undefined && isWatched(world, tags[TAG.by]);
      const answeringSince = watched ? instant(Math.max(answeringMs ?? since, since)) : undefined;
      report(keptTooLong(id, { since: instant(since), answeringSince, now: instant(nowMs) }));
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
  world.onChange(({ by }) => {
    const was = last;
    last = look(world, appliance, was);
    if (last.early.size === 0) return;
    const change = { world, appliance, by, was, is: last };
    report([...launches(change), ...terminations(change), ...uses(change)]);
  });
  if (automatic) watchAges(world, appliance, report);
}
