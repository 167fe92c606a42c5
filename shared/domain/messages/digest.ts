/** Notifications that were due within a few seconds, as the mails that operators get: one by one, or one digest of all. */
import { oneLine } from '../foreign-text.ts';
import { type Mail, SEVERITIES, type Severity } from './message.ts';
import { subjectOf } from './subject.ts';

/** So many are mailed one by one. */
const SINGLE_MAX = 3;

/** SNS takes 256 KB of text and attributes together, and the attributes of a message have 100 KB. */
const BYTES_MAX = 140_000;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

const severityOf = ({ attributes: { severity } }: Mail): Severity =>
  SEVERITIES.find((each) => each === severity) ?? 'warning';

/** The most severe first, and otherwise in the order in which they were sent. */
function bySeverity(mails: Mail[]): Mail[] {
  return mails.toSorted((one, other) => SEVERITIES.indexOf(severityOf(other)) - SEVERITIES.indexOf(severityOf(one)));
}

export const mailsOf = (collected: Mail[]): Mail[] =>
  collected.length <= SINGLE_MAX ? collected : [digestOf(bySeverity(collected))];

function digestOf(mails: Mail[]): Mail {
  const severities = Object.entries(Object.groupBy(mails, severityOf)).map(([name, of]) => `${of.length} ${name}`);
  const kinds = [...Map.groupBy(mails, ({ attributes }) => attributes.kind ?? 'unknown')]
    .map(([kind, of]) => ({ kind: oneLine(kind, 40), count: of.length }))
    .toSorted((one, other) => other.count - one.count);
  const most = kinds.map(({ kind, count }) => `${count} ${kind}`).join(', ');
  const [first] = mails;
  const listed = mails.map(({ subject }) => `- ${oneLine(subject)}`);
  const intro = [
    `${mails.length} notifications were due within seconds: ${severities.join(', ')}.`,
    'They are one mail, because SNS deactivates a subscription that gets more than 10 mails in a second.',
  ];
  const head = [intro.join('\n'), listed.join('\n'), 'Each of them in full, the most severe first:'].join('\n\n');
  const facts = mails.map(({ subject, attributes: { appliance, kind, severity } }) => ({
    ...{ appliance, kind, severity, subject },
  }));
  return {
    subject: subjectOf(`${mails.length} notifications: ${most}`),
    text: withAsManyAsFit(cutBytes(head, BYTES_MAX), mails),
    attributes: {
      ...{ appliance: 'several', kind: 'digest', severity: first ? severityOf(first) : 'warning' },
      facts: JSON.stringify({ count: mails.length, messages: facts.slice(0, FACTS_MAX) }),
    },
  };
}

/** At some 200 bytes each, these fit beside the text. */
const FACTS_MAX = 400;

/** Thousands of subjects are no text for a person; the number of all stands in the subject. */
function cutBytes(text: string, max: number): string {
  if (bytesOf(text) <= max) return text;
  return `${text.slice(0, Math.floor(max / 4))}\n...`;
}

const RULE = '-'.repeat(60);

function withAsManyAsFit(head: string, mails: Mail[]): string {
  const parts = [head];
  let bytes = bytesOf(head);
  for (const [at, { subject, text }] of mails.entries()) {
    const part = `${RULE}\nSubject: ${oneLine(subject)}\n\n${text}`;
    bytes += bytesOf(part) + 2;
    if (bytes > BYTES_MAX) {
      parts.push(
        `${RULE}\nThe texts of ${mails.length - at} more do not fit. Their executions have everything that they say.`,
      );
      break;
    }
    parts.push(part);
  }
  return parts.join('\n\n');
}
