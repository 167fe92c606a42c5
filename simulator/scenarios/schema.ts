/** What a scenario file may say. Strict: a misspelt key fails with its path, because nothing else would notice it. */
import { z } from 'zod';

const seconds = z.number().min(0);

/** Things are named by their role in the story; their ids exist only once the account is built. */
const instance = z.enum(['active', 'first']);
const image = z.enum(['newest', 'previous']);
const zone = z.enum(['active', 'other']);

const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('instance-dead'), instance }),
  z.strictObject({ kind: z.literal('host-dead'), instance }),
  z.strictObject({ kind: z.literal('guest-reboot'), instance, seconds }),
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
  z.strictObject({ atSeconds: seconds, terminate: instance }),
  z.strictObject({ atSeconds: seconds, foreignRoute: z.literal(true) }),
  /** Somebody deletes every route of the appliance. */
  z.strictObject({ atSeconds: seconds, deleteRoutes: z.literal(true) }),
  /** Somebody gives the address to a machine of their own. */
  z.strictObject({ atSeconds: seconds, giveAwayAddress: z.literal(true) }),
  z.strictObject({ atSeconds: seconds, pauseMinutes: z.number().positive() }),
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
});

const then = z.strictObject({
  outcome: z.enum(['taken-over', 'held', 'rehearsed', 'refused', 'failed']),
  /** The reason of a hold, or words of a refusal or a failure. */
  because: z.string().optional(),
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
  invariants: z.literal('held throughout').default('held throughout'),
});

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  given: given.prefault({}),
  when: z.array(moment).min(1),
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
