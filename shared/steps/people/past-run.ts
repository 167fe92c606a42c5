/** A run that a person reads about afterwards: the execution, the states that it entered, the decision behind it, and who holds the address now. */
import { parsed, readKnownExecution } from '../../aws/executions.ts';
import { type PastExecution, readPastExecution } from '../../aws/past-execution.ts';
import { readAddress } from '../../aws/read-address.ts';
import { type EnteredState, readEnteredStates } from '../../aws/watch-execution.ts';
import type { Deps } from '../../deps.ts';
import { findAppliance } from '../../domain/appliance.ts';
import { executionArnOf, failoverMachineArnOf } from '../../domain/arns.ts';
import { RefusedError } from '../../domain/errors.ts';
import type { Standing } from '../../domain/messages/reported.ts';
import { readOrigin } from '../provenance/takeover-origin.ts';
import { executionArn, machineOf } from './follow-by-hand.ts';

export type PastRun = {
  machine: 'takeover' | 'failover' | 'rotation';
  execution: PastExecution;
  entered: EnteredState[];
  /** The execution of the failover machine that decided on a takeover. */
  decision: PastExecution | undefined;
  standing: Standing;
  /** Why this takeover is not one of ours; undefined when it is, or when it cannot be read. */
  forged: string | undefined;
};

/** @throws RefusedError when Step Functions does not know the execution. */
export async function readPastRun(name: string, deps: Deps): Promise<PastRun> {
  const arn = executionArn(name, deps);
  const execution = await readPastExecution(deps.clients, arn);
  if (!execution) {
    throw new RefusedError(
      `there is no execution ${name} (${arn}); Step Functions keeps one for 90 days, and history lists them`,
    );
  }
  const machine = machineOf(name);
  const takeover = machine === 'takeover';
  const { startedBy, appliance } = Object(parsed(execution.input)) as { startedBy?: unknown; appliance?: unknown };
  const [entered, decision, standing, forged] = await Promise.all([
    readEnteredStates(deps.clients, { executionArn: arn, after: 0 }),
    takeover && typeof startedBy === 'string' ? decisionOf(startedBy, deps) : undefined,
    standingOf(appliance, deps),
    takeover ? whyForged(arn, deps) : undefined,
  ]);
  return { machine, execution, entered, decision, standing, forged };
}

/** Only one of our own failover machine: a plan may name anything. */
async function decisionOf(arn: string, deps: Deps): Promise<PastExecution | undefined> {
  const ours = executionArnOf({ machineArn: failoverMachineArnOf(deps.deployment), name: '' });
  return arn.startsWith(ours) ? readPastExecution(deps.clients, arn) : undefined;
}

async function standingOf(appliance: unknown, deps: Deps): Promise<Standing> {
  const known = typeof appliance === 'string' ? findAppliance(deps.configuration, appliance) : undefined;
  if (!known) return { reading: 'unreadable' };
  return readAddress(deps.clients, known.floatingIp).then(
    ({ instanceId }): Standing => ({ reading: 'read', instanceId }),
    (): Standing => ({ reading: 'unreadable' }),
  );
}

async function whyForged(arn: string, deps: Deps): Promise<string | undefined> {
  const known = await readKnownExecution(deps.clients, arn);
  const origin = known && (await readOrigin(known, deps).catch(() => undefined));
  return origin?.origin === 'forged' ? origin.why : undefined;
}
