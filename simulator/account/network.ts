/**
 * Stands in the network's place under a real SDK client. One middleware after `retryMiddleware` answers every attempt
 * from the simulated account of the caller, so the SDK's own retries, client tokens and serialisers run as they do in
 * Lambda, and nothing is signed or sent. Clients are made once per process; the world comes with the caller. EC2 and
 * CloudWatch bring their own tables of actions, Step Functions answers through `world.stepFunctions.actions`, and Lambda
 * answers when the function that was called has.
 */

import { ANSWER_LOST_MS, LATENCY_MS, SLOW_TAIL } from '../durations.ts';
import { between, type Range } from '../random.ts';
import { accessDenied, dryRunPassed, NotSimulatedError } from './aws-error.ts';
import { type Caller, callers } from './caller.ts';
import { cloudWatchActions } from './cloudwatch/actions.ts';
import { ec2Actions } from './ec2/actions.ts';
import { newRequestId } from './ec2/ids.ts';
import {
  type CallInQuestion,
  extraLatencyMs,
  losesAnswer,
  losesRequest,
  refusalOf,
  THROTTLED,
} from './faults/calls.ts';
import { lambdaActions } from './lambda-service/invoke.ts';
import { isGranted } from './rates.ts';
import { quotasActions } from './service-quotas/get-service-quota.ts';
import { snsActions } from './sns/publish.ts';
import type { Call, World } from './world.ts';

type Service = Call['service'];
type Sent = (args: { input: object; request?: unknown }) => Promise<{ output: never; response: object }>;
type NetworkMiddleware = (next: unknown, context: { commandName?: string }) => Sent;
type Connectable = {
  middlewareStack: {
    addRelativeTo(
      middleware: NetworkMiddleware,
      options: { relation: 'after'; toMiddleware: string; name: string },
    ): void;
  };
};
type Request = { service: Service; action: string; input: Record<string, unknown> };

const TABLES = {
  EC2: ec2Actions,
  CloudWatch: cloudWatchActions,
  SNS: snsActions,
  Lambda: lambdaActions,
  ServiceQuotas: quotasActions,
};

/** The one place where what the SDK sends becomes the typed input that an action declares. */
function actionOf(world: World, { service, action, input }: Request): (() => object) | undefined {
  if (service === 'SFN') {
    const run = world.stepFunctions.actions[action];
    return run && (() => run(input));
  }
  const table: Record<string, (world: World, input: never) => object> = TABLES[service];
  const run = table[action];
  return run && (() => run(world, input as never));
}

function carryOut(world: World, request: Request): object {
  const run = actionOf(world, request);
  if (!run) throw new NotSimulatedError(`the simulator does not know ${request.service}.${request.action}`);
  return run();
}

function latencyOf({ service, action, input }: Request): Range {
  if (service === 'CloudWatch' || service === 'SNS' || service === 'Lambda') return LATENCY_MS.cloudWatch;
  if (service === 'SFN') return LATENCY_MS.stepFunctions;
  if (input.DryRun === true) return LATENCY_MS.dryRun;
  if (action === 'RunInstances' || action === 'StartInstances') return LATENCY_MS[action];
  return action.startsWith('Describe') ? LATENCY_MS.describe : LATENCY_MS.change;
}

function drawLatencyMs(world: World, request: Request, call: CallInQuestion): number {
  const tail = world.random() < SLOW_TAIL.share ? SLOW_TAIL.factor : 1;
  const usualMs = between(world.random, latencyOf(request)) * tail * world.ec2.settings.latencyFactor;
  return usualMs + extraLatencyMs(world, call);
}

/** Never settles: what a killed Lambda was waiting for does not reach it. */
const never = (): Promise<never> => new Promise<never>(() => {});

/** The shape in which the SDK throws what a service answers. */
function asSdkError(cause: Error, { world, service }: { world: World; service: Service }): Error {
  if (!('httpStatusCode' in cause)) return cause;
  const httpStatusCode = Number(cause.httpStatusCode);
  return Object.assign(cause, {
    $fault: httpStatusCode >= 500 ? 'server' : 'client',
    $service: service,
    $metadata: { httpStatusCode, requestId: newRequestId(world), attempts: 1, totalRetryDelay: 0 },
  });
}

/** What the SDK throws when no answer comes in time; it carries no HTTP status. */
function timeoutError(): Error {
  const error = new Error('Connection timed out: no answer within the request time-out');
  error.name = 'TimeoutError';
  return Object.assign(error, { $metadata: {} });
}

/** IAM weighs a call before EC2 looks at what it says, also one that is only tried (`DryRun`). */
function refuseUnauthorized(world: World, call: CallInQuestion): void {
  const unauthorized = world.roles?.(world, call, call.caller);
  if (unauthorized === undefined) return;
  if (world.underWay) world.underWay.unauthorized = unauthorized;
  throw accessDenied(call);
}

function atTheAccount(world: World, request: Request, call: CallInQuestion): object {
  if (!isGranted(world, request)) throw THROTTLED[request.service]();
  refuseUnauthorized(world, call);
  const refusal = refusalOf(world, call);
  if (refusal) throw refusal;
  const output = carryOut(world, request);
  // What needs no change has passed its checks as well.
  if (request.input.DryRun === true) throw dryRunPassed();
  return output;
}

type Exchange = { caller: Caller; request: Request; record: Call };

function lost({ record, caller }: Exchange): Promise<never> {
  record.lost = true;
  record.endedAtMs = caller.world.clock.nowMs();
  return never();
}

/** As the clients of shared/aws are set up. */
function patienceMsOf(action: string): number {
  if (action === 'RunInstances' || action === 'Invoke') return ANSWER_LOST_MS[action];
  return ANSWER_LOST_MS.usual;
}

async function exchange({ caller, request, record }: Exchange): Promise<object> {
  const { world } = caller;
  const { service, action, input } = request;
  const call = { service, action, caller: caller.name, input };
  const halfMs = drawLatencyMs(world, request, call) / 2;
  if (caller.dead) return lost({ caller, request, record });
  const patienceMs = patienceMsOf(request.action);
  if (losesRequest(world, call)) return givenUp({ caller, request, record }, patienceMs);
  const carriedOut = world.clock.sleep(halfMs).then(() => atTheAccountOf({ caller, request, record }, call));
  if (halfMs * 2 > patienceMs) return givenUp({ caller, request, record }, patienceMs);
  const given = await carriedOut;
  const answer = given.output instanceof Promise ? await arrived(given.output) : given;
  if (caller.dead) return lost({ caller, request, record });
  if (answer.error === undefined && losesAnswer(world, call)) {
    return givenUp({ caller, request, record }, Math.max(0, patienceMs - halfMs));
  }
  await world.clock.sleep(halfMs);
  if (caller.dead) return lost({ caller, request, record });
  record.endedAtMs = world.clock.nowMs();
  if (answer.error === undefined) return answer.output;
  record.error = answer.error.name;
  throw asSdkError(answer.error, { world, service: request.service });
}

/** No answer within the client's patience: it throws, regardless of what becomes of the request. */
async function givenUp({ caller, request, record }: Exchange, waitMs: number): Promise<never> {
  await caller.world.clock.sleep(waitMs);
  if (caller.dead) return lost({ caller, request, record });
  record.endedAtMs = caller.world.clock.nowMs();
  record.error = 'TimeoutError';
  throw timeoutError();
}

/** A request that has been sent arrives, even if its sender does not live to hear the answer. */
function atTheAccountOf({ caller, request, record }: Exchange, call: CallInQuestion): Answer {
  const { world } = caller;
  world.underWay = record;
  const answer = settled(() => callers.run(caller, () => atTheAccount(world, request, call)));
  world.underWay = undefined;
  return answer;
}

type Answer = { output: object; error?: undefined } | { output?: undefined; error: Error };

/** Lambda alone takes its time over an answer: the function that was called has to come to its end. */
const arrived = (output: Promise<object>): Promise<Answer> =>
  output.then(
    (value): Answer => ({ output: value }),
    (cause: unknown): Answer => ({ error: cause instanceof Error ? cause : new Error(String(cause)) }),
  );

function settled(run: () => object): Answer {
  try {
    return { output: run() };
  } catch (cause) {
    return { error: cause instanceof Error ? cause : new Error(String(cause)) };
  }
}

function open(request: Request): Exchange {
  const caller = callers.getStore();
  if (!caller) throw new NotSimulatedError(`${request.service}.${request.action} was sent without a caller`);
  const { world, name, beganAtMs, unheard } = caller;
  const atMs = world.clock.nowMs();
  const { service, action, input } = request;
  const record: Call = {
    atMs,
    endedAtMs: atMs,
    caller: name,
    beganAtMs,
    service,
    action,
    input,
    dryRun: input.DryRun === true,
    unheard,
  };
  world.calls.push(record);
  return { caller, request, record };
}

/** Schema serialisers put a generated client token into the request body, not into the command's input. */
function withClientToken(input: object, request: unknown): Record<string, unknown> {
  const body = request && typeof request === 'object' && 'body' in request ? request.body : undefined;
  const token = typeof body === 'string' ? /(?:^|&)ClientToken=([^&]+)/.exec(body)?.[1] : undefined;
  return { ...input, ...(token && { ClientToken: decodeURIComponent(token) }) };
}

const middleware =
  (service: Service): NetworkMiddleware =>
  (_next, context) =>
  async (args) => {
    const action = String(context.commandName).replace(/Command$/, '');
    const opened = open({ service, action, input: withClientToken(args.input, args.request) });
    const output = await exchange(opened);
    const requestId = newRequestId(opened.caller.world);
    const $metadata = { httpStatusCode: 200, requestId, attempts: 1, totalRetryDelay: 0 };
    return { output: { ...output, $metadata } as never, response: {} };
  };

/** From now on the account of the sender answers the client's sends (`callers.run`). */
export function connect(client: Connectable, service: Service): void {
  client.middlewareStack.addRelativeTo(middleware(service), {
    relation: 'after',
    toMiddleware: 'retryMiddleware',
    name: 'simulatedNetwork',
  });
}
