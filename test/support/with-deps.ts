/** A piece of the product in a simulated account, outside of any function: what it asks and changes are its own calls. */
import type { Deps } from '../../shared/deps.ts';
import { callers } from '../../simulator/account/caller.ts';
import { clockOf } from '../../simulator/account/time/clock.ts';
import { clientsFor } from '../../simulator/stories/shared-clients.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { mockedDeps } from './mocked-deps.ts';

export function withDeps<T>(
  { world, clock }: Simulation,
  deed: (deps: Deps) => Promise<T>,
  overrides: Partial<Pick<Deps, 'log'>> = {},
): Promise<T> {
  const { deps } = mockedDeps({ clock: clockOf(clock), ...overrides });
  const caller = { name: 'sweep', dead: false, world };
  return callers.run(caller, () => deed({ ...deps, clients: clientsFor(world.region) }));
}
