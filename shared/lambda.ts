/** Between a step and its caller: Lambda through middy, or the simulator and the CLI directly. */
import middy from '@middy/core';
import { createClients } from './aws/clients.ts';
import { createProberClients, type ProberClients } from './aws/prober-clients.ts';
import { createReadinessClients, type ReadinessClients } from './aws/readiness-clients.ts';
import { createWarmClients, type WarmClients } from './aws/warm-clients.ts';
import { bundledConfiguration, deploymentFromEnvironment } from './bundle.ts';
import { systemClock } from './clock.ts';
import type { DepsWith, Log, Step } from './deps.ts';
import { messageOf, RefusedError } from './domain/errors.ts';
import { cutMessage } from './domain/foreign-text.ts';
import type { CheckAnswer } from './domain/takeover/dry-run.ts';
import { networkProber } from './prober.ts';

/**
 * Runs one step on one event. Every error that it throws keeps its name, because the state machines match on it; names
 * and messages are logged with the input that led there.
 */
export async function invoke<Input, Output, Own>(
  step: Step<Input, Output, Own>,
  deps: DepsWith<Own>,
  event: unknown,
): Promise<Output | CheckAnswer | Warm> {
  try {
    if (asksForWarmth(event)) return WARM;
    return await (asksForCheck(event) ? check(step, deps, event) : step.run(step.parse(event), deps));
  } catch (cause) {
    const reason = cause instanceof RefusedError ? cause.reason : undefined;
    const error = cause instanceof Error ? cause.name : 'Unknown';
    deps.log({ level: 'error', error, ...(reason && { reason }), message: messageOf(cause) });
    // It becomes the cause of a state, which has no room for an input of any length.
    if (cause instanceof Error) cause.message = cutMessage(cause.message);
    throw cause;
  }
}

/** The answer to `{ "warm": true }`: the environment runs now, and nothing was read or changed. */
type Warm = { warm: true };
const WARM: Warm = { warm: true };

const asksForWarmth = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'warm' in event && event.warm === true;

const asksForCheck = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'check' in event && event.check === true;

/** A caller that asks only for a check never causes anything else. */
async function check<Input, Output, Own>(
  step: Step<Input, Output, Own>,
  deps: DepsWith<Own>,
  event: unknown,
): Promise<CheckAnswer> {
  if (!step.check) throw new RefusedError('this function has no dry runs of its own');
  return step.check(event, deps);
}

const logAsJson: Log = (entry) => process.stdout.write(`${JSON.stringify(entry)}\n`);

type CreateClients<Own> = (options: { region: string }) => Own;

function environmentWith<Own>(createOwn: CreateClients<Own>): Omit<DepsWith<Own>, 'log'> {
  const deployment = deploymentFromEnvironment();
  return {
    clients: createOwn({ region: deployment.region }),
    clock: systemClock,
    prober: networkProber,
    configuration: bundledConfiguration(),
    deployment,
  };
}

/**
 * Middy would answer 5 ms before the function's time-out with an error of its own. The environment would then be frozen
 * with its requests under way and go on with them at the next invocation, minutes later; the lock rests on Lambda
 * killing it.
 */
const NEVER_EARLY = { timeoutEarlyInMillis: 0 };

/** The onion. What it is given is built once per execution environment: a warm invocation reuses clients and connections. */
function around<Input, Output, Own>(step: Step<Input, Output, Own>, createOwn: CreateClients<Own>) {
  let environment: Omit<DepsWith<Own>, 'log'> | undefined;
  return middy(NEVER_EARLY).handler(
    async (
      event: unknown,
      context: { functionName: string; awsRequestId: string },
    ): Promise<Output | CheckAnswer | Warm> => {
      environment ??= environmentWith(createOwn);
      const { functionName, awsRequestId } = context;
      const log: Log = (entry) => logAsJson({ function: functionName, request: awsRequestId, ...entry });
      return invoke(step, { ...environment, log }, event);
    },
  );
}

/** For `check-readiness`, which calls other functions and asks for a quota. */
export const toReadinessLambda = <Input, Output>(step: Step<Input, Output, ReadinessClients>) =>
  around(step, createReadinessClients);

export const toLambda = <Input, Output>(step: Step<Input, Output>) => around(step, createClients);

/** For `warm-functions`, which only calls other functions. */
export const toWarmLambda = <Input, Output>(step: Step<Input, Output, WarmClients>) => around(step, createWarmClients);

/** For a function inside the VPC, from which no AWS call gets through: a bundle with this entry point carries no client. */
export const toVpcLambda = <Input, Output>(step: Step<Input, Output, object>) => around(step, () => ({}));

/** For the prober: a bundle with this door carries nothing of the clients that it does not name. */
export const toProberLambda = <Input, Output>(step: Step<Input, Output, ProberClients>) =>
  around(step, createProberClients);
