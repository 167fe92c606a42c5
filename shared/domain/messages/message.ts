/** A message for people at three in the morning: what is, what it means, the facts, what to do, where to look. */
import { named, oneLine } from '../foreign-text.ts';
import { commandFor, stageOfExecution, WHY } from './command-line.ts';
import { type Facts, factsJson } from './facts-json.ts';
import type { ConditionKind } from './news.ts';
import { atClock } from './reported.ts';
import { subjectOf } from './subject.ts';

/** From the least to the most severe. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** Stable words: people's filters match on them. */
export type MessageKind =
  | 'takeover-started'
  | 'takeover-succeeded'
  | 'takeover-failed'
  | 'takeover-died'
  | 'takeover-forged'
  | 'failover-failed'
  | 'rotation-failed'
  | 'proof-failed'
  | 'alarm'
  | ConditionKind;

export type Message = {
  appliance: string;
  kind: MessageKind;
  severity: Severity;
  subject: string;
  text: string;
  /** The sentences of the text, for a page that lays them out differently. */
  parts: { is: string; means: string; toDo: string[]; runbooks: Runbook[] };
  facts: Facts;
};

/** A message as it is published. The attributes say the same to machines: subscriptions filter by them. */
export type Mail = { subject: string; text: string; attributes: Record<string, string> };

/** Where a message comes from: a mailbox may get those of many deployments. */
export type Sender = { stage: string; account: string; region: string };

/** `facts` carries every fact. The first line says how severe it is, and which deployment speaks. */
export const mailOf = ({ appliance, kind, severity, subject, text, facts }: Message, sender: Sender): Mail => ({
  subject,
  text: `${severity} · stage ${sender.stage} · account ${sender.account} · ${sender.region}\n\n${text}`,
  // SNS takes no empty value, and none with control characters.
  attributes: { appliance: oneLine(appliance, 100) || 'unknown', kind, severity, facts: factsJson(facts) },
});

/** Every page that a message points to. */
export const RUNBOOKS = {
  takeoverFailed: 'docs/operate/takeover-failed.md',
  startByHand: 'docs/operate/start-by-hand.md',
  zombie: 'docs/operate/zombie.md',
  drift: 'docs/operate/drift.md',
  probeUnproven: 'docs/operate/probe-unproven.md',
  rotationFailed: 'docs/operate/rotation-failed.md',
  notReady: 'docs/operate/not-ready.md',
  ownership: 'docs/operate/ownership.md',
  silence: 'docs/operate/silence.md',
  foreignTags: 'docs/operate/foreign-tags.md',
  notifications: 'docs/operate/notifications.md',
  images: 'docs/concepts/images.md',
  standby: 'docs/concepts/standby.md',
  decisions: 'docs/concepts/decisions.md',
  limits: 'docs/concepts/limits.md',
  security: 'docs/concepts/security.md',
} as const;

export type Runbook = (typeof RUNBOOKS)[keyof typeof RUNBOOKS];

/** A line without a value is left out; a list takes one line for each of its values. */
export type Line = [label: string, value: string | string[] | undefined];

export type Draft = Omit<Message, 'subject' | 'text' | 'parts'> & {
  /** What happened, in the fewest words; the subject puts the appliance before it. */
  headline: string;
  is: string;
  means: string;
  lines: Line[];
  toDo: string[];
  runbooks: Runbook[];
  executionArn?: string | undefined;
  /** With the commands that show and start a failover: the operator may not want to wait. */
  byHand?: true;
};

/** A command that is meant to be copied holds nothing that a shell would read as more than one word. */
const ARN = /^arn:[\w:./+=@-]{1,2000}$/;

/** The name of an appliance may come from the input of an execution that was refused; at the start of a line it looks like ours. */
function sayingOf(appliance: string): (sentence: string) => string {
  const name = named(appliance);
  return (sentence) =>
    withDates(oneLine(name === appliance || appliance === '' ? sentence : sentence.split(appliance).join(name)));
}

/** As people write an instant. */
const withDates = (sentence: string): string =>
  sentence.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, atClock);

/** None for an appliance whose name other callers wrote: such a name may not stand in a command. */
function commandsByHand({ appliance, executionArn, byHand }: Draft): string[] {
  if (!byHand || executionArn === undefined || named(appliance) !== appliance) return [];
  const stage = stageOfExecution(executionArn);
  return [
    `Look first:    ${commandFor({ verb: 'plan', appliance, stage })}`,
    `Then by hand:  ${commandFor({ verb: 'failover', appliance, stage, flags: { reason: WHY } })}`,
  ];
}

/** Every sentence is one line and begins with words of ours, also when other callers wrote a part of it. */
export function compose(draft: Draft): Message {
  const { appliance, kind, severity, headline, is, means, lines, toDo, runbooks, executionArn, facts } = draft;
  const say = sayingOf(appliance);
  const parts = { is: say(is), means: say(means), toDo: toDo.map(say), runbooks };
  const paragraphs = [
    [parts.is, parts.means],
    aligned(lines),
    ['To do:', ...parts.toDo.map((line) => `- ${line}`)],
    commandsByHand(draft),
    [
      `See ${runbooks.join(', ')}`,
      ...(executionArn && ARN.test(executionArn)
        ? [`aws stepfunctions describe-execution --execution-arn ${executionArn}`]
        : []),
    ],
  ];
  const text = paragraphs
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) => paragraph.join('\n'))
    .join('\n\n');
  return { appliance, kind, severity, subject: subjectOf(say(`${appliance}: ${headline}`)), text, parts, facts };
}

/** A mail is for reading; its full data is in the facts and in the execution. */
const VALUES_MAX = 20;

function aligned(lines: Line[]): string[] {
  const shown = lines.flatMap(([label, value]) => {
    const values = (Array.isArray(value) ? value : [value]).filter((each) => each !== undefined);
    const more = values.length - VALUES_MAX;
    const kept = more > 0 ? [...values.slice(0, VALUES_MAX), `... and ${more} more`] : values;
    return kept.map((each, index) => ({ label: index === 0 ? label : '', value: withDates(oneLine(each)) }));
  });
  const width = Math.max(0, ...shown.map(({ label }) => label.length)) + 2;
  return shown.map(({ label, value }) => `${label.padEnd(width)}${value}`);
}
