/** The report of a simulated run: what really happened comes from the story, and the rest from what the product recorded. */
import { plusSeconds } from '../../shared/domain/instants.ts';
import { atClock, type ReportedPlan } from '../../shared/domain/messages/reported.ts';
import { readOutcome, readPlan, readRecord } from '../../shared/steps/triggers/notify-words.ts';
import type { ExecutionFacts, Report, TrafficFacts } from '../../simulator/stories/report.ts';
import { secondsText } from '../layout.ts';
import { PHASE_MEANINGS } from '../outage-chart.ts';
import type { Fact, Moved, ReportDocument, Span } from './document.ts';
import { decisionOf, factsOf } from './facts-of.ts';
import { messageOf, type ReportedRun } from './run.ts';

const isOf =
  (machine: string) =>
  (execution: ExecutionFacts): boolean =>
    execution.machine.endsWith(`-${machine}`) && !execution.forged;

const json = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));

/** The failover machine's answer holds the frozen plan of the takeover that it started. */
const planIn = ({ output }: ExecutionFacts): { execution?: unknown; plan?: unknown } => Object(output);

/** The last takeover, or the last decision where there was none. */
function runOf(report: Report): ReportedRun | undefined {
  const { executions, appliance, startedAt, traffic } = report;
  const decisions = executions.filter(isOf('failover'));
  const takeover = executions.findLast(isOf('takeover'));
  const subject = takeover ?? decisions.at(-1);
  if (!subject) return undefined;
  const decision = takeover ? decisions.find((each) => planIn(each).execution === takeover.name) : subject;
  const { name, status, error, startedSeconds, endedSeconds, output, cause } = subject;
  const at = (seconds: number): string => plusSeconds(startedAt, seconds);
  const plan: ReportedPlan | undefined = takeover && decision && readPlan(json(planIn(decision).plan));
  return {
    ...{ appliance, name, plan },
    kind: takeover ? 'takeover' : 'failover',
    execution: {
      ...{ arn: '', status, startedAt: at(startedSeconds), error },
      stoppedAt: endedSeconds === undefined ? undefined : at(endedSeconds),
      cause: typeof cause === 'string' ? cause : json(cause),
    },
    record: takeover && readRecord(json(status === 'SUCCEEDED' ? output : cause)),
    decided: decision && readOutcome(json(decision.output)),
    standing: { reading: 'read', instanceId: traffic.after.address.instanceId },
  };
}

const holder = ({ address }: TrafficFacts): string => address.instanceId ?? 'no instance';

function trafficOf({ before, after }: Report['traffic']): Moved[] {
  const target = ({ routes }: TrafficFacts, id: string, destination: string): string =>
    routes.find((route) => route.routeTableId === id && route.destination === destination)?.target ?? 'none';
  const state = ({ instances }: TrafficFacts, id: string): string => {
    const found = instances.find((instance) => instance.id === id);
    return found ? `${found.state}, ${found.zone}, ${found.image}` : 'none';
  };
  const ids = new Set([...before.instances, ...after.instances].map(({ id }) => id));
  const answers = ({ answers: yes }: TrafficFacts): string => (yes ? 'yes' : 'no');
  return [
    { what: 'answers', before: answers(before), after: answers(after) },
    { what: `address ${after.address.publicIp}`, before: holder(before), after: holder(after) },
    ...after.routes.map(({ destination, routeTableId: id }) => ({
      what: `route ${destination} in ${id}`,
      before: target(before, id, destination),
      after: target(after, id, destination),
    })),
    ...[...ids].map((id) => ({ what: `instance ${id}`, before: state(before, id), after: state(after, id) })),
  ];
}

function serviceOf({ outage, traffic, timeline }: Report): Span[] {
  const down = outage.phases[0]?.fromSeconds;
  const end = Math.max(
    1,
    ...timeline.map(({ seconds }) => seconds),
    ...outage.phases.map(({ toSeconds }) => toSeconds),
  );
  if (down === undefined) return [{ fromSeconds: 0, toSeconds: end, answers: traffic.after.answers }];
  const up = outage.seconds === undefined ? end : down + outage.seconds;
  return [
    { fromSeconds: 0, toSeconds: down, answers: true },
    { fromSeconds: down, toSeconds: up, answers: false },
    { fromSeconds: up, toSeconds: end, answers: true },
  ].filter(({ fromSeconds, toSeconds }) => toSeconds > fromSeconds);
}

function outageOf(report: Report, run: ReportedRun | undefined): ReportDocument['outage'] {
  const { outage, traffic } = report;
  const measured = run?.record?.seconds.outage;
  const seen = measured === undefined ? '' : `; failover itself measured ${secondsText(measured)}`;
  if (outage.seconds) return { seconds: outage.seconds, seen: `simulated seconds${seen}` };
  if (outage.seconds === 0) return { seen: 'it never stopped answering' };
  return { seen: traffic.after.answers ? 'it never stopped answering' : 'it does not answer at the end of the run' };
}

const STATES = { info: 'good', warning: 'warning', critical: 'bad' } as const;

/** What the product made of the story, as its own messages say it. */
export function documentOfStory(report: Report): ReportDocument {
  const { appliance, scenario, seed, assumptions, outcome, because, startedAt } = report;
  const run = runOf(report);
  const message = run && messageOf(run);
  const outage = outageOf(report, run);
  const lasted: Fact[] = outage.seconds === undefined ? [] : [['Outage', `${secondsText(outage.seconds)} (simulated)`]];
  const story: Fact[] = [
    ['Scenario', `${scenario}, seed ${seed}`],
    ['What happens', report.title],
  ];
  return {
    title: message?.subject ?? `${appliance}: ${outcome}`,
    ...{ appliance, execution: run?.name ?? scenario, simulated: { scenario, seed, assumptions } },
    state: report.violations.length > 0 ? 'bad' : message ? STATES[message.severity] : 'good',
    summary: message ? [message.parts.is, message.parts.means] : [`${outcome}: ${because}`],
    outage,
    facts: [
      ...story,
      ...lasted,
      ...(run ? factsOf(run) : []),
      ...report.violations.map((each): Fact => ['Invariant', each]),
    ],
    zero: `Second 0 is ${atClock(startedAt)} in simulated time: the story begins.`,
    service: serviceOf(report),
    phases: report.outage.phases.map((phase) => ({ ...phase, meaning: PHASE_MEANINGS[phase.name] })),
    changes: report.timeline.filter(({ kind }) => kind === 'change').map(({ seconds, what }) => ({ seconds, what })),
    traffic: trafficOf(report.traffic),
    decision: run ? decisionOf(run) : [],
    toDo: message?.parts.toDo ?? [],
    commands: [`npm start -- --scenario ${scenario} --seed ${seed}`],
    pages: [...(message?.parts.runbooks ?? [])],
    timeline: report.timeline.map(({ seconds, who, what, kind }) => ({
      seconds,
      who,
      what,
      isChange: kind === 'change',
    })),
  };
}
