/** Between a step and whoever calls it: Lambda through middy, or the simulator and the CLI directly. */
import middy from '@middy/core';
import { createClients } from './aws/clients.ts';
import { bundledConfiguration, deploymentFromEnvironment } from './bundle.ts';
import { systemClock } from './clock.ts';
import type { Deps, Log, Step } from './deps.ts';
import { messageOf } from './domain/errors.ts';
import { networkProber } from './prober.ts';

/**
 * Runs one step on one event. Whatever it throws keeps its name, because the state machines match on it;
 * names and messages are logged with the input that led there.
 */
export async function invoke<Input, Output>(step: Step<Input, Output>, deps: Deps, event: unknown): Promise<Output> {
  try {
    return await step.run(step.parse(event), deps);
  } catch (cause) {
    deps.log({ level: 'error', error: cause instanceof Error ? cause.name : 'Unknown', message: messageOf(cause) });
    throw cause;
  }
}

const logAsJson: Log = (entry) => process.stdout.write(`${JSON.stringify(entry)}\n`);

let shared: Omit<Deps, 'log'> | undefined;

/** Built once per execution environment: a warm invocation reuses the clients and their connections. */
function depsOnce(): Omit<Deps, 'log'> {
  if (!shared) {
    const deployment = deploymentFromEnvironment();
    shared = {
      clients: createClients({ region: deployment.region }),
      clock: systemClock,
      prober: networkProber,
      configuration: bundledConfiguration(),
      deployment,
    };
  }
  return shared;
}

/**
 * Middy would answer 5 ms before the function's time-out with an error of its own. The environment would then be frozen
 * with its requests under way and go on with them at the next invocation, minutes later; the lock rests on Lambda
 * killing it.
 */
const NEVER_EARLY = { timeoutEarlyInMillis: 0 };

export const toLambda = <Input, Output>(step: Step<Input, Output>) =>
  middy(NEVER_EARLY).handler(async (event: unknown, context: { functionName: string; awsRequestId: string }) => {
    const { functionName, awsRequestId } = context;
    const log: Log = (entry) => logAsJson({ function: functionName, request: awsRequestId, ...entry });
    return invoke(step, { ...depsOnce(), log }, event);
  });
