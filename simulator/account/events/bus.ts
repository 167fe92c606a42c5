/**
 * EventBridge's default bus: each event is compared with each rule, and those that match are delivered a moment later.
 * Events are lost, doubled or late by a fault only. A late one arrives however old it is: a rule's age limit counts from
 * when EventBridge has the event, and it is the service before it that is late here.
 */
import { SLOW_TAIL } from '../../durations.ts';
import { between, type Range } from '../../random.ts';
import type { AsyncInvocations } from '../lambda/async-invocations.ts';
import type { Execution } from '../sfn/execution.ts';
import type { World } from '../world.ts';
import type { AwsEvent } from './aws-event.ts';
import { copiesOf } from './fate.ts';
import type { Rule } from './rules.ts';

export type Bus = {
  /** What the last event set off: one promise for each delivery, with the execution that it started if it did. */
  latest(): Promise<Execution | undefined>[];
  /** Resolves when nothing is on its way any more. */
  idle(): Promise<void>;
};

type BusOptions = { world: World; rules: Rule[]; functions: AsyncInvocations; deliveryMs: Range };

type Target = Rule['targets'][number];

/** A machine gets the whole event, under a name that EventBridge made up. */
function reach({ world, functions }: BusOptions, target: Target, event: AwsEvent): Execution | undefined {
  if (target.kind === 'machine') {
    return world.stepFunctions.start({ machine: target.name, input: JSON.stringify(event) }).execution;
  }
  functions.send(target.name, event);
  return undefined;
}

function drawDeliveryMs({ world, deliveryMs }: BusOptions): number {
  const tail = world.random() < SLOW_TAIL.share ? SLOW_TAIL.factor : 1;
  return between(world.random, deliveryMs) * tail;
}

function deliver(options: BusOptions, target: Target, { event, lateMs }: { event: AwsEvent; lateMs: number }) {
  const { clock } = options.world;
  // A timer of its own: what is started here must not count as a change of the caller that caused the event.
  return new Promise<Execution | undefined>((resolve) => {
    const atMs = clock.nowMs() + Math.round(drawDeliveryMs(options) + lateMs);
    clock.at(atMs, () => resolve(reach(options, target, event)));
  });
}

function route(options: BusOptions, event: AwsEvent): Promise<Execution | undefined>[] {
  const { world, rules } = options;
  const matching = rules.filter(({ trigger }) => trigger.on === 'event' && trigger.matches(event));
  return matching.flatMap(({ id, targets }) =>
    copiesOf(world, { rule: id, detailType: event['detail-type'] }).flatMap((lateMs) =>
      targets.map((target) => deliver(options, target, { event, lateMs })),
    ),
  );
}

export function openBus(options: BusOptions): Bus {
  const underWay = new Set<Promise<unknown>>();
  let latest: Promise<Execution | undefined>[] = [];
  options.world.onEvent((event) => {
    latest = route(options, event);
    for (const delivery of latest) {
      underWay.add(delivery);
      void delivery.then(() => underWay.delete(delivery));
    }
  });
  return {
    latest: () => latest,
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
