/** The two alarms of an appliance: one on EC2's status checks of its active instance, one on what the prober sees. */
import {
  DescribeAlarmsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import type { Appliance } from '../domain/appliance.ts';
import { type AlarmKind, alarmNameOf } from '../domain/decision/trigger.ts';
import type { SeenAlarm, SeenAlarms } from '../domain/decision/witnesses.ts';
import { describeProbe, probationIn } from '../domain/probing/probation.ts';
import { type Definition, isDefinedAs, probeAlarm, statusCheckAlarm } from './alarm-definitions.ts';
import { chunksOf } from './chunks.ts';
import { codeOf, sending } from './classify-error.ts';
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

type WatchedProbe = Watched & {
  probe: Appliance['probe'];
  /** As `writeProbation` words it: the description of the alarm keeps it. */
  probation: string | undefined;
};

/** The prober asks the address, so the alarm watches the active instance, also the next one. */
export async function watchProbe(clients: CloudWatch, watch: WatchedProbe): Promise<void> {
  await arm(clients, { ...probeArming(watch), reason: `now watches ${watch.appliance} anew` });
}

/** Changes what the alarm says of the probe's probation, and leaves its state as it is. */
export async function recordProbation(clients: CloudWatch, watch: WatchedProbe): Promise<void> {
  await put(clients, probeArming(watch));
}

const probeArming = ({ stage, appliance, probe, probation }: WatchedProbe) => ({
  name: alarmNameOf({ stage, appliance, kind: 'probe' }),
  description: describeProbe(appliance, probation),
  definition: probeAlarm(appliance, probe),
});

/** After a takeover, so that the alarm can report the next failure. One that was never put does not know of any probation. */
export async function resetProbe(clients: CloudWatch, watch: Omit<WatchedProbe, 'probation'>): Promise<void> {
  const { appliance } = watch;
  try {
    const name = alarmNameOf({ ...watch, kind: 'probe' });
    await setBack(clients, { name, reason: `now watches ${appliance} anew` });
  } catch (cause) {
    if (codeOf(cause instanceof Error ? cause.cause : cause) !== 'ResourceNotFound') throw cause;
    await watchProbe(clients, { ...watch, probation: undefined });
  }
}

type Arming = { name: string; description: string; definition: Definition; reason: string };

/**
 * PutMetricAlarm leaves the state as it was, and an alarm acts only when its state changes: one that stayed in ALARM
 * would never report the next failure.
 */
async function arm(clients: CloudWatch, arming: Arming): Promise<void> {
  await put(clients, arming);
  await setBack(clients, arming);
}

async function put({ cloudwatch }: CloudWatch, arming: Omit<Arming, 'reason'>): Promise<void> {
  const { name, description, definition } = arming;
  await sending(`alarm ${name}`, () =>
    cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: name, AlarmDescription: description, ...definition })),
  );
}

async function setBack({ cloudwatch }: CloudWatch, { name, reason }: Pick<Arming, 'name' | 'reason'>): Promise<void> {
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
    ...(found.probe && {
      probe: {
        ...seen(found.probe, probeAlarm(name, probe)),
        probation: probationIn(found.probe.AlarmDescription ?? ''),
      },
    }),
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
