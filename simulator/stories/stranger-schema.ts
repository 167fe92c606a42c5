/** What a scenario may let a stranger do, with roles where faults have ids. */
import { z } from 'zod';
import {
  CLAIMS,
  FORGED_PLANS,
  IMAGE_TAGS,
  PLAN_NAMES,
  PLANT_DIFFERS,
  TEMPLATE_CHANGES,
  TOKENS,
} from '../account/strangers/fault.ts';

/** What a stranger tags: another team's resources, or ours. */
const taggedThing = z.enum([
  'database',
  'database-image',
  'database-snapshot',
  'database-kept-snapshot',
  'address',
  'active',
  'newest',
  'oldest',
]);

export const STRANGER_FAULTS = [
  /** In values `$active`, `$holder`, `$appliance`, `$owner`, `$family` `$probe` (the fingerprint in the tag) `$now` and `$soon` (five minutes later) are filled in. */
  z.strictObject({
    kind: z.literal('tag-by-stranger'),
    on: taggedThing,
    tags: z.record(z.string(), z.string()).default({}),
    removes: z.array(z.string()).optional(),
  }),
  z.strictObject({
    kind: z.literal('plan-by-stranger'),
    plan: z.enum(FORGED_PLANS),
    named: z.enum(PLAN_NAMES).default('next'),
    everySeconds: z.number().positive().optional(),
    times: z.int().min(1).optional(),
  }),
  z.strictObject({
    kind: z.literal('step-invoked-by-stranger'),
    functionName: z.string(),
    claims: z.enum(CLAIMS).default('nothing'),
  }),
  z.strictObject({
    kind: z.literal('planted-replacement'),
    token: z.enum(TOKENS).default('own'),
    differs: z.enum(PLANT_DIFFERS).optional(),
    generation: z.int().optional(),
  }),
  z.strictObject({
    kind: z.literal('planted-image'),
    named: z.enum(['tonight', 'other']).default('other'),
    mark: z.enum(['candidate', 'good', 'failed']).default('good'),
    tags: z.enum(IMAGE_TAGS).default('all'),
  }),
  z.strictObject({ kind: z.literal('template-version-by-stranger'), sets: z.enum(TEMPLATE_CHANGES) }),
] as const;
