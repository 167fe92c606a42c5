/** Reads what started the failover machine: an alarm event as EventBridge delivers it, our own words, or a person's. */
import * as z from 'zod/mini';
import type { Deployment } from '../../deps.ts';
import { hold } from '../../domain/decision/decide.ts';
import type { HoldReason } from '../../domain/decision/hold-reason.ts';
import { readAlarmName, type Trigger } from '../../domain/decision/trigger.ts';
import { RefusedError } from '../../domain/errors.ts';
import { toInstant } from '../../domain/instants.ts';
import { faultsIn } from '../input-faults.ts';

const text = z.string();

const asked = z.strictObject({
  appliance: text,
  mode: z._default(z.enum(['failover', 'switchover', 'rehearse']), 'failover'),
  reason: z._default(text, 'no reason given'),
  requestedBy: z._default(text, 'a person'),
  /** For people only: replace an appliance that answers, or move to one of which nothing tells when it serves. */
  force: z.optional(z.boolean()),
  /** For `notify`: the sweep wants a hold to be sent again. */
  remind: z.optional(z.literal(true)),
  /** The first and the last failed probe of a row, in the words of `probe-appliance`. */
  failing: z.optional(z.strictObject({ since: text, at: text })),
  /** What EC2 reported of an instance, in the words of `route-instance-event`. */
  event: z.optional(
    z.strictObject({
      instanceId: text,
      state: z.enum(['stopping', 'stopped', 'shutting-down', 'terminated']),
      at: text,
    }),
  ),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
const alarmEvent = z.object({
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  account: text,
  region: text,
  time: z.optional(text),
  detail: z.object({
    alarmName: text,
    state: z.object({ value: text, timestamp: text, reason: z.optional(text) }),
    configuration: z.optional(z.object({ metrics: z.optional(z.array(z.unknown())) })),
  }),
});

const metric = z.object({
  metricStat: z.object({ metric: z.object({ dimensions: z.object({ InstanceId: z.optional(text) }) }) }),
});

const context = z.object({ execution: z.object({ Id: text, StartTime: text, Input: z.unknown() }) });

export type Start = { executionId: string; startedAt: string; input: unknown };

/** @throws RefusedError when the event is not the context that the state machine hands over. */
export function parseStart(event: unknown): Start {
  const parsed = context.safeParse(event);
  if (!parsed.success) throw new RefusedError('not called by the state machine: the execution is missing');
  const { Id, StartTime, Input } = parsed.data.execution;
  const startedAt = toInstant(StartTime);
  if (!startedAt) throw new RefusedError(`the execution's start "${StartTime}" is no instant`);
  return { executionId: Id, startedAt, input: Input };
}

type Reading = { trigger: Trigger } | { hold: ReturnType<typeof hold> };

const notUnderstood = (what: string): RefusedError => new RefusedError(`the input is not understood: ${what}`);

/** @throws RefusedError when the input is none of these, with what is wrong in it. */
export function readTrigger(input: unknown, deployment: Deployment): Reading {
  if (typeof input === 'object' && input !== null && 'detail-type' in input) return readAlarm(input, deployment);
  const parsed = asked.safeParse(input, { reportInput: true });
  if (!parsed.success) throw notUnderstood(faultsIn(parsed.error));
  return { trigger: triggerOf(parsed.data) };
}

/** Those of ours that ask automatically. No other caller may report what they report. */
const AUTOMATIC = ['sweep', 'prober', 'route-instance-event'];

function triggerOf({ event, failing, force, remind: _, ...words }: z.infer<typeof asked>): Trigger {
  const { requestedBy, mode } = words;
  if (event && requestedBy !== 'route-instance-event') throw notUnderstood(`${requestedBy} reports no event`);
  if (failing && requestedBy !== 'prober') throw notUnderstood(`${requestedBy} reports no failed probes`);
  if (!AUTOMATIC.includes(requestedBy)) return { by: 'person', ...words, ...(force !== undefined && { force }) };
  if (force !== undefined) throw notUnderstood(`force: only a person may say it, and this is ${requestedBy}`);
  if (mode !== 'failover') throw notUnderstood(`${requestedBy} never asks for a ${mode}`);
  if (requestedBy === 'sweep') return { by: 'sweep', ...words, mode, requestedBy };
  if (requestedBy === 'prober') {
    if (!failing) throw notUnderstood('failing: is missing (object)');
    const [since, at] = [instantOf('failing.since', failing.since), instantOf('failing.at', failing.at)];
    if (since > at) throw notUnderstood(`failing.since ${since} is later than failing.at ${at}`);
    return { by: 'prober', ...words, mode, requestedBy, since, at };
  }
  if (!event) throw notUnderstood('event: is missing (object)');
  const { instanceId, state, at } = event;
  const since = instantOf('event.at', at);
  return { by: 'instance-event', ...words, mode, requestedBy: 'route-instance-event', instanceId, state, since };
}

function instantOf(path: string, value: string): string {
  const instant = toInstant(value);
  if (!instant) throw notUnderstood(`${path} "${value}" is no instant`);
  return instant;
}

function readAlarm(input: object, deployment: Deployment): Reading {
  const parsed = alarmEvent.safeParse(input, { reportInput: true });
  if (!parsed.success) throw new RefusedError(`the alarm event is not understood: ${faultsIn(parsed.error)}`);
  const { detail, account, region, time } = parsed.data;
  const { alarmName, state } = detail;
  const notHeld = (because: HoldReason, why: string): Reading => ({ hold: hold(because, why) });

  const ours = readAlarmName(alarmName, deployment.stage);
  const [, , , ourRegion, ourAccount] = deployment.takeoverMachineArn.split(':');
  if (!ours) return notHeld('not-our-alarm', `${alarmName} is not an alarm of stage ${deployment.stage}`);
  if (account !== ourAccount || region !== ourRegion) {
    return notHeld(
      'not-our-alarm',
      `${alarmName} is of account ${account} in ${region}, not of ${ourAccount} in ${ourRegion}`,
    );
  }
  if (state.value !== 'ALARM') return notHeld('not-in-alarm', `${alarmName} went to ${state.value}`);
  // EventBridge may deliver a day late; the older of the two instants is the one to believe.
  const since = [state.timestamp, time ?? state.timestamp].map(toInstant).sort()[0];
  if (!since)
    throw new RefusedError(
      `the alarm event is not understood: detail.state.timestamp "${state.timestamp}" is no instant`,
    );
  return {
    trigger: {
      by: 'alarm',
      ...ours,
      mode: 'failover',
      requestedBy: alarmName,
      reason: state.reason ?? `${alarmName} is in ALARM`,
      since,
      instanceId: watchedInstance(detail.configuration?.metrics ?? []),
    },
  };
}

/** The InstanceId dimension of the alarm's metric; an expression or a metric of another shape has none. */
function watchedInstance(metrics: unknown[]): string | undefined {
  for (const candidate of metrics) {
    const parsed = metric.safeParse(candidate);
    if (parsed.success && parsed.data.metricStat.metric.dimensions.InstanceId) {
      return parsed.data.metricStat.metric.dimensions.InstanceId;
    }
  }
  return undefined;
}
