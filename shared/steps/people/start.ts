/** A person starts the front door and watches what comes of it, to the end of the takeover if there is one. */
import { startFailover } from '../../aws/start-failover.ts';
import type { Deps } from '../../deps.ts';
import { executionArnOf, failoverMachineArnOf } from '../../domain/arns.ts';
import type { Mode } from '../../domain/trigger.ts';
import { type Ending, follow, type Progress } from './follow.ts';

/** `name` is the execution's, and nobody else's: a name that exists already is somebody else's failover. */
export type StartRequest = { appliance: string; mode: Mode; reason: string; requestedBy: string; name: string };

export type Started = {
  outcome: 'held' | 'rehearsed' | 'taken-over' | 'failed' | 'still-running';
  /** The front door's whole answer, or the takeover's record, or the words with which either of them failed. */
  said: unknown;
  execution: string;
};

/** The front door takes seconds and gives up after three minutes; a takeover after two hours. */
const PATIENCE_SECONDS = { failover: 240, takeover: 7_500 };

export async function startByHand(
  request: StartRequest,
  deps: Deps,
  tell: (progress: Progress) => void,
): Promise<Started> {
  const { name, ...input } = request;
  const machineArn = failoverMachineArnOf(deps.deployment);
  await startFailover(deps.clients, { failoverMachineArn: machineArn, name, input });
  const front = { name, executionArn: executionArnOf({ machineArn, name }), seconds: PATIENCE_SECONDS.failover };
  const answer = await follow(front, deps, tell);
  const { outcome, execution } = Object(answer.said) as { outcome?: string; execution?: string };
  if (answer.status !== 'SUCCEEDED') return ended(answer, name);
  if (outcome === 'held' || outcome === 'rehearsed') return { outcome, said: answer.said, execution: name };
  if (outcome !== 'taking-over' || !execution) return { outcome: 'failed', said: answer.said, execution: name };
  const { takeoverMachineArn } = deps.deployment;
  const executionArn = executionArnOf({ machineArn: takeoverMachineArn, name: execution });
  const takeover = await follow({ name: execution, executionArn, seconds: PATIENCE_SECONDS.takeover }, deps, tell);
  if (takeover.status !== 'SUCCEEDED') return ended(takeover, execution);
  return { outcome: 'taken-over', said: takeover.said, execution };
}

const ended = ({ status, said }: Ending, execution: string): Started => ({
  outcome: status === 'unknown' ? 'still-running' : 'failed',
  said,
  execution,
});
