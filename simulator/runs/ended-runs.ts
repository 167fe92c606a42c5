/** The takeovers and rotations that ended: L4 asks of each that failed whether people were told. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { generationOf } from '../../shared/domain/generation.ts';
import type { Ended } from '../../shared/domain/liveness-invariants.ts';
import { takeoverRunsWords } from '../../shared/domain/rotation.ts';
import { type Execution, isClosed, latest } from '../sfn/execution.ts';

type Named = Pick<Appliance, 'name'>;

const isRotationOf = ({ machineName, input }: Execution, { name }: Named): boolean =>
  machineName.endsWith('-rotation') && JSON.parse(input).appliance === name;

/**
 * To a takeover, which tells people itself: a second mail about the night would only be in the way. That the image does
 * not boot, or does not serve, is worth one all the same.
 */
function gaveWay(execution: Execution, { name }: Named): boolean {
  const { cause = '' } = latest(execution);
  return (
    cause.includes(takeoverRunsWords(name)) && !/"proven":\{[^}]*(?:"booted":false|"outcome":"failed")/.test(cause)
  );
}

/** Without the front door's own: the sweep asks it every minute, so a failure of its is told once for all that follow. */
export function endedRuns(executions: Execution[], appliances: Named[]): Ended[] {
  const isAsked = (execution: Execution, appliance: Named): boolean =>
    generationOf(execution.name, appliance.name) !== undefined ||
    (isRotationOf(execution, appliance) && !gaveWay(execution, appliance));
  return executions
    .filter((execution) => isClosed(execution) && appliances.some((appliance) => isAsked(execution, appliance)))
    .map((execution) => ({
      name: execution.name,
      succeeded: execution.status === 'SUCCEEDED',
      endedAt: new Date(latest(execution).atMs).toISOString(),
    }));
}
