/** A person watches an execution to its end, and the takeover that it starts to the end of that. */
import { listTakeovers } from '../../aws/executions.ts';
import { readExecution } from '../../aws/watch-execution.ts';
import type { Deps } from '../../deps.ts';
import { executionArnOf, failoverMachineArnOf, rotationMachineArnOf } from '../../domain/arns.ts';
import { executionNameOf } from '../../domain/decision/generation.ts';
import { RefusedError } from '../../domain/errors.ts';
import { poll } from '../pace/poll.ts';
import { newestGenuine } from '../provenance/newest-takeover.ts';
import { type Ending, follow, type Progress } from './follow.ts';

export type Followed = {
  outcome: 'held' | 'rehearsed' | 'taken-over' | 'vouched' | 'rotated' | 'failed' | 'still-running';
  /** The whole answer of the machine, or the words with which it failed. */
  said: unknown;
  execution: string;
};

/** The failover machine takes seconds and ends after three minutes; a takeover after two hours, a rotation after a day. */
const PATIENCE_SECONDS = { failover: 240, takeover: 7_500, rotation: 7_500 };

type Machine = keyof typeof PATIENCE_SECONDS;

/** Which machine an execution belongs to, by the names that this project gives. */
export function machineOf(execution: string): Machine {
  if (/^takeover-.+-g\d+$/.test(execution)) return 'takeover';
  return execution.startsWith('rotation-') ? 'rotation' : 'failover';
}

const machineArn = (machine: Machine, { deployment }: Deps): string =>
  ({
    failover: failoverMachineArnOf(deployment),
    takeover: deployment.takeoverMachineArn,
    rotation: rotationMachineArnOf(deployment),
  })[machine];

export const executionArn = (execution: string, deps: Deps): string =>
  executionArnOf({ machineArn: machineArn(machineOf(execution), deps), name: execution });

/** @throws RefusedError when no takeover of it is known. */
export async function newestTakeover(appliance: string, deps: Deps): Promise<string> {
  const { takeoverMachineArn, stage } = deps.deployment;
  const listed = await listTakeovers(deps.clients, { takeoverMachineArn, appliances: [appliance] });
  const newest = await newestGenuine({ appliance, listed: listed.get(appliance) }, deps);
  if (newest) return executionNameOf({ appliance, generation: newest.generation });
  throw new RefusedError(`no takeover of ${appliance} is known to stage ${stage}: there is nothing to follow`);
}

/** As long as Step Functions may take to show one that was just started. */
const VISIBLE = { seconds: 20, everyMs: 2_000 };

/** When it began. @throws RefusedError when there is no execution of that name. */
export async function requireExecution(execution: string, deps: Deps): Promise<string> {
  const arn = executionArn(execution, deps);
  const seen = await poll(deps.clock, VISIBLE, () => readExecution(deps.clients, arn));
  if (seen) return seen.startedAt ?? deps.clock.now().toISOString();
  throw new RefusedError(`there is no execution ${execution}: nothing was started under this name (${arn})`);
}

export async function followByHand(
  execution: string,
  deps: Deps,
  tell: (progress: Progress) => void,
): Promise<Followed> {
  const machine = machineOf(execution);
  const watched = { name: execution, executionArn: executionArn(execution, deps), seconds: PATIENCE_SECONDS[machine] };
  const ending = await follow(watched, deps, tell);
  if (ending.status !== 'SUCCEEDED') return unfinished(ending, execution);
  const { said } = ending;
  const { outcome, execution: takeover } = Object(said) as { outcome?: unknown; execution?: unknown };
  if (machine === 'takeover') return { outcome: 'taken-over', said, execution };
  if (outcome === 'taking-over' && typeof takeover === 'string') return followByHand(takeover, deps, tell);
  const known = (['held', 'rehearsed', 'vouched', 'rotated'] as const).find((each) => each === outcome);
  return { outcome: known ?? 'failed', said, execution };
}

const unfinished = ({ status, said }: Ending, execution: string): Followed => ({
  outcome: status === 'unknown' ? 'still-running' : 'failed',
  said,
  execution,
});
