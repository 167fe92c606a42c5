/** What becomes of a message on a topic: a mail for each subscription, or one more in the queue that collects. */

import type { World } from '../world.ts';
import type { Published } from './state.ts';
import { deliverMail } from './subscriptions.ts';

export function arriveAt(world: World, { topicArn, subject, message, attributes }: Published): void {
  if (topicArn.endsWith('-each')) {
    const told = Object.entries(attributes).map(([name, Value]) => [name, { Type: 'String', Value }] as const);
    world.collect({
      ...{ Type: 'Notification', Message: message, MessageAttributes: Object.fromEntries(told) },
      ...(subject && { Subject: subject }),
    });
    return;
  }
  world.publications.push({ atMs: world.clock.nowMs(), topicArn, subject, message, attributes });
  deliverMail(world);
  world.changed('operators were notified');
}

type AboutAlarm = {
  name: string;
  arn: string;
  description: string | undefined;
  value: string;
  reason: string;
  at: string;
};

/** The subject names the Region as the console does. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
export function publishAlarm(world: World, topicArn: string, alarm: AboutAlarm): void {
  const { name, arn, description, value, reason, at } = alarm;
  const message = JSON.stringify({
    ...{ AlarmName: name, AlarmArn: arn, AlarmDescription: description ?? null, AWSAccountId: world.accountId },
    ...{ NewStateValue: value, NewStateReason: reason, StateChangeTime: at, Region: world.region },
  });
  arriveAt(world, { topicArn, subject: `${value}: "${name}" in ${world.region}`, message, attributes: {} });
}
