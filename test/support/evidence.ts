/** Builders for evidence and triggers: a silent appliance that EC2 calls impaired, reported by its alarm. */
import type { AlarmWord, Evidence } from '../../shared/domain/decision/evidence.ts';
import type { Trigger } from '../../shared/domain/decision/trigger.ts';
import type { Instance, InstanceReading } from '../../shared/domain/snapshot.ts';
import { anInstance, OLD } from './snapshots.ts';

export const described = (overrides: Partial<Instance> = {}): InstanceReading => ({
  reading: 'described',
  instance: anInstance(overrides),
});

export const failingSince = (since: string): AlarmWord => ({ says: 'failing', since });

export const SAYS_NOTHING: AlarmWord = { says: 'unknown' };

export function someEvidence(overrides: Partial<Evidence> = {}): Evidence {
  return {
    instance: described(),
    addressHeld: true,
    status: 'impaired',
    probe: 'failing',
    probeProven: true,
    alarms: { statusCheck: failingSince('2026-11-21T02:59:00.000Z'), probe: SAYS_NOTHING },
    ...overrides,
  };
}

type Alarm = Extract<Trigger, { by: 'alarm' }>;

export function anAlarm(overrides: Partial<Alarm> = {}): Alarm {
  return {
    by: 'alarm',
    appliance: 'sophos',
    mode: 'failover',
    requestedBy: 'failover-dev-sophos-status-check',
    reason: 'Threshold Crossed',
    kind: 'status-check',
    since: '2026-11-21T02:59:00.000Z',
    instanceId: OLD.instanceId,
    ...overrides,
  };
}

type ProbersRow = Extract<Trigger, { by: 'prober' }>;

export function aRow(overrides: Partial<ProbersRow> = {}): ProbersRow {
  return {
    by: 'prober',
    appliance: 'sophos',
    mode: 'failover',
    requestedBy: 'prober',
    reason: '12 probes in a row failed',
    since: '2026-11-21T02:59:30.000Z',
    at: '2026-11-21T02:59:52.000Z',
    ...overrides,
  };
}

type InstanceEvent = Extract<Trigger, { by: 'instance-event' }>;

export function anInstanceEvent(overrides: Partial<InstanceEvent> = {}): InstanceEvent {
  return {
    by: 'instance-event',
    appliance: 'sophos',
    mode: 'failover',
    requestedBy: 'route-instance-event',
    reason: `${OLD.instanceId} is stopped`,
    instanceId: OLD.instanceId,
    state: 'stopped',
    since: '2026-11-21T02:59:50.000Z',
    ...overrides,
  };
}

type Person = Extract<Trigger, { by: 'person' }>;

export function aPerson(overrides: Partial<Person> = {}): Person {
  return {
    by: 'person',
    appliance: 'sophos',
    mode: 'failover',
    requestedBy: 'kim',
    reason: 'firmware froze',
    ...overrides,
  };
}

export const theSweep: Trigger = {
  by: 'sweep',
  appliance: 'sophos',
  mode: 'failover',
  requestedBy: 'sweep',
  reason: 'failed, and nothing runs',
};
