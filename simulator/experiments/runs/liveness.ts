/** Whether a run came back: asked while it is still watched, and judged at its end. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { plusSeconds } from '../../../shared/domain/instants.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { isClosed } from '../../account/sfn/execution.ts';
import { movesHolder } from '../../checks/rules/change.ts';
import { failedInSilence, neverEnded, notBack, returnsBefore } from '../../checks/rules/liveness.ts';
import { truthOf } from '../../checks/watch/truth.ts';
import type { Stage } from '../../stories/moments.ts';
import { isUp } from '../../stories/service-log.ts';
import type { Simulation } from '../../stories/simulation.ts';
import { endedRuns } from './ended-runs.ts';

const instant = (epochMs: number): string => new Date(epochMs).toISOString();

/** Until when a takeover that moved the traffic keeps the next one from beginning automatically. */
function coolingDownUntil({ watch }: Simulation, { name, cooldownMinutes }: Appliance): string | undefined {
  const moved = watch.stories.findLast(
    ({ plan, deeds }) => plan.appliance === name && deeds.some((deed) => movesHolder(deed, plan)),
  );
  return moved && plusSeconds(moved.endedAt ?? moved.startedAt, cooldownMinutes * 60);
}

function dueBefore(simulation: Simulation, appliance: Appliance, ceasedMs: number): string {
  const { tags } = truthOf(simulation.world, appliance).traffic.address;
  return returnsBefore(
    {
      faultsCeasedAt: instant(ceasedMs),
      pausedUntil: tags[TAG.pausedUntil],
      coolingDownUntil: coolingDownUntil(simulation, appliance),
    },
    appliance,
  );
}

/** A rotation may take a day, and no service waits for it; whether it ended is asked at the end (L4). */
const isAtRest = ({ stepFunctions }: Simulation): boolean =>
  stepFunctions.executions.every((each) => isClosed(each) || each.machineName.endsWith('-rotation'));

/** For the teller: how long there is still something to hope for. */
export const waitsForService =
  (ceasedMs: () => number) =>
  ({ simulation }: Stage): { untilMs: number } | undefined => {
    const { world, configuration } = simulation;
    const away = configuration.appliances.filter((appliance) => !isUp(world, appliance));
    if (away.length === 0 && isAtRest(simulation)) return undefined;
    const waitedFor = away.length === 0 ? configuration.appliances : away;
    const due = waitedFor.map((appliance) => Date.parse(dueBefore(simulation, appliance, ceasedMs())));
    return { untilMs: Math.max(...due) };
  };

/** L1 and L3, asked when service is due, for who comes later may come all the same; and at the end. */
export const serviceViolations = (simulation: Simulation, ceasedMs: number): string[] =>
  simulation.configuration.appliances.flatMap((appliance) =>
    notBack({
      serves: isUp(simulation.world, appliance),
      lookedAt: instant(simulation.clock.nowMs()),
      before: dueBefore(simulation, appliance, ceasedMs),
      hanging: truthOf(simulation.world, appliance).instances.flatMap(({ id, state }) =>
        state === 'stopping' ? [id] : [],
      ),
    }),
  );

/** L4 as well, at the end of a run in which schedules, events and alarms run. */
export function livenessViolations(simulation: Simulation, ceasedMs: number): string[] {
  const { world, stepFunctions, configuration } = simulation;
  const pages = world.publications.map(({ atMs, subject, message }) => ({
    about: `${subject} ${message}`,
    at: instant(atMs),
  }));
  return [
    ...serviceViolations(simulation, ceasedMs),
    ...neverEnded(stepFunctions.executions.filter((each) => !isClosed(each)).map(({ name }) => name)),
    ...failedInSilence(endedRuns(stepFunctions.executions, configuration.appliances), pages),
  ];
}
