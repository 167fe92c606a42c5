/** Who asks for a failover, and with which words: what the failover machine accepts as its input. */
import { secondsBetween } from '../instants.ts';
import type { InstanceReading, InstanceState } from '../snapshot.ts';

export type Mode = 'failover' | 'switchover' | 'rehearse';

export type AlarmKind = 'status-check' | 'probe';

/** A person overrides detection, cooldown and grace; every other trigger is automatic. */
export type Trigger =
  | {
      by: 'person';
      appliance: string;
      mode: Mode;
      requestedBy: string;
      reason: string;
      /** The explicit word against the holds that protect a person from a slip. */
      force?: boolean | undefined;
    }
  | { by: 'sweep'; appliance: string; mode: 'failover'; requestedBy: 'sweep'; reason: string }
  | {
      by: 'instance-event';
      appliance: string;
      mode: 'failover';
      requestedBy: 'route-instance-event';
      reason: string;
      instanceId: string;
      /** What EC2's event said, which its API may not show yet. */
      state: InstanceState;
      since: string;
    }
  | {
      by: 'prober';
      appliance: string;
      mode: 'failover';
      requestedBy: 'prober';
      reason: string;
      /** When the first and the last of its failed probes began: a row without an answer. */
      since: string;
      at: string;
    }
  | {
      by: 'alarm';
      appliance: string;
      mode: 'failover';
      requestedBy: string;
      reason: string;
      kind: AlarmKind;
      /** When CloudWatch changed the state, which is when the failure was established. */
      since: string;
      /** The instance that the alarm watches; a probe alarm watches the appliance instead. */
      instanceId?: string | undefined;
    };

export const isAutomatic = (trigger: Trigger): boolean => trigger.by !== 'person';

/** An event tells of one moment; after this long it tells nothing about now. */
export const EVENT_AGE_SECONDS_MAX = 900;

/** How long EC2's API may lag behind EC2's events; an instance that runs afterwards was started again. */
const BEHIND_SECONDS_MAX = 60;

/** Whether this reading is from before the event: EC2 tells that an instance stops and, asked, says that it runs. */
export function isBehindEvent(trigger: Trigger, reading: InstanceReading | undefined, now: string): boolean {
  if (trigger.by !== 'instance-event' || reading?.reading !== 'described') return false;
  const { id, state, launchedAt } = reading.instance;
  // An instance that was started after the event is no longer in the state that the event reports.
  if (launchedAt && launchedAt > trigger.since) return false;
  const fresh = secondsBetween({ from: trigger.since, to: now }) < BEHIND_SECONDS_MAX;
  return fresh && id === trigger.instanceId && (state === 'running' || state === 'pending');
}

/** The name of an alarm of ours, taken apart; undefined for everybody else's alarms. */
export function readAlarmName(alarmName: string, stage: string): { appliance: string; kind: AlarmKind } | undefined {
  const prefix = `failover-${stage}-`;
  const kind = (['status-check', 'probe'] as const).find((end) => alarmName.endsWith(`-${end}`));
  if (!kind || !alarmName.startsWith(prefix)) return undefined;
  const appliance = alarmName.slice(prefix.length, -kind.length - 1);
  return /^[a-z0-9-]{1,24}$/.test(appliance) ? { appliance, kind } : undefined;
}

export const alarmNameOf = (alarm: { stage: string; appliance: string; kind: AlarmKind }): string =>
  `failover-${alarm.stage}-${alarm.appliance}-${alarm.kind}`;
