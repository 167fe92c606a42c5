/** A CloudWatch alarm goes off: the deployed rule starts the deployed machine, and the appliance is taken over. */
import { lookAt } from '../../../shared/aws/lab/emulated-account.ts';
import { alarmEvent } from '../events/alarm-event.ts';
import { type Fields, listOf } from '../moto.ts';
import type { Stage } from '../stage.ts';
import { type Act, answeringWhenMoved, instanceIn, takeoverOf, whyNot } from './act.ts';

/** The alarm of the status checks that the sweep has put for this instance, as moto describes it. */
async function alarmOf({ moto }: Pick<Stage, 'moto'>, instanceId: unknown): Promise<Fields | undefined> {
  const { MetricAlarms } = await moto.json('monitoring', 'DescribeAlarms', {});
  return listOf(MetricAlarms).find(
    ({ MetricName, Dimensions }) =>
      MetricName === 'StatusCheckFailed' && listOf(Dimensions).some(({ Value }) => Value === instanceId),
  );
}

/** Into this state, as `aws cloudwatch set-alarm-state` does; the event that CloudWatch would send of it. */
export async function alarmInto(stage: Stage, instanceId: string, StateValue: 'ALARM' | 'OK') {
  const before = await alarmOf(stage, instanceId);
  if (!before) throw new Error(`moto has no alarm on the status checks of ${instanceId}`);
  const [AlarmName, StateReason] = [before.AlarmName, 'Threshold Crossed: 2 datapoints were examined'];
  await stage.moto.json('monitoring', 'SetAlarmState', { AlarmName, StateValue, StateReason, StateReasonData: '{}' });
  stage.plays.add(
    "CloudWatch's evaluation of an alarm, by SetAlarmState, and its event, made of what DescribeAlarms answers",
  );
  stage.plays.add("EventBridge's call of a target; whether the pattern of the deployed rule matches, moto decides");
  return alarmEvent(before, (await alarmOf(stage, instanceId)) ?? {});
}

/** What has to be true afterwards, as sentences of what is not. */
async function faultsAfter(stage: Stage, said: Fields, failed: string): Promise<string[]> {
  const [{ account }] = stage.appliances;
  const now = await lookAt(stage.clients, account);
  const [replacement, old] = [instanceIn(now, said.to), instanceIn(now, failed)];
  const watching = await alarmOf(stage, said.to);
  const checks: [boolean, string][] = [
    [said.status === 'SUCCEEDED' && said.outcome === 'taken-over', whyNot(said)],
    [now.holder === said.to, `the address is at ${now.holder}`],
    [now.route === said.to, `the route leads to ${now.route}`],
    [replacement?.forwards === true, 'the source/destination check of the replacement is on'],
    [replacement?.zone.endsWith('c') === true, `the replacement is in ${replacement?.zone}`],
    [['stopping', 'stopped'].includes(old?.state ?? ''), `the failed instance is ${old?.state}`],
    [watching !== undefined && watching.StateValue !== 'ALARM', 'the alarm does not watch the replacement'],
  ];
  return checks.filter(([holds]) => !holds).map(([, fault]) => fault);
}

export const alarm: Act = {
  name: 'alarm',
  promise:
    'an alarm starts a takeover: address and route move, the replacement forwards, the failed instance is stopped',
  run: async (stage) => {
    const [appliance] = stage.appliances;
    const failed = appliance.account.instanceId;
    const quiet = await stage.deliver(await alarmInto(stage, failed, 'OK'));
    appliance.service.close();
    stage.impaired.add(failed);
    const delivered = await stage.deliver(await alarmInto(stage, failed, 'ALARM'));
    const [started] = delivered;
    if (!started?.execution || delivered.length > 1 || quiet.length > 0) {
      return { met: false, brief: `ALARM started ${delivered.length} targets, OK started ${quiet.length}` };
    }
    const { execution } = started;
    const said = await answeringWhenMoved(stage, appliance, () => takeoverOf(stage, execution));
    const faults = await faultsAfter(stage, said, failed);
    const brief =
      faults.length === 0 ? `${failed} stopped, ${said.to} has address and route` : 'not taken over as promised';
    return {
      met: faults.length === 0,
      brief,
      details: [`rule ${started.rule}; the same alarm in OK starts nothing`, ...faults],
    };
  },
};
