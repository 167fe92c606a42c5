/** A person stops a run before it has changed what carries traffic, and reads afterwards what it has left. */
import { pastTakeoverOf, readRun } from '../../aws/executions.ts';
import { readAddress } from '../../aws/read-address.ts';
import { stopMachine } from '../../aws/stop-machine.ts';
import { readEnteredStates, readExecution } from '../../aws/watch-execution.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { generationOf } from '../../domain/decision/generation.ts';
import { type AbortableMachine, mayAbort } from '../../domain/decision/may-abort.ts';
import { readPause } from '../../domain/decision/pauses.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { plusSeconds } from '../../domain/instants.ts';
import { foundParts } from '../../domain/traffic/kinds.ts';
import { describePlaced, samePart, sameSpot } from '../../domain/traffic/placed.ts';
import { SETTLE_SECONDS } from '../../machines/time-outs.ts';
import { poll } from '../pace/poll.ts';
import { readTraffic } from '../takeover/read-traffic.ts';
import { findRunning } from './find-running.ts';
import { executionArn } from './follow-by-hand.ts';
import { readSeenInstances, type SeenInstance } from './instances.ts';
import { pause } from './pause.ts';

export type Aborted = {
  appliance: string;
  machine: AbortableMachine;
  execution: string;
  /** The state in which it was. */
  state: string;
  /** No automatic takeover begins before; undefined for a rotation. */
  pausedUntil: string | undefined;
  /** Each part of the traffic that is no longer where the plan found it; undefined for a rotation, which moves none. */
  moved: string[] | undefined;
  holder: string | undefined;
  /** Instances that it has launched, or that wait beside the holder. */
  left: Pick<SeenInstance, 'instanceId' | 'role' | 'state'>[];
};

type AbortRequest = {
  appliance: Appliance;
  reason: string;
  requestedBy: string;
  pauseSeconds: number;
  tell: (sentence: string) => void;
};

/** @throws RefusedError when nothing runs, or when it is too late. Nothing was changed then. */
export async function abort(request: AbortRequest, deps: Deps): Promise<Aborted> {
  const { appliance, reason, requestedBy, tell } = request;
  const { machine, execution } = await findRunning(appliance.name, deps);
  const arn = executionArn(execution, deps);
  const state = await requireAbortable({ machine, execution, arn }, deps);
  const pausedUntil = machine === 'takeover' ? await pauseFor(request, execution, deps) : undefined;
  // The pause takes a second to be read back, in which the run has gone on.
  if (machine === 'takeover') await requireAbortable({ machine, execution, arn }, deps, pausedUntil);
  await stopMachine(deps.clients, { executionArn: arn, cause: `aborted by ${requestedBy}: ${reason}` });
  await awaitEnd(execution, arn, deps);
  tell(
    `${execution} is stopped; a function that it has called may still run for ${SETTLE_SECONDS} s, which are waited for`,
  );
  await deps.clock.sleep(SETTLE_SECONDS * 1000);
  return {
    ...{ appliance: appliance.name, machine, execution, state, pausedUntil },
    ...(await leftBy(request, execution, deps)),
  };
}

type Run = { machine: AbortableMachine; execution: string; arn: string };

async function requireAbortable({ machine, execution, arn }: Run, deps: Deps, paused?: string): Promise<string> {
  const entered = await readEnteredStates(deps.clients, { executionArn: arn, after: 0 });
  const may = mayAbort(
    machine,
    entered.map(({ state }) => state),
  );
  if (may.abort === 'yes') return may.state;
  const after =
    paused === undefined ? 'nothing was changed' : `it was not stopped; automatic takeovers are paused until ${paused}`;
  throw new RefusedError(`it is too late to abort ${execution}: ${may.why}; ${after}`);
}

/** Otherwise the sweep begins the next takeover within a minute. A pause that lasts longer stays. */
async function pauseFor(
  { appliance, reason, pauseSeconds }: AbortRequest,
  execution: string,
  deps: Deps,
): Promise<string> {
  const now = deps.clock.now().toISOString();
  const until = plusSeconds(now, pauseSeconds);
  const standing = readPause(await readAddress(deps.clients, appliance.floatingIp), now);
  if (standing.kind === 'until' && standing.until >= until) return standing.until;
  await pause({ appliance, until, because: `abort of ${execution}: ${reason}`.slice(0, 256) }, deps);
  return until;
}

const ENDS = { seconds: 60, everyMs: 1_000 };

/** @throws TransientError when Step Functions does not show the end. */
async function awaitEnd(execution: string, executionArn: string, deps: Deps): Promise<void> {
  const ended = await poll(deps.clock, ENDS, async () => {
    const seen = await readExecution(deps.clients, executionArn);
    return seen && seen.status !== 'RUNNING' ? seen : undefined;
  });
  if (ended?.status === 'ABORTED') return;
  if (ended) throw new RefusedError(`${execution} ended as ${ended.status} before it could be stopped: see history`);
  throw new TransientError(
    `${execution} was asked to stop, and is not seen to have ended after ${ENDS.seconds} s: see follow`,
  );
}

async function leftBy(
  { appliance }: AbortRequest,
  execution: string,
  deps: Deps,
): Promise<Pick<Aborted, 'moved' | 'holder' | 'left'>> {
  const address = await readAddress(deps.clients, appliance.floatingIp);
  const instances = await readSeenInstances({ appliance, address, images: [] }, deps);
  const left = instances
    .filter(({ role, state }) => !['active', 'retired'].includes(role) && !['terminated', 'absent'].includes(state))
    .map(({ instanceId, role, state }) => ({ instanceId, role, state }));
  return { moved: await movedBy(appliance.name, execution, deps), holder: address.instanceId, left };
}

async function movedBy(appliance: string, execution: string, deps: Deps): Promise<string[] | undefined> {
  const generation = generationOf(execution, appliance);
  if (generation === undefined) return undefined;
  const { takeoverMachineArn } = deps.deployment;
  const run = await readRun(deps.clients, { takeoverMachineArn, appliance, generation });
  const plan = run && pastTakeoverOf(run, generation).plan;
  if (!plan) throw new TransientError(`${execution} is stopped, and its plan cannot be read: see status`);
  const found = foundParts(plan);
  const now = await readTraffic(plan, deps);
  return now.filter((part) => !sameSpot(part, found.find(samePart(part)))).map(describePlaced);
}
