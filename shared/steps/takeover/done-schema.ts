/** What earlier steps put into the state of a takeover, checked as strictly as the plan: a step may be invoked with anything. */
import * as z from 'zod/mini';
import type { Done } from './facts.ts';

const text = z.string();
const maybe = z.optional(text);
const id = z.string().check(z.regex(/^[a-z]+-[0-9a-z-]+$/, 'is no id'));
const instant = z.string().check(z.refine((value) => !Number.isNaN(Date.parse(value)), 'is no valid time'));

const placement = z.object({ imageId: text, zone: text, subnetId: text, instanceType: text });
const refused = z.array(z.object({ placement, code: text, message: text }));
const changes = z.array(z.object({ at: instant, change: text, from: text, to: text }));
const more = z.optional(z.int());
const failure = z.optional(z.object({ Error: text, Cause: maybe }));
const index = z.int().check(z.gte(0));

const launch = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('stop-first') }),
  z.object({ outcome: z.literal('some-refused'), placementIndex: index, refused }),
  z.object({
    ...{ outcome: z.literal('launched'), instanceId: id, networkInterfaceId: z.optional(id) },
    ...{ placementIndex: z.optional(index), placement, adopted: z.boolean(), launchedAt: instant, refused },
    standby: z.optional(z.literal(true)),
    replaces: z.optional(z.object({ instanceId: id, networkInterfaceId: id })),
    early: z.optional(z.literal(true)),
    without: z.optional(z.array(text)),
    groupsOfFailed: z.optional(z.array(id)),
    planted: z.optional(z.array(id)),
  }),
]);

const replacement = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('running'), instanceId: id, networkInterfaceId: id, runningAt: instant }),
  z.object({ outcome: z.literal('pending'), instanceId: id }),
  z.object({
    ...{ outcome: z.literal('dead'), instanceId: id, why: text },
    ...{ scope: z.enum(['placement', 'zone', 'image']), terminate: z.boolean() },
  }),
]);

const move = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('not-yet'),
    ended: z.optional(z.object({ instanceId: id, networkInterfaceId: id, unfit: z.optional(z.literal(true)) })),
  }),
  z.object({
    ...{ outcome: z.literal('moved'), movedAt: instant, changes, more },
    leftOut: z.optional(z.array(text)),
  }),
]);

const undo = z.object({
  ...{ moved: z.boolean(), undone: z.boolean(), at: instant, detail: text, changes, more },
  ...{ lookUntil: z.optional(instant), again: z.optional(z.literal(true)) },
});

const stop = z.object({
  ...{ asked: z.boolean(), stopped: z.boolean(), goOn: z.boolean(), askedAt: instant, detail: text },
  spared: z.optional(z.literal(true)),
});
const verify = z.object({
  ...{ answered: z.boolean(), giveUp: z.boolean(), at: instant, detail: text },
  ...{ stopOld: z.optional(z.literal(true)), rollBack: z.optional(z.literal(true)) },
  replace: z.optional(z.literal(true)),
});

const facts = {
  claim: z.optional(z.object({ claimedAt: instant, replaced: z.optional(text) })),
  launch: z.optional(launch),
  replacement: z.optional(replacement),
  healthy: z.optional(z.object({ healthy: z.boolean(), at: instant, detail: text })),
  move: z.optional(move),
  undo: z.optional(undo),
  stop: z.optional(stop),
  verify: z.optional(verify),
  failure,
  undoFailure: failure,
  stopFailure: failure,
} satisfies Record<keyof Done, unknown>;

/** By the names that the state machine gives; the plan beside them is read from the execution itself. */
export const doneSchema: z.ZodMiniType<Done> = z.object(facts);

/** What only our own steps write into the state. */
export const STEP_KEYS = [...Object.keys(facts), 'closed'];
