/** Lambda in the simulated account: cold starts, JSON in and out, time-outs, sudden death, and errors as AWS shapes them. */
import type { Deps, Log, Step } from '../../shared/deps.ts';
import type { Configuration } from '../../shared/domain/appliance.ts';
import { invoke } from '../../shared/lambda.ts';
import { LATENCY_MS } from '../durations.ts';
import { between, type Range } from '../random.ts';
import { type Caller, callers } from './caller.ts';
import { createFleet } from './lambda/fleet.ts';
import { type Mortal, mortals } from './lambda/mortals.ts';
import { answer, lambdaError, type Outcome, requestId, THROTTLED } from './lambda/outcome.ts';
import { throughJson } from './sfn/payload.ts';
import type { World } from './world.ts';

type Invocation = {
  functionName: string;
  startedAtMs: number;
  endedAtMs?: number;
  cold: boolean;
  outcome?: Outcome['kind'];
};

/**
 * Of the first invocation of a function that makes so many calls. Right after its n-th SDK call took effect (the change
 * is made, and its answer is lost), or before it was sent, the process ends; or, with `lateSeconds`, its caller is
 * notified of a failure while it lives, stalls there for so long, and continues until it is done or out of time: the
 * zombie of a retried step. With `action` only the calls of that action count.
 */
export type Death = { functionName: string; action?: string | undefined; lateSeconds?: number | undefined } & (
  | { afterCall: number; beforeCall?: undefined }
  | { beforeCall: number; afterCall?: undefined }
);

export type LogLine = { atMs: number; functionName: string; entry: Record<string, unknown> };

type LambdaOptions = {
  world: World;
  /** By function name. Steps of any input: each parses what it is given. */
  steps: Record<string, Step<unknown, unknown>>;
  deps: Omit<Deps, 'log'>;
  timeoutSeconds: (functionName: string) => number;
  coldStartMs: Range;
  warmStartMs: Range;
  /** How long an idle execution environment is kept. */
  idleMs: Range;
  /** How many functions of the account run at once; one more is throttled. */
  concurrentExecutions: number;
};

export type Lambda = {
  invoke(functionName: string, payload: unknown): Promise<unknown>;
  deaths: Death[];
  invocations: Invocation[];
  log: LogLine[];
  /** How many ran at once at the most, and how many were throttled. */
  concurrency: { most: number; throttled: number };
  /** Every function is deployed anew, with the same code: what runs continues, and each next call starts cold. */
  redeploy(configuration: Configuration): void;
};

/** What each invocation was given: who looks at a change can tell for which execution it was made. */
export const payloads = new WeakMap<Caller, unknown>();

/** A dead Lambda's promise stays open for ever, as its process no longer exists to settle it. */
async function settle(
  work: Promise<unknown>,
  events: { timedOut: Promise<void>; died: Promise<'died' | 'unheard'> },
): Promise<Outcome> {
  return Promise.race([
    work.then(
      (value): Outcome => ({ kind: 'returned', value }),
      (error: unknown): Outcome => ({ kind: 'failed', error }),
    ),
    events.timedOut.then((): Outcome => ({ kind: 'timed-out' })),
    events.died.then((kind): Outcome => ({ kind })),
  ]);
}

/** Runs the step as its Lambda would, until it returns, throws, runs out of time or dies. */
async function runStep(
  lambda: Lambda,
  options: LambdaOptions,
  { functionName, payload, clients }: { functionName: string; payload: unknown; clients: Deps['clients'] },
) {
  const { world, steps, deps, timeoutSeconds } = options;
  const step = steps[functionName];
  if (!step)
    throw lambdaError('Lambda.ResourceNotFoundException', { errorMessage: `Function not found: ${functionName}` });
  const caller: Caller = { name: functionName, dead: false, world, beganAtMs: world.clock.nowMs() };
  const seconds = timeoutSeconds(functionName);
  const died = awaitFate(lambda, caller);
  const log: Log = (entry) => {
    if (!caller.dead) lambda.log.push({ atMs: world.clock.nowMs(), functionName, entry });
  };
  const event = throughJson(payload);
  payloads.set(caller, event);
  const work = callers.run(caller, () => invoke(step, { ...deps, clients, log }, event));
  const timedOut = world.clock.sleep(seconds * 1000);
  const outcome = await settle(work, { timedOut, died });
  if (outcome.kind === 'timed-out' || outcome.kind === 'died') caller.dead = true;
  // No caller waits for a zombie, but its time is limited like that of every invocation.
  if (outcome.kind === 'unheard') void timedOut.then(() => (caller.dead = true));
  return { outcome, seconds };
}

/** What a requested death makes of its invocation, and when its caller hears of it; mostly never. */
function awaitFate(lambda: Lambda, caller: Caller): Promise<'died' | 'unheard'> {
  const death = lambda.deaths.find(({ functionName }) => functionName === caller.name);
  return new Promise((tell) => {
    if (!death) return;
    const { beforeCall, afterCall, action, lateSeconds } = death;
    const strike: Mortal['strike'] = async () => {
      const armed = lambda.deaths.indexOf(death);
      if (armed < 0) return;
      lambda.deaths.splice(armed, 1);
      caller.dead = lateSeconds === undefined;
      caller.unheard = !caller.dead;
      tell(caller.dead ? 'died' : 'unheard');
      if (lateSeconds === undefined) await new Promise<never>(() => {});
      else await caller.world.clock.sleep(lateSeconds * 1000);
    };
    const when = beforeCall === undefined ? 'after' : 'before';
    mortals.set(caller, { left: beforeCall ?? afterCall, action, when, strike });
  });
}

export function createLambda(options: LambdaOptions): Lambda {
  const { world, coldStartMs, warmStartMs, idleMs } = options;
  const { clock, random } = world;
  let fleet = createFleet();
  let deployed = options;
  let running = 0;
  const run = async (functionName: string, payload: unknown): Promise<unknown> => {
    if (running >= options.concurrentExecutions) {
      lambda.concurrency.throttled += 1;
      await clock.sleep(Math.round(between(random, LATENCY_MS.cloudWatch)));
      throw lambdaError(THROTTLED, { errorMessage: 'Rate Exceeded.' });
    }
    running += 1;
    lambda.concurrency.most = Math.max(lambda.concurrency.most, running);
    const { environment, cold } = fleet.take(functionName, clock.nowMs());
    const invocation: Invocation = { functionName, startedAtMs: clock.nowMs(), cold };
    lambda.invocations.push(invocation);
    const id = requestId(random);
    await clock.sleep(Math.round(between(random, cold ? coldStartMs : warmStartMs)));
    environment.clients ??= { ...deployed.deps.clients };
    const { clients } = environment;
    const { outcome, seconds } = await runStep(lambda, deployed, { functionName, payload, clients }).finally(() => {
      running -= 1;
    });
    invocation.endedAtMs = clock.nowMs();
    invocation.outcome = outcome.kind;
    environment.busy = false;
    // An environment that timed out or died is not used again.
    const usable = outcome.kind === 'returned' || outcome.kind === 'failed';
    environment.freeUntilMs = usable ? clock.nowMs() + between(random, idleMs) : 0;
    return answer(outcome, { id, seconds });
  };
  const redeploy = (configuration: Configuration): void => {
    fleet = createFleet();
    deployed = { ...options, deps: { ...options.deps, configuration } };
  };
  const concurrency = { most: 0, throttled: 0 };
  const lambda: Lambda = { invoke: run, deaths: [], invocations: [], log: [], concurrency, redeploy };
  return lambda;
}
