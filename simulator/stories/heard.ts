/** What was heard of an unattended story: the sweep's word on what it did, and what people were sent. */

import { field, text } from '../account/field.ts';
import type { LogLine } from '../account/lambda-runtime.ts';
import type { World } from '../account/world.ts';
import type { Line, Message } from './report.ts';

export function messagesOf({ publications }: World, { zeroMs }: { zeroMs: number }): Message[] {
  return publications
    .filter(({ atMs }) => atMs >= zeroMs)
    .map(({ atMs, subject, attributes }) => ({
      seconds: (atMs - zeroMs) / 1000,
      kind: attributes.kind ?? '',
      subject,
    }));
}

export const messageLines = (messages: Message[]): Line[] =>
  messages.map(({ seconds, subject }) => ({ seconds, kind: 'event', who: 'notify', what: `tells people: ${subject}` }));

function didAndWhy(entry: LogLine['entry']): string {
  const changes: unknown = entry.changes;
  const started = text(entry.started);
  return [
    ...(Array.isArray(changes) ? changes.map(text) : []),
    ...(started ? [`starts failover (${started}): ${text(entry.why)}`] : []),
  ].join('; ');
}

/** Sweeps that did something; the others found everything as they had left it. */
export function sweepLines(log: LogLine[], { appliance, zeroMs }: { appliance: string; zeroMs: number }): Line[] {
  return log
    .filter(
      ({ atMs, functionName, entry }) =>
        functionName === 'sweep' && atMs >= zeroMs && field(entry, 'appliance') === appliance,
    )
    .map(
      ({ atMs, entry }): Line => ({
        seconds: (atMs - zeroMs) / 1000,
        kind: 'event',
        who: 'sweep',
        what: didAndWhy(entry),
      }),
    )
    .filter(({ what }) => what !== '');
}
