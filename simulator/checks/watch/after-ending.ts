/** What a takeover comes to: how it began, and what stands when it has ended. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { generationOf } from '../../../shared/domain/decision/generation.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { listedPlan } from '../../../shared/domain/traffic/stored-routes.ts';
import { type Execution, isClosed, isForged } from '../../account/sfn/execution.ts';
import type { World } from '../../account/world.ts';
import { notReadBack, startedWhilePaused } from '../rules/conduct.ts';
import { keptFromTheOld } from '../rules/planned.ts';
import { actedOnStaleEvent, tooManyMoves, violationsAtEnd } from '../rules/takeover-shape.ts';
import { endOfPlanned } from './planned.ts';
import { proofsSince } from './proofs.ts';
import { storyOf } from './story-of.ts';
import { endedStory, report, type Watched } from './watched.ts';

/** The instance of the alarm, or of EC2's event, that started the `failover` machine; undefined for every other start. */
function alarmedInstance({ stepFunctions }: World, { startedBy }: TakeoverPlan): string | undefined {
  const front = stepFunctions.executions.find(({ arn }) => arn === startedBy);
  return /"(?:dimensions":\{"InstanceId|event":\{"instanceId)":"(i-\w+)"/.exec(front?.input ?? '')?.[1];
}

/** The plan of a takeover of this appliance; its first step refuses every other input under such a name. */
function planOf({ name, input }: Execution, appliance: Appliance): TakeoverPlan | undefined {
  if (generationOf(name, appliance.name) === undefined) return undefined;
  const plan: unknown = JSON.parse(input);
  return 'placements' in Object(plan) ? listedPlan(plan as TakeoverPlan) : undefined;
}

export function afterStatus(watched: Watched, execution: Execution): void {
  const plan = planOf(execution, watched.appliance);
  if (!plan || isForged(execution)) return;
  if (isClosed(execution)) afterEnding(watched, execution, plan);
  else if (execution.redriveCount === 0) report(watched, startedWhilePaused(plan, watched.touched.pause));
}

function afterEnding(watched: Watched, execution: Execution, plan: TakeoverPlan): void {
  const { world, appliance, watch } = watched;
  const deeds = watch.deeds.get(execution.name) ?? [];
  const story = storyOf(world, { appliance, execution, plan, deeds, touchedAt: watched.touched.touchedAt });
  // A redriven execution ends a second time, in a world that a newer generation may have changed since: what stands
  // then is not its work, and what it does itself is judged deed by deed. Its last word is what comes after it goes by.
  if (execution.redriveCount > 0) {
    const { answered, gaveUp } = story;
    const first = endedStory(watch, plan);
    if (first) Object.assign(first, { answered, gaveUp });
    return;
  }
  watch.stories.push(story);
  report(watched, violationsAtEnd(story));
  report(watched, notReadBack(story, proofsSince(world, execution.startedAtMs)));
  report(watched, keptFromTheOld(story, endOfPlanned(world, story, execution)));
  report(watched, actedOnStaleEvent(story, alarmedInstance(world, story.plan)));
  report(
    watched,
    tooManyMoves(
      watch.stories.filter(({ plan }) => plan.appliance === appliance.name),
      appliance.cooldownMinutes,
    ),
  );
}
