/**
 * How long an appliance may be silent before it is taken over, with each setting of the detection. It lives all the while, and EC2
 * says so: a detection that waits less than the silence lasts takes over what would have answered again.
 */
import type { Appliance, Configuration } from '../../../shared/domain/appliance.ts';
import type { Fault } from '../../account/faults/fault.ts';
import { observe } from '../../account/observe.ts';
import { between } from '../../random.ts';
import { adoptByHand } from '../../stories/adopted.ts';
import { type Simulation, simulate } from '../../stories/simulation.ts';
import { benchConfiguration } from './outage-seconds.ts';

/** What of the detection decides how much is tolerated. */
export type Setting = { intervalSeconds: number; failures: number };

/** The default comes first. */
export const SETTINGS: Setting[] = [
  { intervalSeconds: 2, failures: 12 },
  { intervalSeconds: 2, failures: 5 },
  { intervalSeconds: 2, failures: 3 },
  { intervalSeconds: 5, failures: 3 },
  { intervalSeconds: 10, failures: 3 },
];

/** Nothing answers for so long, or so many of the probes are lost on their way. */
export type Disturbance = { silentSeconds: number } | { lost: number };

export const DISTURBANCES: Disturbance[] = [
  ...[4, 8, 10, 12, 15, 20, 25, 30, 40].map((silentSeconds) => ({ silentSeconds })),
  ...[0.1, 0.3, 0.5].map((lost) => ({ lost })),
];

/** What the default settings are said to tolerate (docs/concepts/detection.md). */
export const TOLERATED_SECONDS = 25;

const LOSSY_SECONDS = 300;

/** At any moment of the minute in which the prober works. */
const BEGINS_AFTER_MS = { min: 90_000, max: 150_000 };

/** The alarm, its event and the sweep of the next minute come after the prober. */
const AFTERMATH_SECONDS = 120;

const LOOK_EVERY_SECONDS = 10;

function faultOf({ world }: Simulation, appliance: Appliance, disturbance: Disturbance): [Fault, number] {
  if ('lost' in disturbance) return [{ kind: 'probe-lossy', share: disturbance.lost }, LOSSY_SECONDS];
  const { instanceId } = observe(world, appliance).address;
  if (!instanceId) throw new Error('the address has no holder');
  return [{ kind: 'service-dead', instanceId }, disturbance.silentSeconds];
}

const isTakenOver = ({ stepFunctions }: Simulation): boolean =>
  stepFunctions.executions.some(({ machineName }) => machineName.endsWith('-takeover'));

async function live(simulation: Simulation, disturbance: Disturbance): Promise<boolean> {
  const { clock, world, configuration, byItself } = simulation;
  const [appliance] = configuration.appliances;
  if (!appliance) throw new Error('the configuration names no appliance');
  await adoptByHand(simulation);
  byItself.start();
  await clock.sleep(Math.round(between(world.random, BEGINS_AFTER_MS)));
  if (isTakenOver(simulation)) throw new Error('it was taken over before anything happened');
  const [fault, seconds] = faultOf(simulation, appliance, disturbance);
  simulation.inject(fault);
  await clock.sleep(seconds * 1000);
  simulation.repair(fault);
  for (let past = 0; past < AFTERMATH_SECONDS && !isTakenOver(simulation); past += LOOK_EVERY_SECONDS) {
    await clock.sleep(LOOK_EVERY_SECONDS * 1000);
  }
  return isTakenOver(simulation);
}

type Episode = { setting: Setting; disturbance: Disturbance; seed: number };

/** @returns whether an appliance that lives was taken over. */
export function silentEpisode(configuration: Configuration, { setting, disturbance, seed }: Episode): Promise<boolean> {
  const { appliances, ...rest } = benchConfiguration(configuration, 'generic');
  const set = appliances.map((each) => ({ ...each, probe: { ...each.probe, ...setting } }));
  const options = { configuration: { ...rest, appliances: set }, seed, automatic: true, startsLater: true };
  return simulate(options, (simulation) => live(simulation, disturbance));
}

type Cell = { disturbance: Disturbance; takeovers: number };

export type CurveRow = { setting: Setting; episodes: number; cells: Cell[] };

type Asked = { setting: Setting; seeds: number; step: () => void };

export async function curveRow(configuration: Configuration, { setting, seeds, step }: Asked): Promise<CurveRow> {
  const cells: Cell[] = [];
  for (const disturbance of DISTURBANCES) {
    let takeovers = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      if (await silentEpisode(configuration, { setting, disturbance, seed })) takeovers++;
      step();
    }
    cells.push({ disturbance, takeovers });
  }
  return { setting, episodes: seeds, cells };
}

/** The longest silence of the columns up to which nothing was taken over. */
export function toleratedSeconds({ cells }: Pick<CurveRow, 'cells'>): number {
  let tolerated = 0;
  for (const { disturbance, takeovers } of cells) {
    if (!('silentSeconds' in disturbance)) continue;
    if (takeovers > 0) break;
    tolerated = disturbance.silentSeconds;
  }
  return tolerated;
}
