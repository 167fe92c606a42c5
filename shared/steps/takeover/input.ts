/** What every step of a takeover is given: its execution, whose input is the frozen plan, and what was done so far. */
import * as z from 'zod/mini';
import { InvariantViolatedError, RefusedError } from '../../domain/errors.ts';
import { toInstant } from '../../domain/instants.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { listedRoutes } from '../../domain/traffic/stored-routes.ts';
import { faultsIn } from '../input-faults.ts';
import { doneSchema, STEP_KEYS } from './done-schema.ts';
import type { Awaited, Done } from './facts.ts';

const text = z.string();
const instant = z.string().check(z.refine((value) => toInstant(value) !== undefined, 'is not a valid time'));

const numberUpTo = (max: number) =>
  z.number().check(z.refine((value) => value >= 0 && value <= max, `must be from 0 to ${max}`));

/** Far beyond what the configuration allows; sums and waits with it stay instants and time-outs. */
const seconds = numberUpTo(86_400);
const generation = z
  .int()
  .check(z.refine((value) => value >= 0 && value <= 999_999_999, 'must be from 0 to 999999999'));
const maybe = z.optional(z.string());

const edge = z.optional(z.literal(true));
const target = z.union([
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('network-interface'), id: text, instanceId: maybe, blackhole: z.boolean() }),
  z.object({ kind: z.literal('other'), id: text, blackhole: z.boolean() }),
]);
const route = z.object({ routeTableId: text, destination: text, edge, target });
const group = z.object({ routeTableId: text, device: z.literal(0), destinations: z.array(text), edge, target });

const blueprint = z.object({
  launchTemplate: z.optional(z.object({ id: text, version: text })),
  keyName: maybe,
  instanceProfileArn: maybe,
  metadataOptions: z.optional(
    z.object({
      httpTokens: z.optional(z.enum(['optional', 'required'])),
      httpPutResponseHopLimit: z.optional(z.number()),
      httpEndpoint: z.optional(z.enum(['enabled', 'disabled'])),
      httpProtocolIpv6: z.optional(z.literal('enabled')),
      instanceMetadataTags: z.optional(z.literal('enabled')),
    }),
  ),
  ebsOptimized: z.optional(z.boolean()),
  autoRecovery: z.optional(z.literal('disabled')),
  tenancy: z.optional(z.literal('dedicated')),
  detailedMonitoring: z.optional(z.boolean()),
  capacityReservation: z.optional(z.enum(['open', 'none'])),
  privateDns: z.optional(
    z.object({
      hostnameType: z.optional(z.enum(['ip-name', 'resource-name'])),
      resourceNameRecord: z.optional(z.boolean()),
    }),
  ),
  cpuCredits: z.optional(z.enum(['standard', 'unlimited'])),
  tags: z.optional(z.record(text, text)),
  templateDevices: z.optional(z.array(text)),
  securityGroupIds: z.array(text),
});

export const planSchema: z.ZodMiniType<TakeoverPlan> = z.object({
  appliance: text,
  generation,
  mode: z.enum(['failover', 'switchover']),
  automatic: z.boolean(),
  requestedBy: text,
  because: text,
  failedAt: instant,
  startedAt: instant,
  decidedAt: instant,
  startedBy: text,
  old: z.optional(
    z.object({ instanceId: text, networkInterfaceId: maybe, zone: maybe, spot: z.optional(z.literal(true)) }),
  ),
  tried: z.optional(z.object({ times: numberUpTo(999_999_999), since: instant })),
  finish: z.optional(
    z.object({ instanceId: text, generation, since: z.optional(instant), passedOver: z.optional(z.array(text)) }),
  ),
  address: z.object({ allocationId: text, publicIp: text, associationId: maybe, instanceId: maybe }),
  routes: z.pipe(z.array(z.union([group, route])), z.transform(listedRoutes)),
  placements: z.array(z.object({ imageId: text, zone: text, subnetId: text, instanceType: text })),
  standby: z.optional(
    z.object({
      ...{ instanceId: text, networkInterfaceId: text, imageId: text, zone: text, instanceType: text, by: text },
      groups: z.optional(z.array(text)),
      stopped: z.optional(z.literal(true)),
      answerSeconds: seconds,
    }),
  ),
  imagesTakenAt: z.record(text, instant),
  measuredBoot: z.optional(
    z.object({
      ...{ seconds, at: instant, imageId: text, initializationRate: z.optional(z.number()) },
      startedSeconds: z.optional(seconds),
    }),
  ),
  blueprint,
  volumeInitialization: z.optional(z.object({ mibPerSecond: z.int(), devices: z.record(text, z.array(text)) })),
  instanceName: text,
  owner: text,
  fencing: z.enum(['stop-last', 'stop-first']),
  probe: z.object({
    protocol: z.enum(['tcp', 'tls', 'https']),
    host: text,
    port: z.int(),
    path: text,
    status: z.optional(z.int()),
    text: maybe,
    timeoutMs: numberUpTo(60_000),
  }),
  bootLimitSeconds: seconds,
});

const input = z.object({
  execution: z.object({
    Id: text,
    StartTime: instant,
    Input: planSchema,
    /** The context object has it only where redrive exists. */
    RedriveCount: z.optional(z.number()),
  }),
  done: doneSchema,
});

export type TakeoverInput = {
  plan: TakeoverPlan;
  executionArn: string;
  startTime: string;
  redriveCount: number;
  /** The input of the execution as it came, to be compared with what Step Functions shows. */
  rawPlan: unknown;
  done: Done;
};

/** @throws RefusedError when the execution was started with anything but a plan of the failover machine. */
export function parseTakeover(event: unknown): TakeoverInput {
  const parsed = input.safeParse(event, { reportInput: true });
  if (!parsed.success) {
    throw new RefusedError(`the input is not a plan of the failover machine: ${faultsIn(parsed.error)}`);
  }
  const { execution, done } = parsed.data;
  refuseForeignFacts(rawInputIn(event));
  const { Id: executionArn, Input, StartTime, RedriveCount: redriveCount = 0 } = execution;
  const startTime = toInstant(StartTime);
  if (!startTime) throw new RefusedError(`the execution's start "${StartTime}" is not a valid time`);
  return { plan: Input, executionArn, startTime, redriveCount, rawPlan: rawInputIn(event), done };
}

/**
 * The state begins as the input of the execution: what only our steps write there must not have come with it.
 *
 * @throws RefusedError naming what was put into the plan.
 */
function refuseForeignFacts(rawPlan: unknown): void {
  const put = STEP_KEYS.filter((key) => Object.hasOwn(Object(rawPlan), key));
  if (put.length > 0)
    throw new RefusedError(`the input is not a plan of the failover machine: it has ${put.join(', ')}`);
}

/** As it came: the parsed plan leaves out what it does not know. */
const rawInputIn = (event: unknown): unknown => (event as { execution: { Input: unknown } }).execution.Input;

export type WithReplacement = TakeoverInput & { replacement: Extract<Awaited, { outcome: 'running' }> };

/** For the steps that come after `AwaitReplacement` has seen the replacement run. */
export function parseWithReplacement(event: unknown): WithReplacement {
  const input = parseTakeover(event);
  const { replacement } = input.done;
  if (replacement?.outcome !== 'running') throw new InvariantViolatedError('no replacement is running');
  return { ...input, replacement };
}
