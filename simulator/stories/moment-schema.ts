/** One moment of a scenario. The descriptions are published: docs/reference/scenario.schema.json. */
import { z } from 'zod';
import { fault } from '../account/faults/all.ts';
import { instance } from '../account/faults/roles.ts';
import { MOMENTS_MAX, seconds } from '../limits.ts';
import { STANDBY_TOUCHES } from './with-standby.ts';

const at = { atSeconds: seconds };
const yes = z.literal(true);

const crash = z.strictObject({
  machine: z.enum(['failover', 'takeover', 'prepare', 'rotation']),
  state: z.string().describe('A state of the machine. `each`: the scenario runs once for every state.'),
  when: z.enum(['before', 'after']),
  as: z.enum(['ABORTED', 'FAILED', 'TIMED_OUT']).default('ABORTED'),
});

const ask = z.strictObject({
  mode: z.enum(['failover', 'switchover', 'rehearse']),
  requestedBy: z.string(),
  reason: z.string(),
  force: z.boolean().optional(),
});

const rotate = z.strictObject({
  requestedBy: z.string().default('schedule'),
  prove: z.boolean().optional(),
  force: z.boolean().optional(),
  standby: z.literal('rebuild').optional().describe('No image is taken: a standby is built of the newest good one.'),
  lateSeconds: seconds.optional().describe('The schedule delivers an event again, this long after its instant.'),
});

const giveAwayAddress = z.union([
  yes,
  z.enum(['database', 'standby', 'tagged as ours', 'with the routes', 'named and tagged as ours, with the routes']),
]);

const redeploy = z.strictObject({
  bootLimitSeconds: z.int().optional(),
  instanceTypes: z.array(z.string()).optional(),
  proofAsked: z.literal(false).optional(),
});

const died = {
  functionName: z.string(),
  action: z.string().optional().describe('Only calls of this action count.'),
  lateSeconds: seconds.optional().describe('The function is given up, and goes on this much later.'),
};

const death = z.union([
  z.strictObject({ ...died, afterCall: z.int().min(1) }),
  z.strictObject({ ...died, beforeCall: z.int().min(1) }),
]);

/** Each says when, and one thing that happens. */
export const MOMENTS = [
  z.strictObject({ ...at, fault }).describe('Something goes wrong.'),
  z
    .strictObject({ ...at, everySeconds: z.number().positive(), untilSeconds: seconds, fault })
    .refine(({ atSeconds, untilSeconds }) => atSeconds <= untilSeconds, {
      error: 'untilSeconds is before atSeconds; write a later instant',
    })
    .describe('The same goes wrong again and again, the last time at `untilSeconds` or before.'),
  z.strictObject({ ...at, repair: fault }).describe('A fault is over. It is written as it was when it began.'),
  z.strictObject({ ...at, alarm: z.enum(['status-check', 'probe']) }).describe('An alarm goes off.'),
  z.strictObject({ ...at, ask }).describe('A person asks for a failover, a switchover or a rehearsal.'),
  z.strictObject({ ...at, sweep: yes }).describe('The sweep runs.'),
  z.strictObject({ ...at, rotate }).describe('A rotation is started, by the schedule or by a person.'),
  z
    .strictObject({ ...at, imageCannotBoot: yes })
    .describe('The image that EC2 is making has a half-written disk, and will not boot.'),
  z
    .strictObject({ ...at, imageDoesNotServe: yes })
    .describe('The image that EC2 is making will boot, and its service will not start.'),
  z.strictObject({ ...at, checkReadiness: yes }).describe('The schedule checks readiness.'),
  z.strictObject({ ...at, terminate: instance }).describe('A person terminates an instance.'),
  z.strictObject({ ...at, foreignRoute: yes }).describe('A person aims a route of the appliance elsewhere.'),
  z.strictObject({ ...at, deleteRoutes: yes }).describe('A person deletes every route of the appliance.'),
  z
    .strictObject({ ...at, checkTurnedOn: yes })
    .describe('A tool turns the source/destination check of the active instance on.'),
  z.strictObject({ ...at, giveAwayAddress }).describe('A person associates the address with another machine.'),
  z
    .strictObject({ ...at, scannerUnsubscribes: yes })
    .describe('A mail scanner follows the unsubscribe link of every mail.'),
  z.strictObject({ ...at, vouch: yes }).describe('A person vouches for the instance that has the address.'),
  z.strictObject({ ...at, pauseMinutes: z.number().positive() }).describe('A person pauses automatic takeovers.'),
  z.strictObject({ ...at, resume: yes }).describe('A person ends the pause before its time.'),
  z
    .strictObject({ ...at, personStartsOld: yes })
    .describe('A person starts the instance again that a takeover has retired.'),
  z.strictObject({ ...at, standbyTouched: z.enum(STANDBY_TOUCHES) }).describe('What a person does with the standby.'),
  z
    .strictObject({ ...at, prober: z.enum(['cut-off', 'connected']) })
    .describe('Our probers lose or get their network.'),
  z.strictObject({ ...at, redrive: yes }).describe('A person redrives the first takeover that did not succeed.'),
  z
    .strictObject({ ...at, faultsCease: yes })
    .describe('Every fault is over, and no function of ours dies any more. Dead instances stay dead.'),
  z
    .strictObject({ ...at, redeploy })
    .describe('The same code is deployed again, with another configuration of the appliance if one is given.'),
  z
    .strictObject({ ...at, routeBeside: yes })
    .describe('A person adds a route of their own to the appliance, in a route table of ours.'),
  z.strictObject({ ...at, crash }).describe('An execution ends before or after a state.'),
  z.strictObject({ ...at, death }).describe('A function dies before or after its n-th call of AWS.'),
] as const;

type Written = z.infer<(typeof MOMENTS)[number]>;

const timesOf = ({ atSeconds, everySeconds, untilSeconds }: Extract<Written, { everySeconds: number }>): number =>
  Math.floor((untilSeconds - atSeconds) / everySeconds) + 1;

const countOf = (written: Written): number => ('everySeconds' in written ? timesOf(written) : 1);

function repeated(written: Written): Exclude<Written, { everySeconds: number }>[] {
  if (!('everySeconds' in written)) return [written];
  const { atSeconds, everySeconds, fault: same } = written;
  return Array.from({ length: timesOf(written) }, (_, index) => ({
    atSeconds: atSeconds + index * everySeconds,
    fault: same,
  }));
}

const isFew = (moments: Written[]): boolean => moments.reduce((sum, each) => sum + countOf(each), 0) <= MOMENTS_MAX;

export const moments = z
  .array(z.union(MOMENTS))
  .refine(isFew, { error: `there are more than ${MOMENTS_MAX} moments; repeat less often, or end sooner`, abort: true })
  .transform((all) => all.flatMap(repeated));
