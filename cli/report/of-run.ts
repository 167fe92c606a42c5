/** The report of a run in an account of AWS: from its plan, its record and the states that it entered. */
import { secondsBetween } from '../../shared/domain/instants.ts';
import { commandFor } from '../../shared/domain/messages/command-line.ts';
import { atClock } from '../../shared/domain/messages/reported.ts';
import { secondsText } from '../layout.ts';
import type { Change, Line, Moved, ReportDocument } from './document.ts';
import { decisionOf, factsOf } from './facts-of.ts';
import { phasesOf, serviceOf, zeroOf } from './phases.ts';
import { messageOf, type ReportedRun } from './run.ts';

type Seen = { state: string; at: string };

type Place = { stage: string; entered: Seen[] };

const STATES = { info: 'good', warning: 'warning', critical: 'bad' } as const;

type Made = { at: string; change: string; from: string; to: string };

/** A record of another release may hold a change of another shape. */
const isMade = (change: unknown): change is Made => {
  const { at, change: what, from, to } = Object(change) as Record<string, unknown>;
  return [at, what, from, to].every((each) => typeof each === 'string');
};

const madeIn = ({ record }: ReportedRun): Made[] =>
  (record?.changes ?? []).filter(isMade).toSorted((one, other) => one.at.localeCompare(other.at));

/** A loop of states is one line, with how often it was entered. */
function linesOf(entered: Seen[], zero: string): Line[] {
  const lines: (Line & { times: number })[] = [];
  for (const { state, at } of entered) {
    const known = lines.find(({ who }) => who === state);
    if (known) known.times += 1;
    else
      lines.push({ seconds: secondsBetween({ from: zero, to: at }), who: state, what: '', isChange: false, times: 1 });
  }
  return lines.map(({ times, ...line }) => ({ ...line, what: times > 1 ? `first of ${times} times` : '' }));
}

function outageOf({ record, plan }: ReportedRun): ReportDocument['outage'] {
  const seconds = record?.seconds.outage;
  if (seconds === undefined) {
    return { seen: record?.answered ? 'the outage was not measured' : 'no answer was seen before the run ended' };
  }
  const from = plan?.mode === 'switchover' ? 'the first change' : 'the first failed probe or check';
  return { seconds, seen: `as failover measured it, from ${from} to the first answer` };
}

/** What a run is about when no operator is sent a message of it. */
const quiet = ({ execution, decided, name }: ReportedRun): string =>
  execution.status === 'RUNNING'
    ? `${name} still runs; this is what it has done so far.`
    : `${name} ended: ${decided?.outcome ?? execution.status}. Nothing was changed.`;

export function documentOf(run: ReportedRun, { stage, entered }: Place): ReportDocument {
  const { appliance, name, execution } = run;
  const zero = zeroOf(run);
  const message = messageOf(run);
  const made = madeIn(run);
  const after = (at: string): number => secondsBetween({ from: zero, to: at });
  const changes: Change[] = made.map(({ at, change, from, to }) => ({
    ...{ seconds: after(at), what: `${change}: ${from} → ${to}` },
  }));
  const traffic: Moved[] = made.map(({ change, from, to }) => ({ what: change, before: from, after: to }));
  const outage = outageOf(run);
  const lines = [...linesOf(entered, zero), ...changes.map(lineOf)].sort((one, other) => one.seconds - other.seconds);
  return {
    title: message?.subject ?? `${appliance}: ${name}`,
    ...{ appliance, execution: name },
    state: message ? STATES[message.severity] : 'warning',
    summary: message ? [message.parts.is, message.parts.means] : [quiet(run)],
    outage,
    facts: [
      ...(outage.seconds === undefined ? [] : ([['Outage', secondsText(outage.seconds)]] satisfies [string, string][])),
      ...factsOf(run),
      ['ARN', execution.arn],
    ],
    zero: `Second 0 is ${atClock(zero)}: ${run.plan?.mode === 'failover' ? 'the failure was first seen' : 'the run began'}.`,
    service: serviceOf(run),
    phases: phasesOf(run),
    ...{ changes, traffic },
    decision: decisionOf(run),
    toDo: message?.parts.toDo ?? [],
    commands: [
      commandFor({ verb: 'status', appliance, stage }),
      ...(execution.status === 'RUNNING' ? [commandFor({ verb: 'follow', appliance, words: [name], stage })] : []),
    ],
    pages: [...(message?.parts.runbooks ?? [])],
    timeline: lines,
  };
}

const lineOf = ({ seconds, what }: Change): Line => ({ seconds, who: 'change', what, isChange: true });
