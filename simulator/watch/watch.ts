/** Checks every invariant after every change of the world, with the functions that production uses. */
import type { Appliance, Configuration } from '../../shared/domain/appliance.ts';
import { violationsOfBystander } from '../../shared/domain/bystander-invariants.ts';
import { notReadBack, type Read, startedWhilePaused, tookOwnership } from '../../shared/domain/conduct-invariants.ts';
import { generationOf } from '../../shared/domain/generation.ts';
import { atMostOneTakeover, type Deed, violationsOf } from '../../shared/domain/invariants.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import type { Story } from '../../shared/domain/story.ts';
import {
  actedOnStaleEvent,
  movedAfterItsEnd,
  tooManyMoves,
  violationsAtEnd,
} from '../../shared/domain/story-invariants.ts';
import type { TakeoverPlan } from '../../shared/domain/takeover-plan.ts';
import { callers } from '../caller.ts';
import { truth } from '../consistency.ts';
import { payloads } from '../lambda-runtime.ts';
import { type Execution, isClosed } from '../sfn/execution.ts';
import type { World } from '../world.ts';
import { deedsBetween } from './deeds.ts';
import { watchImages } from './images.ts';
import { wasBlind } from './last-look.ts';
import { storyOf } from './story-of.ts';
import { isOurs, type Touched, touched } from './touched.ts';
import { type Truth, truthOf } from './truth.ts';
import { watchZombies } from './zombies.ts';

export type Watch = {
  violations: string[];
  /** The deeds of each takeover, by the name of its execution. */
  deeds: Map<string, Deed[]>;
  /** What was true when a takeover ended. */
  stories: Story[];
};

type Watched = {
  world: World;
  appliance: Appliance;
  watch: Watch;
  last: Truth;
  touched: Touched;
  /** Every instance of the account at the last look. */
  known: ReadonlySet<string>;
};

const instanceIds = ({ ec2 }: World): ReadonlySet<string> => new Set(ec2.instances.keys());

/** `Input` of the execution that the current Lambda works for, when that is a takeover. */
function planAtWork(): { plan: TakeoverPlan; execution: string } | undefined {
  const caller = callers.getStore();
  const payload = caller && payloads.get(caller);
  if (typeof payload !== 'object' || payload === null || !('execution' in payload)) return undefined;
  // It has passed through JSON and through the machine: the step itself checks its shape.
  const { Name, Input } = payload.execution as { Name: string; Input: TakeoverPlan };
  return typeof Input === 'object' && 'placements' in Input ? { plan: Input, execution: Name } : undefined;
}

function takeoversOf({ world, appliance }: Watched): { execution: Execution; generation: number }[] {
  return world.stepFunctions.executions.flatMap((execution) => {
    const generation = generationOf(execution.name, appliance.name);
    return generation === undefined ? [] : [{ execution, generation }];
  });
}

/** Each violation is said once, with its instant; the same one would otherwise follow at every later change. */
function report({ world, watch }: Pick<Watched, 'world' | 'watch'>, found: string[]): void {
  const at = new Date(world.clock.nowMs()).toISOString();
  for (const violation of found) {
    if (!watch.violations.some((known) => known.endsWith(violation))) watch.violations.push(`${at} ${violation}`);
  }
}

function afterChange(watched: Watched, by: string): void {
  const { world, appliance, watch, last, known } = watched;
  const now = truthOf(world, appliance);
  watched.last = now;
  if (known.size !== world.ec2.instances.size) watched.known = instanceIds(world);
  const at = new Date(world.clock.nowMs()).toISOString();
  watched.touched = touched(watched.touched, { by, at, before: last, now });
  const takeovers = takeoversOf(watched);
  const running = takeovers.filter(({ execution }) => !isClosed(execution));
  report(
    watched,
    atMostOneTakeover(
      running.map(({ execution, generation }) => ({
        ...{ appliance: appliance.name, generation, redriven: execution.redriveCount > 0 },
      })),
    ),
  );
  if (!isOurs(by)) return;
  const work = planAtWork();
  const newestGeneration = Math.max(0, ...takeovers.map(({ generation }) => generation));
  const { touchedAt, holderDownAt } = watched.touched;
  const sentAt = world.underWay && new Date(world.underWay.atMs).toISOString();
  const caller = callers.getStore();
  // A zombie's deed, or one of a request that was carried out when its client had given it up, or was gone.
  const unheard = caller?.unheard || caller?.dead || world.underWay?.error !== undefined;
  const generation = work?.plan.generation ?? newestGeneration;
  const doer = { at, sentAt, by, unheard, generation, newestGeneration, touchedAt, holderDownAt };
  const clientToken = (id: string): string => truth(world.ec2.instances, id)?.clientToken ?? '';
  const deeds = deedsBetween({ before: last, after: now, clientToken, isNew: (id) => !known.has(id) }, doer);
  if (work?.plan.appliance !== appliance.name) {
    for (const deed of deeds) report(watched, violationsOfBystander(deed));
    return;
  }
  const { plan, execution } = work;
  const [before, after] = [last, now].map(({ traffic }) => traffic.address.tags[TAG.owner]);
  report(watched, tookOwnership({ by, at, before, now: after, touchedAt }));
  watch.deeds.set(execution, [...(watch.deeds.get(execution) ?? []), ...deeds]);
  const story = watch.stories.find((each) => each.plan.appliance === appliance.name && isSame(each.plan, plan));
  for (const deed of deeds) {
    report(watched, violationsOf(deed, plan));
    if (story)
      report(
        watched,
        movedAfterItsEnd(deed, story, (ended) => wasBlind(world, ended)),
      );
  }
}

const isSame = (one: TakeoverPlan, other: TakeoverPlan): boolean => one.generation === other.generation;

/** The instance that the alarm, or EC2's event, was about which started the front door; undefined for whatever else started it. */
function alarmedInstance({ stepFunctions }: World, { startedBy }: TakeoverPlan): string | undefined {
  const front = stepFunctions.executions.find(({ arn }) => arn === startedBy);
  return /"(?:dimensions":\{"InstanceId|event":\{"instanceId)":"(i-\w+)"/.exec(front?.input ?? '')?.[1];
}

/** The plan of a takeover of this appliance; whatever else was started under such a name, its first step refuses. */
function planOf({ name, input }: Execution, appliance: Appliance): TakeoverPlan | undefined {
  if (generationOf(name, appliance.name) === undefined) return undefined;
  const plan: unknown = JSON.parse(input);
  return 'placements' in Object(plan) ? (plan as TakeoverPlan) : undefined;
}

function readsSince({ calls }: World, startedAtMs: number): Read[] {
  return calls
    .filter(({ atMs, error, action }) => atMs >= startedAtMs && !error && action.startsWith('Describe'))
    .map(({ action, caller, endedAtMs }) => ({ action, by: caller, at: new Date(endedAtMs).toISOString() }));
}

function afterStatus(watched: Watched, execution: Execution): void {
  const plan = planOf(execution, watched.appliance);
  if (!plan) return;
  if (isClosed(execution)) afterEnding(watched, execution, plan);
  else if (execution.redriveCount === 0) report(watched, startedWhilePaused(plan, watched.touched.pause));
}

function afterEnding(watched: Watched, execution: Execution, plan: TakeoverPlan): void {
  const { world, appliance, watch } = watched;
  const deeds = watch.deeds.get(execution.name) ?? [];
  const story = storyOf(world, { appliance, execution, plan, deeds, touchedAt: watched.touched.touchedAt });
  // A redriven execution ends a second time, in a world that a newer generation may have changed since: what stands
  // then is not its work, and what it does itself is judged deed by deed.
  if (execution.redriveCount > 0) return;
  watch.stories.push(story);
  report(watched, violationsAtEnd(story));
  report(watched, notReadBack(story, readsSince(world, execution.startedAtMs)));
  report(watched, actedOnStaleEvent(story, alarmedInstance(world, story.plan)));
  report(
    watched,
    tooManyMoves(
      watch.stories.filter(({ plan }) => plan.appliance === appliance.name),
      appliance.cooldownMinutes,
    ),
  );
}

const UNTOUCHED: Touched = { touchedAt: undefined, pause: undefined, holderDownAt: undefined };

/** `automatic`: schedules run, so that what a sweep ought to do can be waited for. */
export type Watching = { configuration: Configuration; automatic: boolean; owner: string };

export function watchWorld(world: World, { configuration, automatic, owner }: Watching): Watch {
  const watch: Watch = { violations: [], deeds: new Map(), stories: [] };
  watchImages(world, { configuration, owner }, (found) => report({ world, watch }, found));
  for (const appliance of configuration.appliances) {
    const last = truthOf(world, appliance);
    const watched: Watched = { world, appliance, watch, last, touched: UNTOUCHED, known: instanceIds(world) };
    world.onChange(({ by }) => afterChange(watched, by));
    world.stepFunctions.onStatus((execution) => afterStatus(watched, execution));
    if (automatic) watchZombies(world, appliance, (found) => report(watched, found));
  }
  return watch;
}
