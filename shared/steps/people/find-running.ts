/** Which run of an appliance is under way, for a person who wants to stop it. */
import { listRunning } from '../../aws/watch-execution.ts';
import type { Deps } from '../../deps.ts';
import { rotationMachineArnOf } from '../../domain/arns.ts';
import { applianceOfTakeover } from '../../domain/decision/generation.ts';
import type { AbortableMachine } from '../../domain/decision/may-abort.ts';
import { RefusedError } from '../../domain/errors.ts';
import { applianceOfRotation } from '../../domain/images/rotation-name.ts';
import { newestTakeover } from './follow-by-hand.ts';

type Running = { machine: AbortableMachine; execution: string };

/** A takeover before a rotation. @throws RefusedError when nothing runs. */
export async function findRunning(appliance: string, deps: Deps): Promise<Running> {
  const { takeoverMachineArn } = deps.deployment;
  const takeovers = (await listRunning(deps.clients, takeoverMachineArn)).filter(
    (name) => applianceOfTakeover(name) === appliance,
  );
  if (takeovers.length > 0) return { machine: 'takeover', execution: await genuineAmong(takeovers, appliance, deps) };
  const rotations = await listRunning(deps.clients, rotationMachineArnOf(deps.deployment));
  const rotation = rotations.find((name) => applianceOfRotation(name) === appliance);
  if (rotation !== undefined) return { machine: 'rotation', execution: rotation };
  throw new RefusedError(`no takeover and no rotation of ${appliance} runs: there is nothing to abort`);
}

/** Another principal can start executions as well, under a name that we would give. */
async function genuineAmong(names: string[], appliance: string, deps: Deps): Promise<string> {
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return only;
  const newest = await newestTakeover(appliance, deps);
  if (names.includes(newest)) return newest;
  throw new RefusedError(
    `${names.length} executions have the name of a takeover of ${appliance}, and the newest takeover is none of them: ${names.join(', ')}`,
  );
}
