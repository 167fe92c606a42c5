/** Lives through one schedule and says what came of it. */
import { createHash } from 'node:crypto';
import type { Appliance, Configuration } from '../../shared/domain/appliance.ts';
import type { Report } from '../scenarios/report.ts';
import { type Telling, tellScenario } from '../scenarios/tell.ts';
import type { Simulation } from '../simulation.ts';
import type { World } from '../world.ts';
import { livenessViolations, waitsForService } from './liveness.ts';
import { type Schedule, scenarioOf } from './schedule.ts';

export type Run = {
  violations: string[];
  takeovers: number;
  /** Over everything that was changed and asked, in order: two runs that differ anywhere differ here. */
  logHash: string;
  /** Absent when the story broke off. */
  report?: Report;
};

function logHashOf({ changes, calls }: World): string {
  const log = createHash('sha256');
  for (const { atMs, what, by } of changes) log.update(`${atMs} ${by} ${what}\n`);
  for (const { endedAtMs, caller, action, error = '' } of calls)
    log.update(`${endedAtMs} ${caller} ${action} ${error}\n`);
  return log.digest('hex').slice(0, 16);
}

/** A story that never ends has broken L4; one that breaks off has met what nobody thought of. */
function brokeOff(cause: unknown): string {
  const { name, message } = cause instanceof Error ? cause : { name: 'Error', message: String(cause) };
  return name === 'StoryStuckError' ? `L4: ${message}` : `broke off: ${name}: ${message}`;
}

/** Second 0 of a story is not known before it is told; every moment counts from there. */
function livenessOf({ ceaseSeconds }: Schedule) {
  let ceasedMs = Number.NaN;
  if (ceaseSeconds === undefined) return { waitsFor: undefined, violations: () => [] };
  return {
    waitsFor: (stage: Parameters<NonNullable<Telling['waitsFor']>>[0]) => {
      if (Number.isNaN(ceasedMs)) ceasedMs = stage.simulation.clock.nowMs();
      return waitsForService(() => ceasedMs)(stage);
    },
    violations: (simulation: Simulation, appliance: Appliance) => livenessViolations(simulation, appliance, ceasedMs),
  };
}

export async function runSchedule(schedule: Schedule, configuration: Configuration): Promise<Run> {
  const [appliance] = configuration.appliances;
  if (!appliance) throw new Error('the configuration has no appliance');
  const liveness = livenessOf(schedule);
  const seen = { logHash: '', violations: [] as string[] };
  try {
    const report = await tellScenario({
      ...{ scenario: scenarioOf(schedule), configuration, seed: schedule.seed, madeUp: true },
      waitsFor: liveness.waitsFor,
      onEnd: (world, simulation) => {
        seen.logHash = logHashOf(world);
        seen.violations = liveness.violations(simulation, appliance);
      },
    });
    const takeovers = report.executions.filter(({ machine }) => machine.endsWith('-takeover')).length;
    return { violations: [...report.violations, ...seen.violations], takeovers, logHash: seen.logHash, report };
  } catch (cause) {
    return { violations: [brokeOff(cause)], takeovers: 0, logHash: seen.logHash };
  }
}
