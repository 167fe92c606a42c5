/** The faults that a scenario may name: those of `simulator/account/faults/switch.ts`, with roles where those have ids. */
import { z } from 'zod';
import { seconds } from './limits.ts';
import { STRANGER_FAULTS } from './stranger-schema.ts';

const soManyCalls = { times: z.int().min(1), skip: z.int().min(0).optional() };

const breakage = z.enum(['at-call', 'not-subscribed', 'later', 'key-denied']);

/** Which event: for a rule by its logical id in infra/events.yml, of a detail type, or whichever comes next. */
const ofRule = { rule: z.string().optional(), detailType: z.string().optional(), times: z.int().min(1).default(1) };

const share = z.number().min(0).max(1);

/** Things are named by their role in the story; their ids exist only once the account is built. */
export const instance = z.enum(['active', 'first']);
/** `holder`: the instance with the address at that moment; `replacement`: the instance that a takeover launched last, of use yet or not. */
const anyInstance = z.enum(['active', 'first', 'holder', 'replacement']);
export const image = z.enum(['newest', 'previous']);
/** Of those that are there when the story begins. */
const anyImage = z.enum(['newest', 'previous', 'second-oldest', 'oldest']);
const zone = z.enum(['active', 'other']);

export const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('instance-dead'), instance: anyInstance }),
  z.strictObject({ kind: z.literal('host-dead'), instance: anyInstance, recoversAfterSeconds: seconds.optional() }),
  z.strictObject({ kind: z.literal('ebs-hung'), instance: anyInstance }),
  z.strictObject({ kind: z.literal('guest-reboot'), instance, seconds, checks: z.enum(['pass', 'fail']).optional() }),
  z.strictObject({ kind: z.literal('service-dead'), instance }),
  z.strictObject({ kind: z.literal('stopped-by-ec2'), instance }),
  z.strictObject({ kind: z.literal('stopped-by-person'), instance }),
  z.strictObject({ kind: z.literal('shut-down-in-guest'), instance }),
  z.strictObject({
    kind: z.literal('maintenance-announced'),
    instance,
    code: z.enum(['instance-retirement', 'instance-stop', 'system-reboot', 'system-maintenance']),
    afterSeconds: seconds,
  }),
  z.strictObject({ kind: z.literal('tag-policy'), key: z.string(), says: z.enum(['required', 'denied']) }),
  z.strictObject({
    kind: z.literal('zone-lost'),
    zone,
    stops: z.enum(['hang', 'fail']).optional(),
    silences: z.record(z.string(), seconds).optional(),
  }),
  z.strictObject({
    kind: z.literal('no-capacity'),
    zone: zone.optional(),
    type: z.string().optional(),
    shows: z.enum(['at-call', 'later']).optional(),
  }),
  z.strictObject({ kind: z.literal('stuck-pending'), zone: zone.optional(), type: z.string().optional() }),
  z.strictObject({ kind: z.literal('hung-stop'), instance }),
  z.strictObject({ kind: z.literal('stop-protected'), instance: anyInstance }),
  z.strictObject({ kind: z.literal('launches-cut-off') }),
  z.strictObject({ kind: z.literal('image-broken'), image, shows: breakage.optional() }),
  z.strictObject({ kind: z.literal('image-deregistered'), image: anyImage }),
  z.strictObject({
    kind: z.literal('image-copied'),
    /** Or a place among those that are there at that moment, 0 the newest. */
    image: z.union([anyImage, z.int().min(0)]),
    tags: z.enum(['all', 'name-only']).default('all'),
    from: z.literal('another-region').optional(),
  }),
  z.strictObject({ kind: z.literal('tags-stripped') }),
  z.strictObject({ kind: z.literal('owned-by-another-stack') }),
  z.strictObject({
    kind: z.literal('route-aimed-elsewhere'),
    at: z.enum(['gateway', 'third', 'nothing', 'instance']),
  }),
  z.strictObject({ kind: z.literal('route-table-deleted') }),
  z.strictObject({ kind: z.literal('alarm-watches-another'), instance }),
  z.strictObject({ kind: z.literal('execution-stopped'), machine: z.enum(['failover', 'takeover', 'rotation']) }),
  z.strictObject({ kind: z.literal('image-never-answers'), image }),
  z.strictObject({ kind: z.literal('image-slow'), seconds }),
  z.strictObject({ kind: z.literal('image-fails') }),
  z.strictObject({ kind: z.literal('image-protected'), image: anyImage }),
  z.strictObject({ kind: z.literal('snapshot-shared'), image: anyImage }),
  z.strictObject({ kind: z.literal('foreign-image-tagged-like-ours'), image: anyImage }),
  z.strictObject({ kind: z.literal('type-not-offered'), type: z.string(), zone: zone.optional() }),
  z.strictObject({
    kind: z.literal('images-unfit'),
    enaSupport: z.boolean().optional(),
    architecture: z.enum(['x86_64', 'arm64']).optional(),
    bootMode: z.enum(['legacy-bios', 'uefi', 'uefi-preferred']).optional(),
  }),
  z.strictObject({ kind: z.literal('launch-part-gone'), part: z.enum(['key-pair', 'instance-profile']) }),
  z.strictObject({ kind: z.literal('security-groups-deleted'), replaced: z.literal(true).optional() }),
  z.strictObject({ kind: z.literal('subnets-deleted'), zone }),
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
    ...soManyCalls,
    status: z.int().optional(),
    message: z.string().optional(),
    caller: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('lose-answer'), action: z.string(), ...soManyCalls, caller: z.string().optional() }),
  z.strictObject({
    kind: z.literal('lose-request'),
    action: z.string(),
    ...soManyCalls,
    caller: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('slow'), action: z.string(), seconds, caller: z.string().optional() }),
  z.strictObject({ kind: z.literal('stale-reads'), seconds }),
  z.strictObject({ kind: z.literal('writes-lag'), seconds }),
  z.strictObject({ kind: z.literal('throttled'), share, actions: z.array(z.string()).optional() }),
  z.strictObject({ kind: z.literal('event-lost'), ...ofRule }),
  z.strictObject({ kind: z.literal('event-late'), bySeconds: seconds, ...ofRule }),
  z.strictObject({ kind: z.literal('event-duplicated'), afterSeconds: seconds, ...ofRule }),
  z.strictObject({ kind: z.literal('schedule-stopped'), rule: z.string() }),
  z.strictObject({ kind: z.literal('prober-cut-off'), functionName: z.string().optional() }),
  z.strictObject({ kind: z.literal('probe-blocked') }),
  z.strictObject({ kind: z.literal('probe-lossy'), share }),
  z.strictObject({ kind: z.literal('alarm-flap'), alarm: z.enum(['status-check', 'probe']), seconds }),
  ...STRANGER_FAULTS,
]);

/** The published schema has the faults once, under this name. */
z.globalRegistry.add(fault, { id: 'fault', description: 'What goes wrong. docs/reference/faults.md has every fault.' });

export type ScenarioFault = z.infer<typeof fault>;
