/** What a rotation has left in the simulated account, and how it is disturbed. */
import { expect } from '@jest/globals';
import { TAG } from '../../shared/domain/snapshot.ts';
import { allTrue } from '../../simulator/account/consistency.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';

export const proofsIn = ({ world }: Simulation) =>
  allTrue(world.ec2.instances).filter(({ tags }) => tags[TAG.role] === 'proof');

export const ended = (simulation: Simulation): boolean =>
  proofsIn(simulation).every(({ state }) => state === 'shutting-down' || state === 'terminated');

export const imagesIn = ({ world }: Simulation, mark: string) =>
  allTrue(world.ec2.images).filter(({ tags, state }) => tags[TAG.image] === mark && state !== 'deregistered');

/** Every invariant did, throughout. */
export const kept = (simulation: Simulation): void => expect(simulation.watch.violations).toEqual([]);

export const inject = (simulation: Simulation, fault: Parameters<Simulation['inject']>[0]): void =>
  simulation.inject(fault);
