/** What stops every step of a rotation that changes anything. */
import type { ErrorName } from '../../shared/domain/errors.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { asIfRunning } from './as-if-running.ts';
import { tag } from './console-hands.ts';
import { addressIn } from './swept.ts';

/** For `test.each`: each row says what happened, and how the step will name it. */
export const IN_THE_WAY: { what: string; error: ErrorName; why: RegExp; happen(simulation: Simulation): void }[] = [
  {
    what: 'a takeover is running',
    error: 'GaveWayError',
    why: /a takeover of sophos is running/,
    happen: (simulation) => void asIfRunning(simulation, 'takeover-sophos-g1'),
  },
  {
    what: 'the address belongs to another stack',
    error: 'RefusedError',
    why: /belongs to failover-prod, not to failover-dev/,
    happen: (simulation) => tag(simulation.world, addressIn(simulation).allocationId, { [TAG.owner]: 'failover-prod' }),
  },
];
