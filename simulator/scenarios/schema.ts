/** What a scenario file may say. Strict: a misspelt key fails with its path, because nothing else would notice it. */
import { z } from 'zod';
import { fault, image, instance } from './fault-schema.ts';

const seconds = z.number().min(0);

const crash = z.strictObject({
  machine: z.enum(['failover', 'takeover', 'rotation']),
  /** `each`: one run of the scenario for every state of the machine. */
  state: z.string(),
  when: z.enum(['before', 'after']),
  as: z.enum(['ABORTED', 'FAILED', 'TIMED_OUT']).default('ABORTED'),
});

/** With `action` only the calls of that action count. */
const death = { functionName: z.string(), action: z.string().optional(), lateSeconds: seconds.optional() };

/** One moment of the story; exactly one thing happens in it. */
const moment = z.union([
  z.strictObject({ atSeconds: seconds, fault }),
  /** The same fault again and again, the last time at `untilSeconds` or before. */
  z.strictObject({ atSeconds: seconds, everySeconds: z.number().positive(), untilSeconds: seconds, fault }),
  z.strictObject({ atSeconds: seconds, repair: fault }),
  z.strictObject({ atSeconds: seconds, alarm: z.enum(['status-check', 'probe']) }),
  z.strictObject({
    atSeconds: seconds,
    ask: z.strictObject({
      mode: z.enum(['failover', 'switchover', 'rehearse']),
      requestedBy: z.string(),
      reason: z.string(),
      force: z.boolean().optional(),
    }),
  }),
  z.strictObject({ atSeconds: seconds, sweep: z.literal(true) }),
  /** A rotation is started, by the schedule or by somebody. */
  z.strictObject({
    atSeconds: seconds,
    rotate: z.strictObject({
      requestedBy: z.string().default('schedule'),
      prove: z.boolean().optional(),
      force: z.boolean().optional(),
      /** The schedule delivers late what it delivered before, under the instant that it was meant for. */
      lateSeconds: seconds.optional(),
    }),
  }),
  /** The image that EC2 is making holds a half-written disk, which shows only when it boots. */
  z.strictObject({ atSeconds: seconds, imageCannotBoot: z.literal(true) }),
  /** The image that EC2 is making boots, and what it is there for does not start. */
  z.strictObject({ atSeconds: seconds, imageDoesNotServe: z.literal(true) }),
  /** Readiness is checked as the schedule has it done: its result goes to notify. */
  z.strictObject({ atSeconds: seconds, checkReadiness: z.literal(true) }),
  z.strictObject({ atSeconds: seconds, terminate: instance }),
  z.strictObject({ atSeconds: seconds, foreignRoute: z.literal(true) }),
  /** Somebody deletes every route of the appliance. */
  z.strictObject({ atSeconds: seconds, deleteRoutes: z.literal(true) }),
  /** Somebody gives the address to a machine of their own. */
  z.strictObject({
    atSeconds: seconds,
    giveAwayAddress: z.union([
      z.literal(true),
      z.enum(['database', 'tagged as ours', 'with the routes', 'named and tagged as ours, with the routes']),
    ]),
  }),
  /** A mail scanner follows the unsubscribe link of every operator's mail. */
  z.strictObject({ atSeconds: seconds, scannerUnsubscribes: z.literal(true) }),
  /** A person vouches for the instance that holds the address. */
  z.strictObject({ atSeconds: seconds, vouch: z.literal(true) }),
  z.strictObject({ atSeconds: seconds, pauseMinutes: z.number().positive() }),
  /** Somebody ends the pause before its time. */
  z.strictObject({ atSeconds: seconds, resume: z.literal(true) }),
  /** Somebody starts the instance again that a takeover has retired. */
  z.strictObject({ atSeconds: seconds, personStartsOld: z.literal(true) }),
  z.strictObject({ atSeconds: seconds, prober: z.enum(['cut-off', 'connected']) }),
  /** Somebody redrives the first takeover that did not succeed. */
  z.strictObject({ atSeconds: seconds, redrive: z.literal(true) }),
  /** Whatever was switched on is over, and nothing of ours is going to die any more; who is dead stays dead. */
  z.strictObject({ atSeconds: seconds, faultsCease: z.literal(true) }),
  /** Everything is deployed anew, with the same code and with another configuration of the appliance where one is given. */
  z.strictObject({
    atSeconds: seconds,
    redeploy: z.strictObject({
      bootLimitSeconds: z.int().optional(),
      instanceTypes: z.array(z.string()).optional(),
      proofAsked: z.literal(false).optional(),
    }),
  }),
  /** Somebody leads a network of their own to the appliance, in a table of ours. */
  z.strictObject({ atSeconds: seconds, routeBeside: z.literal(true) }),
  z.strictObject({ atSeconds: seconds, crash }),
  z.strictObject({
    atSeconds: seconds,
    death: z.union([
      z.strictObject({ ...death, afterCall: z.int().min(1) }),
      z.strictObject({ ...death, beforeCall: z.int().min(1) }),
    ]),
  }),
]);

const given = z.strictObject({
  /** Where everything runs; without, where the configuration says. */
  region: z.string().optional(),
  /** How long an image needs from `running` until its service answers. */
  bootSeconds: z.tuple([seconds, seconds]).default([40, 70]),
  /** Before the story begins, the sweep has adopted the appliance. */
  adopted: z.boolean().default(true),
  /** So many nights had their image before the story begins; without, there are those from the days of the recipe. */
  rotatedNights: z.int().min(1).optional(),
  /** A rotation has measured so many seconds from the launch of each image to its answer. */
  measuredBootSeconds: z.int().min(10).optional(),
  instanceTypes: z.array(z.string()).default([]),
  /** Of the live instance; without, m5.large. */
  instanceType: z.string().optional(),
  /** Tags that people have given the live instance, its volumes and its interface. */
  instanceTags: z.record(z.string(), z.string()).optional(),
  /** `tags` of the configuration. */
  tags: z.record(z.string(), z.string()).optional(),
  /** The live instance has an instance profile of this role, which the configuration names. */
  instanceRole: z.string().optional(),
  /** Its network interface stays when the instance is terminated, and the address with it. */
  interfaceOutlives: z.boolean().default(false),
  /** The live instance is a Spot Instance of a one-time request, which cannot be stopped. */
  spot: z.boolean().default(false),
  /** `references` of the configuration: hosts that are asked in place of the Region's endpoints. */
  references: z.array(z.string()).optional(),
  /** How many functions of the account may run at once: a new account has ten. */
  concurrentExecutions: z.int().min(1).optional(),
  /** Letters of the zones with a subnet, the active one first; `-lax-1a` is a Local Zone. */
  zones: z.array(z.string()).optional(),
  bootLimitSeconds: z.int().optional(),
  fencing: z.enum(['stop-last', 'stop-first']).optional(),
  /** Schedules, events and the evaluation of alarms work as deployed; without, only what the story tells happens. */
  automatic: z.boolean().default(false),
  /** With everything that a profile says of grace, boot and port, whatever the configuration has. */
  profile: z.enum(['sophos-utm', 'sophos-firewall', 'openvpn-as', 'generic']).optional(),
  /** Whether a replacement is given the user data of the live instance; without, as the profile says. */
  userData: z.enum(['none', 'copy']).optional(),
  mode: z.enum(['auto', 'observe']).optional(),
  /** `rotation.reboot`: the appliance is shut down and starts again for each image. */
  rotationReboots: z.boolean().default(false),
  /** `probe.subnets`: a function inside the VPC asks whether the service of a proof answers. */
  proofAsked: z.boolean().default(false),
  /** A second appliance of ours stands in the same network, from the same configuration, and is well. */
  neighbour: z.boolean().default(false),
  /** So many appliances of ours are in the same network besides. */
  fleet: z.int().min(1).max(200).optional(),
  /** Each function may do what its deployed role allows, and nothing else. */
  roles: z.literal('enforced').optional(),
  /** How the operators' e-mail subscriptions stand; without, all are confirmed. */
  subscribers: z.enum(['confirmed', 'pending', 'authenticated']).default('confirmed'),
  /** What is broken already when the appliance is adopted. */
  faults: z.array(fault).default([]),
});

const then = z.strictObject({
  /** `nothing`: nobody asked for a failover at all. */
  outcome: z.enum(['taken-over', 'held', 'rehearsed', 'refused', 'failed', 'nothing']),
  /** The reason of a hold, or words of a refusal or a failure. */
  because: z.string().optional(),
  /** What the last rotation came to, and why it was held or failed. */
  rotation: z.enum(['rotated', 'held', 'failed']).optional(),
  rotationBecause: z.string().optional(),
  /** What it says of the service of its proof. */
  service: z.enum(['answered', 'silent', 'not verified']).optional(),
  /** How many images are called good at the end. */
  goodImages: z.int().optional(),
  takeovers: z.int().optional(),
  /** How many instances were launched by all takeovers together. */
  launches: z.int().optional(),
  /** Who holds the address at the end; `third` is neither the old instance nor launched by a takeover. */
  holder: z.enum(['old', 'replacement', 'third']).optional(),
  /** Where every route leads at the end. */
  routes: z.enum(['old', 'replacement', 'third', 'nobody']).optional(),
  /** Where whatever else leads to a network interface in those tables leads at the end. */
  routesBeside: z.enum(['old', 'replacement', 'third', 'nobody']).optional(),
  templateVersions: z.int().optional(),
  zone: z.enum(['same', 'other']).optional(),
  image: image.optional(),
  /** Since the content was taken of the image that the holder runs from at the end, whatever the date of the image says. */
  contentAgeHoursMax: z.number().min(0).optional(),
  type: z.string().optional(),
  /** What became of the second appliance; `taken-over`: once, by a replacement of its own. */
  neighbour: z.enum(['untouched', 'taken-over']).optional(),
  /** Tags of the instance that holds the address at the end, and of its volumes and interface. */
  holderTags: z.record(z.string(), z.string()).optional(),
  old: z.enum(['running', 'stopping', 'stopped', 'terminated', 'unreadable']).optional(),
  answers: z.boolean().optional(),
  outageSecondsMax: seconds.optional(),
  /** From the failure until the first takeover begins. */
  startedWithinSeconds: seconds.optional(),
  /** People were sent one of this kind, or one whose subject matches. */
  told: z.array(z.string()).default([]),
  /** And not a second one. */
  toldOnce: z.array(z.string()).default([]),
  /** Patterns of which each is in the text of one mail at least. */
  mailTexts: z.array(z.string()).default([]),
  notTold: z.array(z.string()).default([]),
  /** How many mails operators got at most. */
  mailsMax: z.int().optional(),
  invariants: z.literal('held throughout').default('held throughout'),
});

type Repeated = z.infer<typeof moment>;

function repeated(said: Repeated): Exclude<Repeated, { everySeconds: number }>[] {
  if (!('everySeconds' in said)) return [said];
  const { atSeconds, everySeconds, untilSeconds, fault } = said;
  const times = Math.floor((untilSeconds - atSeconds) / everySeconds) + 1;
  return Array.from({ length: times }, (_, index) => ({ atSeconds: atSeconds + index * everySeconds, fault }));
}

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  given: given.prefault({}),
  when: z.array(moment).transform((moments) => moments.flatMap(repeated)),
  /** The story is watched until everything has ended, and at least this long. */
  watchSeconds: seconds.default(0),
  then,
});

export type { ScenarioFault } from './fault-schema.ts';
export type Scenario = z.infer<typeof scenarioSchema>;
export type Moment = Scenario['when'][number];
export type Then = Scenario['then'];

/** @throws Error that names the file and every fault with its path. */
export function parseScenario(value: unknown, file: string): Scenario {
  const parsed = scenarioSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'file'}: ${message}`);
  throw new Error(`${file}: ${faults.join('; ')}`);
}
