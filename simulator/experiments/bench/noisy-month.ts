/**
 * A month in which much is noise and nothing has failed: every takeover that starts in it is a false alarm of ours. The
 * time between two disturbances is skipped, because a sweep over an account at rest changes nothing.
 */
import type { Appliance, Configuration } from '../../../shared/domain/appliance.ts';
import type { Fault } from '../../account/faults/fault.ts';
import { observe } from '../../account/observe.ts';
import { between, type Random, seededRandom } from '../../random.ts';
import { adoptLongAgo } from '../../stories/adopted.ts';
import { type Simulation, simulate } from '../../stories/simulation.ts';

const DAY_SECONDS = 86_400;
const MONTH_SECONDS = 30 * DAY_SECONDS;
const DISTURBANCES = 60;

/** What follows a disturbance may come minutes after it: an alarm, a retry, a second look. */
const AFTERMATH_SECONDS = 240;

type Disturbance = { faults: Fault[]; seconds: number; alarm?: 'status-check' | 'probe' };

type Cast = { appliance: Appliance; instanceId: string };

/** The service is silent for a moment, and EC2 says all the while that the instance is well. */
const SILENT_SECONDS = { min: 2, max: 25 };

/** The probes of five minutes, each lost with the same chance. */
const losing = (share: number) => (): Disturbance => ({ faults: [{ kind: 'probe-lossy', share }], seconds: 300 });

/** Now and then twelve probes in a row are lost by chance, and those of `failover` too: takeovers in it are counted apart. */
export const BEYOND_THE_GOAL = '50 % of the probes lost';

const KINDS: Record<string, (random: Random, cast: Cast) => Disturbance | undefined> = {
  'isolated failed probes': (random) => ({
    faults: [{ kind: 'probe-lossy', share: between(random, { min: 0.02, max: 0.08 }) }],
    seconds: 300,
  }),
  'silence of 2 to 25 s': (random, { instanceId }) => ({
    faults: [{ kind: 'service-dead', instanceId }],
    seconds: between(random, SILENT_SECONDS),
  }),
  '10 % of the probes lost': losing(0.1),
  '30 % of the probes lost': losing(0.3),
  [BEYOND_THE_GOAL]: losing(0.5),
  'alarm without data': (random, { appliance }) => ({
    faults: [
      { kind: 'alarm-flap', appliance: appliance.name, alarm: random() < 0.5 ? 'probe' : 'status-check', seconds: 60 },
    ],
    seconds: 90,
  }),
  'prober cut off': (random) => ({
    faults: [{ kind: 'prober-cut-off', ...(random() < 0.5 && { functionName: 'probe-appliance' }) }],
    seconds: 600,
  }),
  'throttled APIs': (random) => ({
    faults: [{ kind: 'throttled', share: between(random, { min: 0.3, max: 0.95 }) }],
    seconds: between(random, { min: 60, max: 600 }),
  }),
  'firmware reboot': (random, { appliance, instanceId }) =>
    appliance.rebootGraceSeconds < 180
      ? undefined
      : {
          faults: [
            {
              ...{ kind: 'guest-reboot', instanceId, checks: random() < 0.5 ? 'fail' : 'pass' },
              seconds: between(random, { min: 20, max: 170 }),
            },
          ],
          seconds: 170,
        },
  'false alarm': (random) => ({ faults: [], seconds: 30, alarm: random() < 0.5 ? 'probe' : 'status-check' }),
  'alarm delivered twice': (random) => ({
    faults: [
      {
        kind: 'event-duplicated',
        rule: 'AlarmRule',
        afterSeconds: between(random, { min: 1, max: DAY_SECONDS }),
        times: 1,
      },
    ],
    seconds: 30,
    alarm: 'status-check',
  }),
  'alarm delivered late': (random) => ({
    faults: [
      { kind: 'event-late', rule: 'AlarmRule', bySeconds: between(random, { min: 1, max: DAY_SECONDS }), times: 1 },
    ],
    seconds: 30,
    alarm: 'probe',
  }),
  'throttled during a cut-off': (random) => ({
    faults: [{ kind: 'prober-cut-off' }, { kind: 'throttled', share: between(random, { min: 0.5, max: 0.9 }) }],
    seconds: 300,
  }),
};

type Month = {
  /** Each with the disturbance in which it began. */
  takeovers: { during: string; because: string }[];
  violations: string[];
  disturbances: Record<string, number>;
};

async function disturb(
  simulation: Simulation,
  { appliance, instanceId }: Cast,
  { faults, seconds, alarm }: Disturbance,
) {
  const { clock, world } = simulation;
  await clock.sleep(between(world.random, { min: 90_000, max: 150_000 }));
  for (const fault of faults) simulation.inject(fault);
  if (alarm) simulation.raiseAlarm({ appliance: appliance.name, kind: alarm, instanceId });
  await clock.sleep(seconds * 1000);
  for (const fault of faults) simulation.repair(fault);
  await clock.sleep(AFTERMATH_SECONDS * 1000);
}

type Life = { appliance: Appliance; blocked: boolean; disturbances: number };

async function live(simulation: Simulation, { appliance, blocked, disturbances: count }: Life): Promise<Month> {
  const { clock, world, stepFunctions, watch } = simulation;
  const { random } = world;
  if (blocked) simulation.inject({ kind: 'probe-blocked' });
  await adoptLongAgo(simulation);
  const startMs = clock.nowMs();
  const instants = Array.from({ length: count }, () => startMs + random() * MONTH_SECONDS * 1000);
  const disturbances: Record<string, number> = {};
  const takeovers: Month['takeovers'] = [];
  for (const atMs of instants.toSorted((one, other) => one - other)) {
    if (atMs > clock.nowMs()) await simulation.rest(Math.round(atMs));
    const instanceId = observe(world, appliance).address.instanceId ?? '';
    const names = Object.keys(KINDS);
    const name = names[Math.floor(random() * names.length)] ?? '';
    const disturbance = KINDS[name]?.(random, { appliance, instanceId });
    if (!disturbance) continue;
    disturbances[name] = (disturbances[name] ?? 0) + 1;
    await disturb(simulation, { appliance, instanceId }, disturbance);
    const begun = stepFunctions.executions.filter(({ machineName }) => machineName.endsWith('-takeover'));
    for (const { input } of begun.slice(takeovers.length)) {
      const { because } = JSON.parse(input) as { because: string };
      takeovers.push({ during: name, because });
    }
  }
  return { takeovers, violations: watch.violations, disturbances };
}

/** One seed in eight lives behind a security group that has never let the probe in. */
export function noisyMonth(
  configuration: Configuration,
  { seed, disturbances = DISTURBANCES }: { seed: number; disturbances?: number },
): Promise<Month> {
  const [appliance] = configuration.appliances;
  if (!appliance) throw new Error('the configuration names no appliance');
  const alone = { ...configuration, appliances: [appliance] };
  const options = { configuration: alone, seed, automatic: true, limitSeconds: 60 * DAY_SECONDS };
  const blocked = seededRandom(seed)() < 1 / 8;
  return simulate(options, (simulation) => live(simulation, { appliance, blocked, disturbances }));
}
