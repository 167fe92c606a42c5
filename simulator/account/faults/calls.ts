/** What the active faults make of one SDK call. */

import { AwsError, throttled, unauthorized } from '../aws-error.ts';
import { deniedByTagPolicy } from '../iam/service-control.ts';
import type { Call, World } from '../world.ts';
import { strikes } from './active.ts';
import type { ActiveFault, Fault, OfAction } from './fault.ts';
import { sentenceOf } from './sentences.ts';

export type CallInQuestion = {
  service: Call['service'];
  action: string;
  caller: string;
  input: Record<string, unknown>;
};

type ActionFault = Extract<Fault, OfAction>;

const concerns = (fault: Fault, call: CallInQuestion): fault is ActionFault =>
  'action' in fault &&
  (fault.action === '*' || fault.action === call.action) &&
  (fault.caller ?? call.caller) === call.caller;

function refuses(active: ActiveFault, call: CallInQuestion): AwsError | undefined {
  const { fault } = active;
  if (fault.kind === 'deny') {
    // A tag may hold an id as its value; the request is about another resource all the same.
    const about = JSON.stringify({ ...call.input, Tags: undefined });
    if (fault.resourceId && !about.includes(fault.resourceId)) return undefined;
    active.hits += 1;
    return active.hits >= (fault.fromCall ?? 1) ? unauthorized(call.action) : undefined;
  }
  if (fault.kind === 'fail' && strikes(active, fault)) {
    const { code, status, message = sentenceOf(call, code) } = fault;
    return new AwsError({ code, message, status });
  }
  return undefined;
}

/** Each service has its own word for it, all of which the SDK retries. */
export const THROTTLED: Record<Call['service'], () => AwsError> = {
  EC2: throttled,
  CloudWatch: () => new AwsError({ code: 'Throttling', message: 'Rate exceeded' }),
  SFN: () => new AwsError({ code: 'ThrottlingException', message: 'Rate exceeded' }),
  SNS: () => new AwsError({ code: 'Throttling', message: 'Rate exceeded' }),
  Lambda: () => new AwsError({ code: 'TooManyRequestsException', message: 'Rate Exceeded.', status: 429 }),
  ServiceQuotas: () => new AwsError({ code: 'TooManyRequestsException', message: 'Too many requests', status: 429 }),
};

function throttles(world: World, { service, action }: CallInQuestion): AwsError | undefined {
  const struck = world.faults.active.find(
    ({ fault }) =>
      fault.kind === 'throttled' && (fault.actions?.includes(action) ?? true) && world.random() < fault.share,
  );
  if (!struck) return undefined;
  struck.hits += 1;
  return THROTTLED[service]();
}

/** What the faults make of a call before it is carried out; every fault that concerns it counts the call. */
export function refusalOf(world: World, call: CallInQuestion): AwsError | undefined {
  const refusals = world.faults.active.filter(({ fault }) => concerns(fault, call)).map((each) => refuses(each, call));
  const denied = call.service === 'EC2' ? deniedByTagPolicy(world, call) : undefined;
  return refusals.find((each) => each !== undefined) ?? denied ?? throttles(world, call);
}

/** Every fault of this kind counts the call, also when another one has struck already. */
const loses =
  (kind: 'lose-answer' | 'lose-request') =>
  (world: World, call: CallInQuestion): boolean =>
    world.faults.active
      .map((active) => concerns(active.fault, call) && active.fault.kind === kind && strikes(active, active.fault))
      .includes(true);

export const losesAnswer = loses('lose-answer');

export const losesRequest = loses('lose-request');

/** Half of it passes before the request is carried out, as with all latency. */
export function extraLatencyMs(world: World, call: CallInQuestion): number {
  let sum = 0;
  for (const active of world.faults.active) {
    const { fault } = active;
    if (fault.kind !== 'slow' || !concerns(fault, call)) continue;
    active.hits += 1;
    sum += fault.seconds * 1000;
  }
  return sum;
}
