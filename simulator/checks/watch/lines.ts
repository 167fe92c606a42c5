/** Which instances are in the line by what truly happened in the account: who made them, and whether they answer. */
import type { Appliance, Configuration } from '../../../shared/domain/appliance.ts';
import { PROBATION_SECONDS } from '../../../shared/domain/probing/probation.ts';
import { machineOf, runs } from '../../account/ec2/machines.ts';
import { activeFaults } from '../../account/faults/active.ts';
import { latest } from '../../account/sfn/execution.ts';
import type { World } from '../../account/world.ts';
import type { SourceTruth } from '../rules/image.ts';
import { truthOf } from './truth.ts';

export type Lines = {
  sourceOf(instanceId: string | undefined): SourceTruth | undefined;
  /** All that are ours are one line; each other instance is its own. */
  lineOf(instanceId: string): string;
};

/** Of an image of ours: as a replacement, early, or as a proof, which may become the standby. */
const OUR_LAUNCHES = new Set(['launch-replacement', 'launch-ahead', 'launch-proof']);

export function watchLines(world: World, configuration: Configuration): Lines {
  const ours = new Set(configuration.appliances.flatMap((appliance: Appliance) => holderIn(world, appliance)));
  let known = new Set(world.ec2.instances.keys());
  world.onChange(({ by }) => {
    if (known.size === world.ec2.instances.size) return;
    const now = new Set(world.ec2.instances.keys());
    if (OUR_LAUNCHES.has(by)) for (const id of now) if (!known.has(id)) ours.add(id);
    known = now;
  });
  const vouched = (id: string): boolean =>
    world.stepFunctions.executions.some(
      (execution) =>
        execution.input.includes(`"vouch":"${id}"`) && String(latest(execution).output).includes('"outcome":"vouched"'),
    );
  const answers = (id: string): boolean => {
    const machine = machineOf(world, id);
    const sinceMs = world.clock.nowMs() - PROBATION_SECONDS * 1000;
    return runs(machine) && machine.answersFromMs <= sinceMs && activeFaults(world, 'probe-blocked').length === 0;
  };
  return {
    sourceOf: (id) =>
      id === undefined ? undefined : { id, ofOurs: ours.has(id), vouched: vouched(id), answers: answers(id) },
    lineOf: (id) => (ours.has(id) ? 'ours' : id),
  };
}

const holderIn = (world: World, appliance: Appliance): string[] => {
  const { instanceId } = truthOf(world, appliance).traffic.address;
  return instanceId === undefined ? [] : [instanceId];
};
