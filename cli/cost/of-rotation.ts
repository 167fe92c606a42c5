/** What images cost in a month: taking them, proving that they boot, and keeping their EBS snapshots. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { isFixed } from '../../shared/domain/images/naming.ts';
import { runsADay } from '../../shared/domain/images/schedule-gap.ts';
import { ASKING_MEMORY_MB, MEMORY_MB } from '../../shared/domain/memory.ts';
import { running, type Use } from './item.ts';
import { MINUTES_A_MONTH } from './of-detection.ts';
import { standbys } from './of-standby.ts';
import { ASSUMED as STORED, stored } from './of-storage.ts';
import { PRICE, type Unit } from './prices.ts';

/** Counted in the simulator (docs/reference/cost.md); test/cli/cost.test.ts counts again. */
export const ASSUMED = {
  /** Of one rotation without a proof; how often it looks depends on how long EC2 makes the image. */
  transitions: 38,
  /** `notify` at its end is one of them. */
  invocations: 15,
  /** Of all of them together. */
  seconds: 11.5,
  /** What a proof adds to that. */
  proof: { transitions: 32, invocations: 12, seconds: 30, instanceMinutes: 5 },
  /** Where its service is asked and answers after a minute. The state machine asks instead of waiting: no more transitions. */
  asked: { times: 3, seconds: 65 },
  /** Of the volume that a proof boots from, whole: it is there for those minutes. */
  volumeGb: 100,
};

const DAYS_A_MONTH = MINUTES_A_MONTH / 60 / 24;

/** Beside an image that is named by its id none is made. */
const runsOf = (appliance: Appliance): number =>
  isFixed(appliance) ? 0 : runsADay(appliance.rotation.schedule) * DAYS_A_MONTH;

function proofsOf(appliance: Appliance): number {
  const runs = runsOf(appliance);
  if (appliance.rotation.prove === 'weekly') return Math.min(runs, DAYS_A_MONTH / 7);
  return appliance.rotation.prove === 'always' ? runs : 0;
}

/** Of those whose service is asked. */
const askedOf = (appliance: Appliance): number => (appliance.probe.subnets ? proofsOf(appliance) : 0);

const sumOf = (appliances: Appliance[], of: (appliance: Appliance) => number): number =>
  appliances.reduce((sum, appliance) => sum + of(appliance), 0);

const few = (count: number): string => String(Math.round(count * 10) / 10);

function machines(appliances: Appliance[]): Use[] {
  const [runs, proofs] = [sumOf(appliances, runsOf), sumOf(appliances, proofsOf)];
  const { proof, transitions, invocations, seconds } = ASSUMED;
  const times = runs * invocations + proofs * proof.invocations;
  return [
    { what: 'rotation: schedule', quantity: runs, unit: 'Scheduler invocations', because: 'each one' },
    {
      what: 'rotation: state machine',
      quantity: runs * transitions + proofs * proof.transitions,
      unit: 'state transitions',
      because: `${transitions} each of ${few(runs)} times (simulated), ${proof.transitions} more for each of ${few(proofs)} proofs`,
    },
    ...running({
      name: 'rotation',
      times,
      seconds: times === 0 ? 0 : (runs * seconds + proofs * proof.seconds) / times,
      memoryMb: MEMORY_MB,
      because: `${seconds} s each time (simulated), ${proof.seconds} s more with a proof, ${MEMORY_MB} MB`,
    }),
  ];
}

/** The configuration does not say what runs; its fallbacks are most often of the same size. */
const FALLBACK_HOURS = 'm5.large hours';

const isUnit = (name: string): name is Unit => Object.hasOwn(PRICE, name);

function hoursUnitOf({ instanceTypes }: Appliance): Unit {
  return instanceTypes.map((type) => `${type} hours`).find(isUnit) ?? FALLBACK_HOURS;
}

function proofs(appliances: Appliance[]): Use[] {
  const { instanceMinutes } = ASSUMED.proof;
  const byUnit = [...Map.groupBy(appliances, hoursUnitOf)];
  const count = sumOf(appliances, proofsOf);
  return [
    ...byUnit.map(([unit, some]) => ({
      what: `proof: ${unit.replace(' hours', '')}`,
      quantity: (sumOf(some, proofsOf) * instanceMinutes) / 60,
      unit,
      because: `${few(sumOf(some, proofsOf))} proofs of ${instanceMinutes} minutes (simulated); without its software`,
    })),
    {
      what: 'proof: its volume',
      quantity: (count * ASSUMED.volumeGb * instanceMinutes) / MINUTES_A_MONTH,
      unit: 'gp3 GB-months',
      because: `${ASSUMED.volumeGb} GB for as long`,
    },
  ];
}

/** EBS asks for the data of the EBS snapshot, once for each volume. */
function initializing(appliances: Appliance[]): Use[] {
  const rated = appliances.filter(({ volumeInitialization }) => volumeInitialization !== undefined);
  const quantity = sumOf(
    rated,
    (appliance) => proofsOf(appliance) * STORED.usedGb * (appliance.volumeInitialization ?? 0),
  );
  if (quantity === 0) return [];
  const because = `${few(sumOf(rated, proofsOf))} proofs, each ${STORED.usedGb} GiB (assumed) at volumeInitialization`;
  return [{ what: 'proof: volume initialization', quantity, unit: 'GiB x MiB/s of initialization', because }];
}

/** Without `probe.subnets`, the service is not asked. */
function asking(appliances: Appliance[]): Use[] {
  const count = sumOf(appliances, askedOf);
  if (count === 0) return [];
  const { times, seconds } = ASSUMED.asked;
  return running({
    name: 'proof: asking it',
    times: count * times,
    seconds: seconds / times,
    memoryMb: ASKING_MEMORY_MB,
    because: `${few(count)} proofs asked for ${seconds} s (simulated), ${ASKING_MEMORY_MB} MB; one that is silent for its whole bootLimitSeconds`,
  });
}

function storage(appliances: Appliance[]): Use {
  const all = appliances.map(stored);
  const images = all.reduce((sum, each) => sum + each.images, 0);
  const { usedGb, changedGbADay } = STORED;
  return {
    what: 'images: EBS snapshots',
    quantity: all.reduce((sum, { gb }) => sum + gb, 0),
    unit: 'EBS snapshot GB-months',
    because: `${images} images kept, ${usedGb} GB in use of each appliance, of which ${changedGbADay} GB changes a day (assumed)`,
  };
}

export const rotation = (appliances: Appliance[]): Use[] => [
  ...machines(appliances),
  ...proofs(appliances),
  ...initializing(appliances),
  ...asking(appliances),
  storage(appliances),
  ...standbys(appliances),
  { what: 'alarm: rotation failed', quantity: 2, unit: 'alarms', because: 'one, paid for each of its two metrics' },
];
