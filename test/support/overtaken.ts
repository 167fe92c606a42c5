/** What stops every step that changes anything: a superseded takeover, or one on a stranger's address, only refuses. */
import type { ErrorName } from '../../shared/domain/errors.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { asIfRunning } from './as-if-running.ts';
import { tag } from './console-hands.ts';
import type { Stage } from './step-stage.ts';

type Overtaken = { what: string; error: ErrorName; why: RegExp; redriveCount: number; overtake(stage: Stage): void };

/** For `test.each`: each row says what happened, and how the step will name it. */
export const OVERTAKEN: Overtaken[] = [
  {
    what: 'an execution of a newer generation exists',
    error: 'SupersededError',
    why: /superseded: an execution of generation 2 exists/,
    redriveCount: 0,
    overtake: ({ simulation }) => {
      asIfRunning(simulation, 'takeover-sophos-g2');
    },
  },
  {
    what: 'the execution was redriven',
    error: 'SupersededError',
    why: /superseded: generation 1 was redriven/,
    redriveCount: 1,
    overtake: () => undefined,
  },
  {
    what: 'the address belongs to another stack',
    error: 'RefusedError',
    why: /belongs to failover-prod, not to failover-dev/,
    redriveCount: 0,
    overtake: ({ simulation, plan }) =>
      tag(simulation.world, plan.address.allocationId, { [TAG.owner]: 'failover-prod' }),
  },
];
