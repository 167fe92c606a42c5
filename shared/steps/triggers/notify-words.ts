/** The inputs and outputs of our executions, read leniently: those of an older deployment are notified as well. */
import * as z from 'zod/mini';
import type { HoldReason } from '../../domain/decision/hold-reason.ts';
import { HOLDS } from '../../domain/messages/holds.ts';
import type { ReportedPlan, ReportedRecord } from '../../domain/messages/reported.ts';
import type { ReportedRotation } from '../../domain/messages/rotation-failed.ts';

const text = z.string();
const maybe = z.optional(text);

const plan: z.ZodMiniType<ReportedPlan> = z.object({
  appliance: text,
  generation: z.number(),
  mode: z.enum(['failover', 'switchover']),
  automatic: z.boolean(),
  requestedBy: text,
  because: text,
  failedAt: text,
  old: z.optional(z.object({ instanceId: text, zone: maybe, spot: z.optional(z.literal(true)) })),
  tried: z.optional(z.object({ times: z.number(), since: text })),
  finish: z.optional(z.object({ instanceId: text, generation: z.number() })),
  address: z.object({ allocationId: text, publicIp: text }),
  placements: z.array(z.object({ imageId: text, zone: text, subnetId: text, instanceType: text })),
  imagesTakenAt: z.record(text, text),
  measuredBoot: z.optional(
    z.object({ seconds: z.number(), at: text, imageId: text, answered: z.optional(z.literal(true)) }),
  ),
  bootLimitSeconds: z.number(),
});

/** Of a problem only its text is shown. The release before wrote the text alone (F33). */
const problem = z.union([
  text,
  z.pipe(
    z.object({ text }),
    z.transform((each) => each.text),
  ),
]);

const record: z.ZodMiniType<ReportedRecord> = z.object({
  outcome: z.enum(['taken-over', 'failed']),
  moved: z.boolean(),
  undone: z.boolean(),
  answered: z.boolean(),
  gaveUp: z.boolean(),
  halfWay: z.optional(z.boolean()),
  imageId: maybe,
  from: maybe,
  to: maybe,
  zone: maybe,
  zoneKept: z.optional(z.literal(true)),
  because: maybe,
  imageAgeHours: z.optional(z.number()),
  seconds: z._default(z.record(text, z.number()), {}),
  changes: z._default(z.array(z.unknown()), []),
  error: maybe,
  failure: maybe,
  problems: z._default(z.array(problem), []),
});

const ids = z.array(text);

const pruned = z.object({
  kept: z.array(z.object({ imageId: text, because: z.array(text) })),
  reasons: z.optional(z.array(z.object({ imageId: text, because: text }))),
  snapshots: z.optional(z.object({ deleted: ids, marked: ids, unproven: z.optional(ids) })),
  held: maybe,
});

const rotation: z.ZodMiniType<ReportedRotation> = z.object({
  outcome: z.enum(['held', 'vouched', 'rotated', 'failed']),
  because: maybe,
  requestedBy: maybe,
  detail: maybe,
  nights: z.optional(z.number()),
  since: maybe,
  newestGood: z.optional(
    z.object({ found: text, why: maybe, answer: z.optional(z.object({ imageId: text, takenAt: maybe })) }),
  ),
  image: z.optional(z.object({ imageId: text, name: text })),
  proven: z.optional(z.object({ outcome: maybe, booted: z.boolean(), service: maybe, detail: text })),
  unproven: maybe,
  unasked: maybe,
  pruned: z.optional(pruned),
  error: maybe,
  failure: maybe,
  problems: z._default(z.array(text), []),
});

const outcome = z.object({
  outcome: text,
  because: z.optional(z.unknown()),
  detail: z._default(text, 'no detail given'),
  announced: z.optional(z.boolean()),
  appliance: maybe,
  evidence: z._default(z.record(text, z.unknown()), {}),
});

/** The input of the `failover` machine or of a rotation, as far as a notification needs it. */
const asked = z.object({
  appliance: maybe,
  mode: maybe,
  requestedBy: maybe,
  remind: z.optional(z.boolean()),
  detail: z.optional(z.object({ alarmName: maybe })),
});

function read<Shape>(schema: z.ZodMiniType<Shape>, json: string | undefined): Shape | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(json ?? 'null'));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // A cause may be a sentence of AWS's.
    return undefined;
  }
}

export const readPlan = (json: string | undefined): ReportedPlan | undefined => read(plan, json);
export const readRecord = (json: string | undefined): ReportedRecord | undefined => read(record, json);
export const readRotation = (json: string | undefined): ReportedRotation | undefined => read(rotation, json);
export const readOutcome = (json: string | undefined) => read(outcome, json);
export const readAsked = (json: string | undefined): z.infer<typeof asked> => read(asked, json) ?? {};

export const isHoldReason = (reason: unknown): reason is HoldReason =>
  typeof reason === 'string' && Object.hasOwn(HOLDS, reason);
