/**
 * Reads a batch of collected notifications: what a topic has put into our queue, ours and those of alarms.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 * https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html
 */
import * as z from 'zod/mini';
import { alarmRaised } from '../../domain/messages/alarm-raised.ts';
import { type Mail, mailOf, type Sender } from '../../domain/messages/message.ts';
import { subjectOf } from '../../domain/messages/subject.ts';

const text = z.string();

const batch = z.object({
  Records: z.array(z.object({ eventSource: z.literal('aws:sqs'), body: text })).check(z.minLength(1)),
});

const envelope = z.object({
  Subject: z.optional(text),
  Message: text,
  MessageAttributes: z.optional(z.record(text, z.object({ Value: text }))),
});

const alarm = z.object({
  AlarmName: text,
  AlarmArn: z.optional(text),
  AlarmDescription: z.nullish(text),
  NewStateValue: text,
  NewStateReason: text,
  StateChangeTime: z.optional(text),
});

/** Undefined when it is no batch of a queue. */
export function parseCollected(event: unknown): Mail[] | undefined {
  const parsed = batch.safeParse(event);
  return parsed.success ? parsed.data.Records.map(({ body }) => mailIn(body)) : undefined;
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What cannot be read is passed on as it is: it may be the one that matters. */
function mailIn(body: string): Mail {
  const parsed = envelope.safeParse(jsonIn(body));
  if (!parsed.success) return asItIs('a notification that cannot be read', body);
  const { Subject, Message, MessageAttributes = {} } = parsed.data;
  const raised = alarm.safeParse(jsonIn(Message));
  if (raised.success) return mailOf(alarmRaised(alarmOf(raised.data)), senderOfAlarm(raised.data));
  const attributes = Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value]);
  return {
    ...asItIs(Subject ?? 'a notification without a subject', Message),
    attributes: Object.fromEntries(attributes),
  };
}

const CHARACTERS_MAX = 100_000;

const asItIs = (subject: string, body: string): Mail => ({
  subject: subjectOf(subject),
  text: body.slice(0, CHARACTERS_MAX),
  attributes: {},
});

/** `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:failover-STAGE-…` */
function senderOfAlarm({ AlarmName, AlarmArn = '' }: z.infer<typeof alarm>): Sender {
  const [, , , region = 'unknown Region', account = 'unknown'] = AlarmArn.split(':');
  return { stage: /^failover-([a-z0-9]+)-/.exec(AlarmName)?.[1] ?? 'unknown', account, region };
}

const alarmOf = (read: z.infer<typeof alarm>) => ({
  name: read.AlarmName,
  description: read.AlarmDescription ?? 'It has no description.',
  state: read.NewStateValue,
  reason: read.NewStateReason,
  at: read.StateChangeTime,
});
