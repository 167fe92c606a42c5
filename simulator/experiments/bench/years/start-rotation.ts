/** Starts a rotation as the schedule does, or as a person would. */
import { rotationNameOf } from '../../../../shared/domain/images/rotation-name.ts';
import { machineName } from '../../../account/logical-ids.ts';
import { count, type Stage } from './stage.ts';

const DAY_MS = 86_400_000;

/** Three o'clock in the night, UTC: the next one, from any moment of the day before it. */
export const dueAt = (nowMs: number): number => Math.ceil((nowMs - 3 * 3_600_000) / DAY_MS) * DAY_MS + 3 * 3_600_000;

type Wish = { scheduledAtMs: number } | { requestedBy: string; prove?: boolean };

/** The Scheduler names an execution for its own delivery, so that a repetition has the same name. */
export function startRotation(stage: Stage, wish: Wish): void {
  const { simulation, appliance, tally } = stage;
  const { stepFunctions, clock, deployment } = simulation;
  const scheduled = 'scheduledAtMs' in wish;
  const asked = scheduled ? { requestedBy: 'schedule', scheduledAt: new Date(wish.scheduledAtMs).toISOString() } : wish;
  const name = rotationNameOf(appliance.name, scheduled ? String(wish.scheduledAtMs) : `by-hand-${clock.nowMs()}`);
  const machine = machineName({ stage: deployment.stage, name: 'rotation' });
  const before = stepFunctions.executions.length;
  try {
    stepFunctions.start({ machine, name, input: JSON.stringify({ appliance: appliance.name, ...asked }) });
  } catch {
    // An execution of this name has ended already: the Scheduler gets the same answer.
  }
  if (stepFunctions.executions.length === before) count(tally, 'rotation', 'a second delivery started nothing');
}
