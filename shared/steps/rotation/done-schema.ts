/** What earlier steps put into the state of a rotation, checked as strictly as the input: a step may be invoked with anything. */
import * as z from 'zod/mini';
import type { Done } from './facts.ts';

const text = z.string();
const maybe = z.optional(text);
const instant = z.string().check(z.refine((value) => !Number.isNaN(Date.parse(value)), 'is no valid time'));

const idOf = (kind: 'i' | 'ami') =>
  z.string().check(z.regex(new RegExp(`^${kind}-[0-9a-z-]{1,40}$`), `is no id that begins with ${kind}-`));
const [instanceId, imageId] = [idOf('i'), idOf('ami')];

/** An image may take a day, and its proof an hour. */
const seconds = z.number().check(z.refine((value) => value >= 0 && value <= 200_000, 'must be from 0 to 200000'));

const imageName = z
  .string()
  .check(z.minLength(3, 'is no name of an image'), z.maxLength(128, 'is no name of an image'));

const placement = z.object({ imageId: text, zone: text, subnetId: text, instanceType: text });
const service = z.enum(['answered', 'silent', 'not verified']);
const caught = z.exactOptional(z.object({ Error: text, Cause: maybe }));

const kept = z.object({ instanceId, imageId, zone: text, instanceType: text, at: instant });

/** One that was held or vouched for has ended: no step comes after it. */
const gate = z.object({
  ...{
    outcome: z.literal('go'),
    active: instanceId,
    healthyAt: z.exactOptional(instant),
    imageName,
    prove: z.boolean(),
    keep: z.exactOptional(z.literal(true)),
    settle: z.exactOptional(kept),
  },
  ...{ answered: z.optional(z.array(text)), why: text },
  rebuild: z.exactOptional(z.object({ imageId, name: imageName, askedAt: instant })),
  line: z.optional(z.object({ because: text, detail: text, since: z.optional(instant) })),
});

const state = z.object({
  ...{ state: z.enum(['pending', 'available', 'failed', 'timed-out']), waitSeconds: seconds },
  ...{ availableAt: z.optional(instant), detail: text },
});

const proof = z.discriminatedUnion('outcome', [
  z.object({
    ...{ outcome: z.literal('launched'), instanceId, launchedAt: instant, zone: text, instanceType: text },
    ...{ subnetId: maybe, question: maybe, initializationRate: z.optional(seconds) },
  }),
  z.object({
    ...{ outcome: z.literal('no-place'), detail: text },
    refused: z.array(z.object({ placement, code: text, message: text })),
  }),
  z.object({ outcome: z.literal('refused'), detail: text }),
]);

const target = z.object({
  ...{ protocol: z.enum(['tcp', 'tls', 'https']), host: text, port: z.int(), path: text },
  ...{ status: z.optional(z.int()), text: maybe, timeoutMs: z.number() },
});

const proven = z.object({
  ...{ outcome: z.enum(['waiting', 'booted', 'failed', 'inconclusive']), booted: z.boolean(), waitSeconds: seconds },
  gaveWay: z.optional(z.literal(true)),
  ...{ runningAt: z.optional(instant), checkedAt: z.optional(instant), answeredAt: z.optional(instant) },
  ...{ launchSeconds: z.optional(seconds), seconds: z.optional(seconds), service, detail: text },
  ask: z.optional(z.object({ target, seconds })),
  lastWord: z.optional(
    z.object({ word: z.enum(['ok', 'initializing', 'impaired', 'instance-impaired']), at: instant }),
  ),
});

const settled = z.object({
  phase: z.enum(['volumes', 'first-stop', 'start', 'answer', 'last-stop', 'settled']),
  ...{ since: instant, waitSeconds: seconds, progress: z.optional(seconds), startedAt: z.optional(instant) },
  secondBoot: z.optional(z.object({ seconds, answered: z.optional(z.literal(true)) })),
  ask: z.optional(z.object({ target, seconds })),
});

const answered = z.object({ answered: z.boolean(), at: instant, detail: text });

const facts = {
  gate: z.exactOptional(gate),
  image: z.exactOptional(z.object({ imageId, name: imageName, askedAt: instant })),
  state: z.exactOptional(state),
  proof: z.exactOptional(proof),
  proven: z.exactOptional(proven),
  service: z.exactOptional(answered),
  ended: z.exactOptional(z.object({ instanceIds: z.array(instanceId) })),
  accepted: z.exactOptional(z.object({ imageId, at: instant })),
  kept: z.exactOptional(kept),
  settled: z.exactOptional(settled),
  endedOld: z.exactOptional(z.object({ instanceIds: z.array(instanceId) })),
  failure: caught,
  proofFailure: caught,
  serviceFailure: caught,
  endFailure: caught,
  keepFailure: caught,
  settleFailure: caught,
  endOldFailure: caught,
} satisfies Record<keyof Done, unknown>;

/** By the names that the state machine gives. What no step of ours wrote is left out. */
export const doneSchema: z.ZodMiniType<Done> = z.object(facts);
