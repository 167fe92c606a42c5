/** The takeovers and rotations that ended: L4 asks of each that failed whether operators were notified. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { generationOf } from '../../../shared/domain/decision/generation.ts';
import { isReported } from '../../../shared/domain/messages/retried.ts';
import type { Tried } from '../../../shared/domain/takeover/takeover-plan.ts';
import { type Execution, isClosed, isForged, latest } from '../../account/sfn/execution.ts';
import type { Ended } from '../../checks/rules/liveness.ts';

type Named = Pick<Appliance, 'name'>;

const isRotationOf = ({ machineName, input }: Execution, { name }: Named): boolean =>
  machineName.endsWith('-rotation') && JSON.parse(input).appliance === name;

/**
 * The takeover sends its own notifications, so a rotation that gave way to it needs none. An image that does not boot, or
 * does not serve, is worth one all the same.
 */
function gaveWay(execution: Execution): boolean {
  const { error, proven } = recordOf(latest(execution).cause);
  return error === 'GaveWayError' && proven?.booted !== false && proven?.outcome !== 'failed';
}

type Recorded = { error?: string; proven?: { booted?: boolean; outcome?: string } };

/** Empty where the cause is a sentence of AWS, such as that of an execution that was stopped. */
function recordOf(cause = '{}'): Recorded {
  try {
    return JSON.parse(cause) as Recorded;
  } catch {
    return {};
  }
}

const isRepeated = ({ input }: Execution): boolean => {
  const { tried } = JSON.parse(input) as { tried?: Tried };
  return tried !== undefined && !isReported(tried);
};

/** Without those of the `failover` machine: the sweep asks it every minute, so one notification of its failure covers all that follow. */
export function endedRuns(executions: Execution[], appliances: Named[]): Ended[] {
  const isAsked = (execution: Execution, appliance: Named): boolean =>
    generationOf(execution.name, appliance.name) !== undefined ||
    (isRotationOf(execution, appliance) && !gaveWay(execution));
  return executions
    .filter(
      (execution) =>
        isClosed(execution) && !isForged(execution) && appliances.some((appliance) => isAsked(execution, appliance)),
    )
    .map((execution) => ({
      name: execution.name,
      succeeded: execution.status === 'SUCCEEDED',
      endedAt: new Date(latest(execution).atMs).toISOString(),
      repeats: isRepeated(execution),
    }));
}
