/** What people ask for and what they hear: a pause, an image, the notification of a takeover. */

import { lookAt } from '../../../shared/aws/lab/emulated-account.ts';
import { command } from '../command.ts';
import { documentOf, fieldsOf, listOf } from '../moto.ts';
import { openQueue } from '../queue.ts';
import { type Act, ended, outputOf, PERSON, run, whyNot } from './act.ts';
import { alarmInto } from './alarm.ts';

export const pause: Act = {
  name: 'pause',
  promise: 'a pause holds what starts automatically, and resume ends it',
  run: async (stage) => {
    const [{ account }] = stage.appliances;
    const pausedBy = await command(stage, ['pause', account.name, '--for', '1h', '--reason', 'acceptance']);
    const [started] = await stage.deliver(await alarmInto(stage, account.instanceId, 'ALARM'));
    const held = started?.execution ? outputOf(await ended(started.execution)) : {};
    await alarmInto(stage, account.instanceId, 'OK');
    const resumedBy = await command(stage, ['resume', account.name]);
    const { addressTags } = await lookAt(stage.clients, account);
    const left = addressTags['failover:paused-until'];
    const met = pausedBy === 0 && resumedBy === 0 && held.because === 'paused' && left === undefined;
    const brief = `an alarm meanwhile: ${held.outcome ?? 'nothing'} (${held.because}); ${left === undefined ? 'no pause is left' : `paused until ${left}`}`;
    return { met, brief, details: met ? [] : [stage.logs.slice(-6).join(' ').slice(-1_500)] };
  },
};

export const rotation: Act = {
  name: 'rotation',
  promise: 'a rotation takes an image of the active instance and accepts it',
  run: async (stage) => {
    const [{ account }] = stage.appliances;
    const said = outputOf(
      await run(stage, 'RotationStateMachine', { ...PERSON, appliance: account.name, prove: false }),
    );
    const { images } = await lookAt(stage.clients, account);
    const good = images.filter((tags) => tags['failover:image'] === 'good').length;
    const met = said.outcome === 'rotated' && good === 1;
    return { met, brief: `${said.outcome ?? said.status}, good images: ${good}`, details: met ? [] : [whyNot(said)] };
  },
};

export const notification: Act = {
  name: 'notification',
  promise: 'operators are notified of the beginning and the end of a takeover',
  run: async (stage) => {
    const { moto, deployed } = stage;
    const TopicArn = String(deployed.find(({ type }) => type === 'AWS::SNS::Topic')?.found?.TopicArn);
    const queue = await openQueue(moto, 'acceptance-operator');
    await moto.query('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queue.arn });
    const [{ account }] = stage.appliances;
    const events = stage.statusEvents.filter(({ detail: { stateMachineArn, input } }) => {
      return String(stateMachineArn).endsWith('-takeover') && String(input).includes(account.allocationId);
    });
    const rules: string[] = [];
    for (const event of events) for (const { rule } of await stage.deliver(event)) rules.push(rule);
    stage.plays.add("Step Functions' events of an execution");
    const { Messages } = await moto.json('sqs', 'ReceiveMessage', { QueueUrl: queue.url, MaxNumberOfMessages: 10 });
    const subjects = listOf(Messages).map(({ Body }) => String(fieldsOf(documentOf(Body)).Subject));
    const met = subjects.length === 2 && rules.length === 2;
    return {
      met,
      brief: `${subjects.length} messages on the topic of the stack`,
      details: [`rules ${rules.join(', ')}`, ...subjects],
    };
  },
};
