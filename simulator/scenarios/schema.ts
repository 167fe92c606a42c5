/** What a scenario file may say. Strict: a misspelt key fails with its path, because nothing else would notice it. */
import { z } from 'zod';

const seconds = z.number().min(0);

/** Which event: for a rule by its logical id in infra/events.yml, of a detail type, or whichever comes next. */
const ofRule = { rule: z.string().optional(), detailType: z.string().optional(), times: z.int().min(1).default(1) };

const share = z.number().min(0).max(1);

/** Things are named by their role in the story; their ids exist only once the account is built. */
const instance = z.enum(['active', 'first']);
const image = z.enum(['newest', 'previous']);
/** Of those that are there when the story begins. */
const anyImage = z.enum(['newest', 'previous', 'oldest']);
const zone = z.enum(['active', 'other']);

const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('instance-dead'), instance }),
  z.strictObject({ kind: z.literal('host-dead'), instance }),
  z.strictObject({ kind: z.literal('guest-reboot'), instance, seconds, checks: z.enum(['pass', 'fail']).optional() }),
  z.strictObject({ kind: z.literal('service-dead'), instance }),
  z.strictObject({ kind: z.literal('stopped-by-ec2'), instance }),
  z.strictObject({ kind: z.literal('stopped-by-person'), instance }),
  z.strictObject({ kind: z.literal('zone-lost'), zone, stops: z.enum(['hang', 'fail']).optional() }),
  z.strictObject({
    kind: z.literal('no-capacity'),
    zone: zone.optional(),
    type: z.string().optional(),
    shows: z.enum(['at-call', 'later']).optional(),
  }),
  z.strictObject({ kind: z.literal('stuck-pending'), zone: zone.optional(), type: z.string().optional() }),
  z.strictObject({ kind: z.literal('hung-stop'), instance }),
  z.strictObject({ kind: z.literal('image-broken'), image, shows: z.enum(['at-call', 'later']).optional() }),
  z.strictObject({ kind: z.literal('image-never-answers'), image }),
  z.strictObject({ kind: z.literal('image-slow'), seconds }),
  z.strictObject({ kind: z.literal('image-fails') }),
  z.strictObject({ kind: z.literal('image-protected'), image: anyImage }),
  z.strictObject({ kind: z.literal('snapshot-shared'), image: anyImage }),
  z.strictObject({ kind: z.literal('foreign-image-tagged-like-ours'), image: anyImage }),
  z.strictObject({ kind: z.literal('type-not-offered'), type: z.string(), zone: zone.optional() }),
  z.strictObject({
    kind: z.literal('deny'),
    action: z.string(),
    caller: z.string().optional(),
    fromCall: z.int().optional(),
  }),
  z.strictObject({
    kind: z.literal('fail'),
    action: z.string(),
    code: z.string(),
    times: z.int(),
    status: z.int().optional(),
    caller: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('lose-answer'), action: z.string(), times: z.int(), caller: z.string().optional() }),
  z.strictObject({ kind: z.literal('slow'), action: z.string(), seconds, caller: z.string().optional() }),
  z.strictObject({ kind: z.literal('stale-reads'), seconds }),
  z.strictObject({ kind: z.literal('throttled'), share, actions: z.array(z.string()).optional() }),
  z.strictObject({ kind: z.literal('event-lost'), ...ofRule }),
  z.strictObject({ kind: z.literal('event-late'), bySeconds: seconds, ...ofRule }),
  z.strictObject({ kind: z.literal('event-duplicated'), afterSeconds: seconds, ...ofRule }),
  z.strictObject({ kind: z.literal('schedule-stopped'), rule: z.string() }),
  z.strictObject({ kind: z.literal('prober-cut-off'), functionName: z.string().optional() }),
  z.strictObject({ kind: z.literal('probe-blocked') }),
  z.strictObject({ kind: z.literal('probe-lossy'), share }),
  z.strictObject({ kind: z.literal('alarm-flap'), alarm: z.enum(['status-check', 'probe']), seconds }),
]);

const crash = z.strictObject({
  machine: z.enum(['failover', 'takeover']),
  /** `each`: one run of the scenario for every state of the machine. */
  state: z.string(),
  when: z.enum(['before', 'after']),
  as: z.enum(['ABORTED', 'FAILED', 'TIMED_OUT']).default('ABORTED'),
});

/** One moment of the story; exactly one thing happens in it. */
const moment = z.union([
  z.strictObject({ atSeconds: seconds, fault }),
  z.strictObject({ atSeconds: seconds, repair: fault }),
  z.strictObject({ atSeconds: seconds, alarm: z.enum(['status-check', 'probe']) }),
  z.strictObject({
    atSeconds: seconds,
    ask: z.strictObject({
      mode: z.enum(['failover', 'switchover', 'rehearse']),
      requestedBy: z.string(),
      reason: z.string(),
    }),
  }),
  z.strictObject({ atSeconds: seconds, sweep: z.literal(true) }),
  /** A rotation is started, by the schedule or by somebody. */
  z.strictObject({
    atSeconds: seconds,
    rotate: z.strictObject({ requestedBy: z.string().default('schedule'), prove: z.boolean().optional() }),
  }),
  /** The image that EC2 is making holds a half-written disk, which shows only when it boots. */
  z.strictObject({ atSeconds: seconds, imageCannotBoot: z.literal(true) }),
  /** Readiness is checked as the schedule has it done: its result goes to notify. */
  z.strictObject({ atSeconds: seconds, checkReadiness: z.literal(true) }),
  z.strictObject({ atSeconds: seconds, terminate: instance }),
  z.strictObject({ atSeconds: seconds, foreignRoute: z.literal(true) }),
  /** Somebody deletes every route of the appliance. */
  z.strictObject({ atSeconds: seconds, deleteRoutes: z.literal(true) }),
  /** Somebody gives the address to a machine of their own. */
  z.strictObject({ atSeconds: seconds, giveAwayAddress: z.literal(true) }),
  z.strictObject({ atSeconds: seconds, pauseMinutes: z.number().positive() }),
  /** Somebody ends the pause before its time. */
  z.strictObject({ atSeconds: seconds, resume: z.literal(true) }),
  /** Somebody starts the instance again that a takeover has retired. */
  z.strictObject({ atSeconds: seconds, personStartsOld: z.literal(true) }),
  z.strictObject({ atSeconds: seconds, prober: z.enum(['cut-off', 'connected']) }),
  /** Somebody redrives the first takeover that did not succeed. */
  z.strictObject({ atSeconds: seconds, redrive: z.literal(true) }),
  z.strictObject({ atSeconds: seconds, crash }),
  z.strictObject({
    atSeconds: seconds,
    death: z.strictObject({ functionName: z.string(), afterCall: z.int().min(1) }),
  }),
]);

const given = z.strictObject({
  /** How long an image needs from `running` until its service answers. */
  bootSeconds: z.tuple([seconds, seconds]).default([40, 70]),
  /** Before the story begins, the sweep has adopted the appliance. */
  adopted: z.boolean().default(true),
  instanceTypes: z.array(z.string()).default([]),
  bootLimitSeconds: z.int().optional(),
  fencing: z.enum(['stop-last', 'stop-first']).optional(),
  /** Schedules, events and the evaluation of alarms work as deployed; without, only what the story tells happens. */
  automatic: z.boolean().default(false),
  /** With everything that a profile says of grace, boot and port, whatever the configuration has. */
  profile: z.enum(['sophos-utm', 'sophos-firewall', 'openvpn-as', 'generic']).optional(),
  mode: z.enum(['auto', 'observe']).optional(),
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
  /** How many images are called good at the end. */
  goodImages: z.int().optional(),
  takeovers: z.int().optional(),
  /** How many instances were launched by all takeovers together. */
  launches: z.int().optional(),
  /** Who holds the address at the end; `third` is neither the old instance nor launched by a takeover. */
  holder: z.enum(['old', 'replacement', 'third']).optional(),
  /** Where every route leads at the end. */
  routes: z.enum(['old', 'replacement', 'third', 'nobody']).optional(),
  templateVersions: z.int().optional(),
  zone: z.enum(['same', 'other']).optional(),
  image: image.optional(),
  type: z.string().optional(),
  old: z.enum(['running', 'stopping', 'stopped', 'terminated', 'unreadable']).optional(),
  answers: z.boolean().optional(),
  outageSecondsMax: seconds.optional(),
  /** From the failure until the first takeover begins. */
  startedWithinSeconds: seconds.optional(),
  /** People were sent one of this kind, or one whose subject matches. */
  told: z.array(z.string()).default([]),
  notTold: z.array(z.string()).default([]),
  invariants: z.literal('held throughout').default('held throughout'),
});

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  given: given.prefault({}),
  when: z.array(moment),
  /** The story is watched until everything has ended, and at least this long. */
  watchSeconds: seconds.default(0),
  then,
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type Moment = Scenario['when'][number];
export type ScenarioFault = z.infer<typeof fault>;
export type Then = Scenario['then'];

/** @throws Error that names the file and every fault with its path. */
export function parseScenario(value: unknown, file: string): Scenario {
  const parsed = scenarioSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'file'}: ${message}`);
  throw new Error(`${file}: ${faults.join('; ')}`);
}
