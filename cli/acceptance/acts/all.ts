/** Every act, in the order in which they are played: what needs the first appliance healthy comes before its failure. */
import type { Act } from './act.ts';
import { alarm } from './alarm.ts';
import { instanceEvent, switchover } from './moves.ts';
import { notification, pause, rotation } from './people.ts';
import { STACK_ACTS } from './template.ts';
import { WATCHING } from './watching.ts';

const { adoption, probing, readiness, rehearsal } = WATCHING;

/** The prober's minute begins with the adoption, and has to end before an appliance fails. */
export const ACTS: Act[] = [
  ...STACK_ACTS,
  ...[adoption, rehearsal, pause, readiness, rotation, switchover, probing],
  ...[alarm, instanceEvent, notification],
];
