/** The faults of what starts us: events, schedules, probes and alarms. */
import { z } from 'zod';
import { seconds } from '../../limits.ts';
import { setAlarmState } from '../cloudwatch/alarms.ts';
import type { World } from '../world.ts';
import type { FaultOf } from './active.ts';
import { aFault, lasts, once } from './fault-file.ts';
import { percent, share } from './roles.ts';

/** Which event: for a rule by its logical id in infra/events.yml, of a detail type, or the one that comes next. */
const ofRule = { rule: z.string().optional(), detailType: z.string().optional(), times: z.int().min(1).default(1) };

type OfRule = { rule?: string | undefined; detailType?: string | undefined; times: number };

const events = ({ detailType, rule, times }: OfRule): string =>
  `the next ${times === 1 ? 'event' : `${times} events`}${detailType ? ` "${detailType}"` : ''}${rule ? ` for the ${rule}` : ''}`;

/** Evaluation, where there is one, may set the real state before the flap is over. */
function flap(world: World, { appliance, alarm: kind, seconds: lasting }: FaultOf<'alarm-flap'>): void {
  const alarm = [...world.cloudwatch.alarms.values()].find(({ name }) => name.endsWith(`-${appliance}-${kind}`));
  if (!alarm) throw new Error(`there is no ${kind} alarm of ${appliance} that could flap`);
  const { name: AlarmName, state: before } = alarm;
  const say = (StateValue: typeof before): void => {
    setAlarmState(world, { AlarmName, StateValue, StateReason: 'a simulated flap' });
  };
  say('INSUFFICIENT_DATA');
  world.clock.at(world.clock.nowMs() + lasting * 1000, () => {
    if (world.cloudwatch.alarms.get(AlarmName)?.state === 'INSUFFICIENT_DATA') say(before);
  });
}

export const OF_TRIGGERS = {
  ...aFault('event-lost', {
    says: ofRule,
    waits: () => 0,
    sentence: (fault) => `EventBridge is going to lose ${events(fault)}`,
  }),
  ...aFault('event-late', {
    says: { bySeconds: seconds, ...ofRule },
    waits: () => 0,
    sentence: (fault) => `${events(fault)} is going to arrive ${fault.bySeconds} s late`,
  }),
  ...aFault('event-duplicated', {
    says: { afterSeconds: seconds, ...ofRule },
    waits: () => 0,
    sentence: (fault) => `${events(fault)} is going to arrive again after ${fault.afterSeconds} s`,
  }),
  ...aFault('schedule-stopped', {
    says: { rule: z.string() },
    sentence: ({ rule }) => `the ${rule} does not fire any more`,
  }),
  ...aFault('prober-cut-off', {
    says: { functionName: z.string().optional() },
    sentence: ({ functionName }) => `${functionName ?? 'our probers'} can reach nothing, not even a reference`,
  }),
  ...aFault('probe-blocked', {
    says: {},
    sentence: () => 'a security group lets no probe of ours in; clients are served',
  }),
  ...aFault('probe-lossy', {
    says: { share, evenly: z.boolean().optional() },
    sentence: ({ share: part, evenly }) =>
      `${percent(part)} of our probes are lost on their way${evenly ? ', at even distances' : ''}`,
  }),
  ...aFault('alarm-flap', {
    says: { alarm: z.enum(['status-check', 'probe']), seconds },
    begin: flap,
    cast: (said, { appliance }) => ({ ...said, appliance }),
    sentence: ({ alarm, seconds: lasting }) => `the ${alarm} alarm has no data for ${lasting} s`,
  }),
};

export const TRIGGER_ENTRIES = [
  once('F7', 'An alarm without data', {
    shows: '`INSUFFICIENT_DATA` in the event, and no `ALARM`',
    holds: 'it alone is no evidence',
    deeds: [{ fault: { kind: 'alarm-flap', alarm: 'status-check', seconds: 120 } }],
    scenarios: ['alarm-without-data'],
  }),
  once('F8', 'An event arrives twice, or late', {
    shows: 'the same event again, seconds to hours later',
    holds: 'one takeover (S1), and no stale event acts (S10)',
    deeds: [
      { fault: { kind: 'event-duplicated', rule: 'AlarmRule', afterSeconds: 90, times: 1 } },
      { fault: { kind: 'event-late', rule: 'InstanceRule', bySeconds: 1200, times: 1 } },
    ],
    scenarios: ['duplicate-event', 'duplicate-and-late-events'],
  }),
  once('F9', 'A trigger is lost', {
    shows: 'nothing',
    holds: 'the next sweep finds it (L2)',
    deeds: [
      { fault: { kind: 'event-lost', rule: 'AlarmRule', times: 1 } },
      { fault: { kind: 'schedule-stopped', rule: 'ProbeRule' } },
    ],
    scenarios: [
      ...['event-lost', 'event-lost-zone-lost', 'sweep-dies', 'alarm-lost-prober-starts'],
      ...['prober-removed-instance-dead', 'prober-removed-zone-lost', 'prober-stops-after-its-alarm'],
    ],
  }),
  lasts('F37', 'A security group blocks the prober', {
    shows: 'no probe has ever been answered; clients are',
    holds: 'the probe has no vote, and operators are notified',
    deeds: [{ fault: { kind: 'probe-blocked' } }],
    scenarios: ['probe-blocked-from-day-one', 'address-moved-by-hand'],
  }),
];
