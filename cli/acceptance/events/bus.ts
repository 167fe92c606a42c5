/**
 * EventBridge's part. moto sends no event of EC2, CloudWatch or Step Functions to a rule, and calls neither functions nor
 * state machines. So each rule that was deployed gets a twin: the same pattern and input transformer on a bus of the
 * acceptance, with a queue as its target. moto decides which patterns match and writes the events. What arrives in a queue
 * is handed to the targets of the deployed rule.
 */

import { patternOf } from '../../../simulator/account/events/pattern.ts';
import { documentOf, type Fields, listOf, type Moto } from '../moto.ts';
import { openQueue } from '../queue.ts';

export type Put = { source: string; detailType: string; resources: string[]; detail: Fields; time?: number };

type Delivery = { rule: string; target: string; input: unknown };

export type Bus = {
  /** What the deployed rules make of this event: an input for each target. Empty where no pattern matches. */
  put(event: Put): Promise<Delivery[]>;
};

const BUS = 'acceptance';

/** moto's own form for a target without a transformer leaves out `account`. */
const WHOLE = { InputTemplate: '<aws.events.event.json>' };

type Twin = { rule: string; matches: (event: unknown) => boolean; targets: { arn: string; queue: string }[] };

async function twinOf(moto: Moto, { Name: rule, EventPattern, Targets }: Fields): Promise<Twin> {
  const pattern = typeof EventPattern === 'string' ? EventPattern : JSON.stringify(EventPattern);
  const twin = `${rule}-twin`;
  await moto.json('events', 'PutRule', { Name: twin, EventBusName: BUS, EventPattern: pattern });
  const targets = [];
  for (const { Id, Arn, InputTransformer } of listOf(Targets)) {
    const queue = await openQueue(moto, `${twin}-${Id}`);
    const target = { Id, Arn: queue.arn, InputTransformer: InputTransformer ?? WHOLE };
    await moto.json('events', 'PutTargets', { Rule: twin, EventBusName: BUS, Targets: [target] });
    targets.push({ arn: String(Arn), queue: queue.url });
  }
  return { rule: String(rule), matches: patternOf(JSON.parse(pattern)), targets };
}

async function arrived(moto: Moto, QueueUrl: string): Promise<unknown[]> {
  const { Messages } = await moto.json('sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
  for (const { ReceiptHandle } of listOf(Messages))
    await moto.json('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
  return listOf(Messages).map(({ Body }) => documentOf(Body));
}

function entryOf({ source, detailType, resources, detail, time = Math.floor(Date.now() / 1_000) }: Put): Fields {
  const event = { Source: source, DetailType: detailType, Resources: resources, Time: Math.floor(time) };
  return { EventBusName: BUS, ...event, Detail: JSON.stringify(detail) };
}

/** The simulator has a matcher of its own, and the two must agree: the scenarios rest on it. */
function agreed({ rule, matches }: Twin, event: Put, delivered: number): void {
  const expected = matches({ source: event.source, 'detail-type': event.detailType, detail: event.detail });
  if (expected !== delivered > 0) {
    throw new Error(
      `${rule}: moto ${expected ? 'does not match' : 'matches'} an event that the simulator's matcher does not judge so`,
    );
  }
}

/** `rules` as moto describes them, those with a pattern. */
export async function openBus(moto: Moto, rules: Fields[]): Promise<Bus> {
  await moto.json('events', 'CreateEventBus', { Name: BUS });
  const twins = await Promise.all(rules.map((rule) => twinOf(moto, rule)));
  return {
    put: async (event) => {
      await moto.json('events', 'PutEvents', { Entries: [entryOf(event)] });
      const deliveries: Delivery[] = [];
      for (const twin of twins) {
        for (const { arn, queue } of twin.targets) {
          const inputs = await arrived(moto, queue);
          agreed(twin, event, inputs.length);
          deliveries.push(...inputs.map((input) => ({ rule: twin.rule, target: arn, input })));
        }
      }
      return deliveries;
    },
  };
}
