/** The points of a minute on their way to CloudWatch: a probe never waits for it, and at the end nothing is under way. */

import { publishProbes } from '../../aws/probe-metric.ts';
import type { ProberClients } from '../../aws/prober-clients.ts';
import type { DepsWith } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { PROBE_FRESH_SECONDS, type ProbePoint } from '../../domain/probing/probe-metric.ts';

type Outbox = {
  /** Goes with the next that is in a hurry, or with the end of the minute. */
  keep(point: ProbePoint): void;
  hurry(point: ProbePoint): void;
  /** Sends what is left. What cannot be sent stays for the next minute of this environment. */
  close(): Promise<void>;
};

/** A bound for a CloudWatch that is away for long: about two minutes of 200 appliances. */
const WAITING_MAX = 5_000;

/**
 * `waiting` is what an earlier minute could not publish, and is kept up to date. An urgent point takes all earlier ones
 * along: a failure that arrives before the healthy points before it would look like two failures in a row.
 */
export function openOutbox(waiting: ProbePoint[], { clients, clock, log }: DepsWith<ProberClients>): Outbox {
  let underWay: Promise<void> | undefined;
  let hurried = false;

  const send = async (): Promise<void> => {
    const now = clock.now().toISOString();
    // Older points are not used any more.
    const points = waiting.splice(0).filter(({ at }) => secondsBetween({ from: at, to: now }) <= PROBE_FRESH_SECONDS);
    try {
      await publishProbes(clients, points);
    } catch (cause) {
      waiting.unshift(...points);
      waiting.splice(0, waiting.length - WAITING_MAX);
      log({ level: 'warn', message: `${waiting.length} points wait: ${messageOf(cause)}` });
    }
  };
  const sendWhileHurried = async (): Promise<void> => {
    while (hurried) {
      hurried = false;
      await send();
    }
    underWay = undefined;
  };
  return {
    keep: (point) => {
      waiting.push(point);
    },
    hurry: (point) => {
      waiting.push(point);
      hurried = true;
      underWay ??= sendWhileHurried();
    },
    close: async () => {
      await underWay;
      await send();
    },
  };
}
