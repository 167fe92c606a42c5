/**
 * Which takeovers are ours. Names, tags and inputs of executions can be written by every principal that may start or tag
 * something. What our `failover` machine has put out cannot: only its own function `Assess` writes that output.
 */
import { isDeepStrictEqual } from 'node:util';
import { executionArnOf } from '../arns.ts';
import { fieldsOf } from '../fields-of.ts';
import { secondsBetween } from '../instants.ts';
import { type ExecutionStatus, executionNameOf } from './generation.ts';

/** An execution as DescribeExecution shows it. Documents are parsed, and undefined where they are no JSON or not shown. */
export type KnownExecution = {
  arn: string;
  status: ExecutionStatus;
  startedAt: string;
  stoppedAt?: string | undefined;
  redriveCount: number;
  input: unknown;
  output: unknown;
  cause: unknown;
};

/** An execution of our `failover` machine, as far as it proves a takeover. */
export type Starter = { arn: string; status: ExecutionStatus; output?: unknown };

export type Origin =
  | { origin: 'verified' }
  /** Provably not started by our `failover` machine: its name is no lock, and its plan changes nothing. */
  | { origin: 'forged'; why: string }
  /** Not provable yet: the lock counts it as ours, and every change waits for the proof. */
  | { origin: 'unknown'; why: string };

const forged = (why: string): Origin & { origin: 'forged' } => ({ origin: 'forged', why });

/** DescribeExecution is eventually consistent; what it does not show for so long does not exist. */
const VISIBLE_SECONDS = 60;

/** Step Functions forgets an execution after 90 days, and the one that started a takeover ended before that takeover. */
const FORGOTTEN_SECONDS = 80 * 86_400;

const nameIn = (executionArn: string): string => executionArn.split(':').at(-1) ?? '';

/** The execution of our `failover` machine that the plan of a takeover names, or why there can be none. */
export function starterOf(
  { arn, input }: Pick<KnownExecution, 'arn' | 'input'>,
  failoverMachineArn: string,
): { starterArn: string } | (Origin & { origin: 'forged' }) {
  const { appliance, generation, startedBy } = fieldsOf(input);
  if (typeof appliance !== 'string' || typeof generation !== 'number' || typeof startedBy !== 'string') {
    return forged('its input is not a plan');
  }
  const name = executionNameOf({ appliance, generation });
  if (nameIn(arn) !== name) return forged(`its plan is for ${name}`);
  const ours = executionArnOf({ machineArn: failoverMachineArn, name: '' });
  if (!startedBy.startsWith(ours)) return forged(`${startedBy} is no execution of ${nameIn(failoverMachineArn)}`);
  return { starterArn: startedBy };
}

/** Whether that execution made this very plan for this very name. `absent`: Step Functions does not know it. */
export function originOf(
  takeover: Pick<KnownExecution, 'arn' | 'input' | 'startedAt' | 'status'>,
  starter: Starter | 'absent',
  now: string,
): Origin {
  if (starter === 'absent') {
    const why = 'the failover execution that its plan names does not exist';
    const age = secondsBetween({ from: takeover.startedAt, to: now });
    return age > VISIBLE_SECONDS && age < FORGOTTEN_SECONDS ? forged(why) : { origin: 'unknown', why };
  }
  const starterName = nameIn(starter.arn);
  switch (starter.status) {
    case 'RUNNING':
    case 'PENDING_REDRIVE':
      return { origin: 'unknown', why: `${starterName} has not ended yet` };
    case 'SUCCEEDED':
      return madeThisPlan(takeover, starter)
        ? { origin: 'verified' }
        : forged(`${starterName} made another plan, or none`);
    case 'FAILED':
      return forged(`${starterName} failed, and started no takeover`);
    case 'ABORTED':
    case 'TIMED_OUT': {
      // Redriven, it may still start this very takeover; one that has ended changes nothing any more.
      const why = `${starterName} did not finish (${starter.status})`;
      return takeover.status === 'RUNNING' ? { origin: 'unknown', why } : forged(why);
    }
  }
}

function madeThisPlan({ arn, input }: Pick<KnownExecution, 'arn' | 'input'>, { output }: Starter): boolean {
  const { outcome, execution, plan } = fieldsOf(output);
  return outcome === 'taking-over' && execution === nameIn(arn) && isDeepStrictEqual(plan, input);
}
