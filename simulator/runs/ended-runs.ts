/** The takeovers and rotations that ended: L4 asks of each that failed whether people were told. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { generationOf } from '../../shared/domain/generation.ts';
import type { Ended } from '../../shared/domain/liveness-invariants.ts';
import { takeoverRunsWords } from '../../shared/domain/rotation.ts';
import { type Execution, isClosed, latest } from '../sfn/execution.ts';

const isRotation = ({ machineName }: Execution): boolean => machineName.endsWith('-rotation');

/** To a takeover, which tells people itself: a second mail about the night would only be in the way. */
const gaveWay = (execution: Execution, { name }: Pick<Appliance, 'name'>): boolean =>
  latest(execution).cause?.includes(takeoverRunsWords(name)) === true;

/** Without the front door's own: the sweep asks it every minute, so a failure of its is told once for all that follow. */
export function endedRuns(executions: Execution[], appliance: Pick<Appliance, 'name'>): Ended[] {
  return executions
    .filter(isClosed)
    .filter(
      (execution) =>
        generationOf(execution.name, appliance.name) !== undefined ||
        (isRotation(execution) && !gaveWay(execution, appliance)),
    )
    .map((execution) => ({
      name: execution.name,
      succeeded: execution.status === 'SUCCEEDED',
      endedAt: new Date(latest(execution).atMs).toISOString(),
    }));
}
