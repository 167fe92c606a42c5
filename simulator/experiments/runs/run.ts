/** Lives through one schedule and says what came of it. */
import type { Configuration } from '../../../shared/domain/appliance.ts';
import { delayedByLoss, delayedByStrangers } from '../../checks/rules/liveness.ts';
import type { ExecutionFacts, Report } from '../../stories/report.ts';
import type { Simulation } from '../../stories/simulation.ts';
import { type Telling, tellScenario } from '../../stories/tell.ts';
import { livenessViolations, serviceViolations, waitsForService } from './liveness.ts';
import { type Schedule, scenarioOf } from './schedule.ts';
import { logHashOf } from './story-hash.ts';

export type Run = {
  violations: string[];
  takeovers: number;
  /** Over everything that was changed and asked, in order: two runs that differ anywhere differ here. */
  logHash: string;
  /** Absent when the story broke off. */
  report?: Report;
};

/** A scenario that never ends has broken L4; one that breaks off has met an unhandled case. */
function brokeOff(cause: unknown): string {
  const { name, message } = cause instanceof Error ? cause : { name: 'Error', message: String(cause) };
  return name === 'StoryStuckError' ? `L4: ${message}` : `broke off: ${name}: ${message}`;
}

/** Second 0 of a scenario is not known before it runs; every moment counts from there. */
function livenessOf({ ceaseSeconds }: Schedule) {
  let ceasedMs = Number.NaN;
  if (ceaseSeconds === undefined) return { waitsFor: undefined, violations: () => [] };
  const late: string[] = [];
  return {
    waitsFor: (stage: Parameters<NonNullable<Telling['waitsFor']>>[0]) => {
      const { simulation } = stage;
      if (Number.isNaN(ceasedMs)) ceasedMs = simulation.clock.nowMs();
      const left = waitsForService(() => ceasedMs)(stage);
      const isDue = left !== undefined && simulation.clock.nowMs() >= left.untilMs;
      if (isDue) late.push(...serviceViolations(simulation, ceasedMs));
      return left;
    },
    violations: (simulation: Simulation) => [...late, ...livenessViolations(simulation, ceasedMs)],
  };
}

/** A probe, a sweep and the reads of the failover machine may fall a little later within their own minute. */
const SLACK_SECONDS = 30;

/** An alarm that misses a minute of points fills its window anew: three points, of ten seconds each. */
const WINDOW_SECONDS = 30;

const losesProbes = ({ entries }: Schedule): boolean =>
  entries.some(({ moments }) =>
    moments.some((moment) => 'death' in moment && moment.death.functionName === 'probe-appliance'),
  );

export const slackSecondsOf = (schedule: Schedule): number =>
  SLACK_SECONDS + (losesProbes(schedule) ? WINDOW_SECONDS : 0);

const isTakeover = ({ machine, forged }: ExecutionFacts): boolean => machine.endsWith('-takeover') && !forged;

/** From the start of the story to that of its first takeover of ours. */
const startedSeconds = ({ report }: Run): number | undefined => report?.executions.find(isTakeover)?.startedSeconds;

/** L2: the same run with the event heard. A takeover that never came is what L1 is about. */
async function lossViolations(lost: Run, schedule: Schedule, configuration: Configuration): Promise<string[]> {
  const entries = schedule.entries.filter(({ name }) => name !== 'F9');
  const heard = await runOnce({ ...schedule, entries }, configuration);
  const [heardSeconds, lostSeconds] = [startedSeconds(heard), startedSeconds(lost)];
  if (heardSeconds === undefined || lostSeconds === undefined) return [];
  return delayedByLoss({ heard: heardSeconds, lost: lostSeconds }, slackSecondsOf(schedule));
}

/** Boots are drawn anew in each run, and differ by a minute at most. */
const BOOT_SECONDS = 60;

const outageSeconds = ({ report }: Run): number => report?.outage.seconds ?? Number.POSITIVE_INFINITY;

/** L7: the same run without them. Both are asked for the start of the takeover, and for the end of the outage. */
async function strangerViolations(disturbed: Run, schedule: Schedule, configuration: Configuration): Promise<string[]> {
  const entries = schedule.entries.filter(({ name }) => name !== 'strangers');
  const alone = await runOnce({ ...schedule, entries }, configuration);
  const startsAt = startedSeconds(alone);
  if (startsAt === undefined || alone.report?.outage.seconds === undefined) return [];
  const started = { alone: startsAt, disturbed: startedSeconds(disturbed) ?? Number.POSITIVE_INFINITY };
  const over = { alone: outageSeconds(alone), disturbed: outageSeconds(disturbed) };
  return [...delayedByStrangers(started, SLACK_SECONDS), ...delayedByStrangers(over, SLACK_SECONDS + BOOT_SECONDS)];
}

export async function runSchedule(schedule: Schedule, configuration: Configuration): Promise<Run> {
  const run = await runOnce(schedule, configuration);
  if (schedule.onlyStrangers) {
    return { ...run, violations: [...run.violations, ...(await strangerViolations(run, schedule, configuration))] };
  }
  if (!schedule.losesOneEvent) return run;
  return { ...run, violations: [...run.violations, ...(await lossViolations(run, schedule, configuration))] };
}

async function runOnce(schedule: Schedule, configuration: Configuration): Promise<Run> {
  const liveness = livenessOf(schedule);
  const seen = { logHash: '', violations: [] as string[] };
  try {
    const report = await tellScenario({
      ...{ scenario: scenarioOf(schedule), configuration, seed: schedule.seed, madeUp: true },
      waitsFor: liveness.waitsFor,
      onEnd: (world, simulation) => {
        seen.logHash = logHashOf(world);
        seen.violations = liveness.violations(simulation);
      },
    });
    const takeovers = report.executions.filter(isTakeover).length;
    return { violations: [...report.violations, ...seen.violations], takeovers, logHash: seen.logHash, report };
  } catch (cause) {
    return { violations: [brokeOff(cause)], takeovers: 0, logHash: seen.logHash };
  }
}
