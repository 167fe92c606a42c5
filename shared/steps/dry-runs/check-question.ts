/** Reads what a changing function is asked when it shall only try its calls. */
import * as z from 'zod/mini';
import { RefusedError } from '../../domain/errors.ts';
import type { CheckQuestion } from '../../domain/takeover/dry-run.ts';
import { faultsIn } from '../input-faults.ts';

const text = z.string();

const question: z.ZodMiniType<CheckQuestion> = z.strictObject({
  check: z.literal(true),
  appliance: text,
  launch: z.optional(
    z.strictObject({
      imageId: text,
      instanceType: text,
      zone: text,
      subnetId: text,
      launchTemplate: z.strictObject({ id: text, version: text }),
      securityGroupIds: z.array(text),
      instanceName: text,
      tags: z.optional(z.record(text, text)),
      volumeInitialization: z.optional(
        z.strictObject({ mibPerSecond: z.int(), devices: z.record(text, z.array(text)) }),
      ),
    }),
  ),
  otherTypes: z.optional(z.array(z.strictObject({ instanceType: text, zone: text, subnetId: text }))),
  routes: z.optional(z.array(z.strictObject({ routeTableId: text, destination: text }))),
});

/** @throws RefusedError for anything that is no such question. */
export function parseQuestion(event: unknown): CheckQuestion {
  const parsed = question.safeParse(event, { reportInput: true });
  if (!parsed.success) throw new RefusedError(`no question for a check: ${faultsIn(parsed.error)}`);
  return parsed.data;
}
