/** How a trouble of a night is written down, and how it strikes and passes. */
import type { Fault } from '../../../account/faults/fault.ts';
import { between, type Range } from '../../../random.ts';
import { chance, count, laterBy, oneOf, type Stage } from './stage.ts';

export type Trouble = {
  /** How likely it is beside the others. */
  weight: number;
  seconds: Range;
  /** What is broken from then on, with the ids that the account has at that moment; undefined when there is none. */
  faults?: ((stage: Stage) => Fault[] | undefined) | undefined;
  /** What people or chance do at that moment; false when there was nothing to do it to. */
  deed?: ((stage: Stage) => boolean) | undefined;
  /** It lies in wait for a state of the machine, so that it is laid before the rotation begins. */
  laidBefore?: true;
};

/** Where a rotation can be when something strikes; the first two and the last few are where it changes the most. */
const STATES = [
  'GateRotation',
  'CreateImage',
  'AwaitImage',
  'WaitForImage',
  'LaunchProof',
  'AwaitProof',
  'EndProof',
  'AcceptImage',
  'AcceptImage',
  'PruneImages',
  'PruneImages',
];

function begin(stage: Stage, name: string, { faults, deed, seconds }: Trouble): void {
  const { simulation, random, tally } = stage;
  const broken = faults ? faults(stage) : [];
  if (broken === undefined || deed?.(stage) === false) return;
  count(tally, 'trouble', name);
  for (const fault of broken) simulation.inject(fault);
  laterBy(stage, between(random, seconds), () => {
    for (const fault of broken) if (isOn(stage, fault)) simulation.repair(fault);
  });
}

/** The morning may have ended it before. */
const isOn = ({ simulation: { world } }: Stage, fault: Fault): boolean =>
  world.faults.active.some((active) => active.fault === fault);

/** Half of them come at some instant around the rotation, the others when it enters a state or shortly after. */
export function lay(stage: Stage, name: string, trouble: Trouble): void {
  const { random, ambushes } = stage;
  const strike = (): void => begin(stage, name, trouble);
  if (trouble.laidBefore) strike();
  else if (chance(stage, 0.5)) laterBy(stage, between(random, { min: 0, max: 2_400 }), strike);
  else {
    const afterSeconds = chance(stage, 0.5) ? 0 : between(random, { min: 0, max: 8 });
    ambushes.push({ state: oneOf(random, STATES), strike: () => laterBy(stage, afterSeconds, strike) });
  }
}
