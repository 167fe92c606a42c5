/** The two alarms of an appliance: one on EC2's status checks of its active instance, one on what the prober sees. */
import {
  DescribeAlarmsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import type { Appliance } from '../domain/appliance.ts';
import { type AlarmKind, alarmNameOf } from '../domain/trigger.ts';
import type { SeenAlarm, SeenAlarms } from '../domain/witnesses.ts';
import { type Definition, isDefinedAs, probeAlarm, statusCheckAlarm } from './alarm-definitions.ts';
import { chunksOf } from './chunks.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

export type { SeenAlarm, SeenAlarms };

type CloudWatch = Pick<Clients, 'cloudwatch'>;
type Watched = { stage: string; appliance: string };
type Probed = Pick<Appliance, 'name' | 'probe'>;

/** Points the alarm at the instance. */
export async function watchInstance(clients: CloudWatch, watch: Watched & { instanceId: string }): Promise<void> {
  const { appliance, instanceId } = watch;
  await arm(clients, {
    name: alarmNameOf({ ...watch, kind: 'status-check' }),
    description: `EC2 status checks of the active instance of appliance ${appliance}`,
    definition: statusCheckAlarm(instanceId),
    reason: `now watches ${instanceId}`,
  });
}

/** The prober asks the address, so whoever is active is watched; after a takeover it is somebody new. */
export async function watchProbe(clients: CloudWatch, watch: Watched & { probe: Appliance['probe'] }): Promise<void> {
  const { appliance, probe } = watch;
  await arm(clients, {
    name: alarmNameOf({ ...watch, kind: 'probe' }),
    description: `Probes of appliance ${appliance}`,
    definition: probeAlarm(appliance, probe),
    reason: `now watches ${appliance} anew`,
  });
}

type Arming = { name: string; description: string; definition: Definition; reason: string };

/**
 * PutMetricAlarm leaves the state as it was, and an alarm acts only when its state changes: one that stayed in ALARM
 * would never report the next failure.
 */
async function arm({ cloudwatch }: CloudWatch, { name, description, definition, reason }: Arming): Promise<void> {
  await sending(`alarm ${name}`, () =>
    cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: name, AlarmDescription: description, ...definition })),
  );
  await sending(`state of alarm ${name}`, () =>
    cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: name, StateValue: 'INSUFFICIENT_DATA', StateReason: reason }),
    ),
  );
}

/** Names in one request, and alarms in one answer: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const ALARMS_MAX = 100;

const KINDS: AlarmKind[] = ['status-check', 'probe'];

/** Every appliance is in the answer, and an alarm that does not exist is not. */
export async function readAlarms(
  { cloudwatch }: CloudWatch,
  { stage, appliances }: { stage: string; appliances: Probed[] },
): Promise<Map<string, SeenAlarms>> {
  const names = appliances.flatMap(({ name }) => KINDS.map((kind) => alarmNameOf({ stage, appliance: name, kind })));
  const answers = await Promise.all(
    chunksOf(names, ALARMS_MAX).map((AlarmNames) =>
      sending('reading the alarms', () =>
        cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames, MaxRecords: ALARMS_MAX })),
      ),
    ),
  );
  const found = new Map(
    answers.flatMap(({ MetricAlarms = [] }) => MetricAlarms.map((alarm) => [alarm.AlarmName, alarm])),
  );
  return new Map(
    appliances.map(({ name, probe }) => {
      const alarmOf = (kind: AlarmKind) => found.get(alarmNameOf({ stage, appliance: name, kind }));
      return [name, seenOf({ statusCheck: alarmOf('status-check'), probe: alarmOf('probe') }, { name, probe })];
    }),
  );
}

type Found = { statusCheck: MetricAlarm | undefined; probe: MetricAlarm | undefined };

function seenOf(found: Found, { name, probe }: Probed): SeenAlarms {
  const instanceId = found.statusCheck?.Dimensions?.find(({ Name }) => Name === 'InstanceId')?.Value;
  return {
    ...(found.statusCheck && {
      statusCheck: {
        ...seen(found.statusCheck, statusCheckAlarm(instanceId ?? '')),
        instanceId,
        configuredAt: found.statusCheck.AlarmConfigurationUpdatedTimestamp?.toISOString(),
      },
    }),
    ...(found.probe && { probe: seen(found.probe, probeAlarm(name, probe)) }),
  };
}

const STATES: Record<StateValue, SeenAlarm['state']> = {
  OK: 'ok',
  ALARM: 'alarm',
  INSUFFICIENT_DATA: 'insufficient-data',
};

function seen(alarm: MetricAlarm, wanted: Definition): SeenAlarm {
  // Updated is when its reason last changed; only transitioned is when its state did, which graces are counted from.
  const { StateTransitionedTimestamp: since, StateValue = 'INSUFFICIENT_DATA' } = alarm;
  return {
    state: since ? STATES[StateValue] : 'insufficient-data',
    since: (since ?? new Date(0)).toISOString(),
    asWanted: isDefinedAs(alarm, wanted),
  };
}
