/** What every step of a rotation is given: its execution, with what it was asked, and what was done so far. */
import * as z from 'zod/mini';
import type { Deps } from '../../deps.ts';
import { type Appliance, findAppliance } from '../../domain/appliance.ts';
import { InvariantViolatedError, RefusedError } from '../../domain/errors.ts';
import { toInstant } from '../../domain/instants.ts';
import { faultsIn } from '../input-faults.ts';
import { doneSchema } from './done-schema.ts';
import { type Done, type Kept, type Pass, passIn, type Taken } from './facts.ts';

const text = z.string();

const asked = z.strictObject({
  appliance: text,
  /** `schedule`, or a person's name. */
  requestedBy: z._default(text, 'a person'),
  reason: z.optional(text),
  /** When the schedule meant it to begin: a second delivery says the same. */
  scheduledAt: z.optional(text),
  /** An operator's request, regardless of the configuration. */
  prove: z.optional(z.boolean()),
  /** A person's word that an image is wanted although the last one was taken a moment ago. */
  force: z.optional(z.boolean()),
  /** Instead of an image: a new standby of the newest good one, or the one that is there comes to rest. */
  standby: z.optional(z.enum(['rebuild', 'settle'])),
  /** Instead of an image: the instance that a person says is the appliance. */
  vouch: z.optional(z.string().check(z.regex(/^i-[0-9a-f]{8,17}$/))),
});

const input = z.object({ execution: z.object({ Id: text, StartTime: text, Input: asked }), done: doneSchema });

type Asked = z.infer<typeof asked>;

export type RotationInput = {
  asked: Asked;
  executionId: string;
  startedAt: string;
  /** What the name of the image is made of. */
  meantAt: string;
  done: Done;
};

/** @throws RefusedError when the execution was started with anything else, with what is wrong in it. */
export function parseRotation(event: unknown): RotationInput {
  const parsed = input.safeParse(event, { reportInput: true });
  if (!parsed.success) throw new RefusedError(`the input is not understood: ${faultsIn(parsed.error)}`);
  const { execution, done } = parsed.data;
  const { Input, Id } = execution;
  const startedAt = instantIn('the start', execution.StartTime);
  const meantAt = Input.scheduledAt === undefined ? startedAt : instantIn('scheduledAt', Input.scheduledAt);
  return { asked: Input, executionId: Id, startedAt, meantAt, done };
}

function instantIn(what: string, written: string): string {
  const instant = toInstant(written);
  if (!instant) throw new RefusedError(`the input is not understood: ${what} "${written}" is no instant`);
  return instant;
}

export type WithPass = RotationInput & { pass: Pass };

/** For the steps behind the gate. */
export const parseWithPass = (event: unknown): WithPass => withPass(parseRotation(event));

export function withPass(input: RotationInput): WithPass {
  const pass = passIn(input.done);
  if (!pass) throw new InvariantViolatedError('nothing has passed the gate');
  return { ...input, pass };
}

export type WithImage = WithPass & { image: Taken };

/** For the steps behind `CreateImage`. */
export function parseWithImage(event: unknown): WithImage {
  const input = parseWithPass(event);
  const { image } = input.done;
  if (!image) throw new InvariantViolatedError('no image was taken');
  return { ...input, image };
}

export type WithKept = WithPass & { kept: Kept };

/** For the steps behind `KeepStandby`. `isNot`: what such a step would have done. */
export function parseWithKept(event: unknown, isNot: string): WithKept {
  const input = parseWithPass(event);
  const { kept } = input.done;
  if (!kept) throw new InvariantViolatedError(`no standby was kept, so none ${isNot}`);
  return { ...input, kept };
}

/** It was configured when the gate passed; if it was removed meanwhile, no image of it is wanted any more. */
export function applianceOf({ asked }: RotationInput, { configuration }: Pick<Deps, 'configuration'>): Appliance {
  const appliance = findAppliance(configuration, asked.appliance);
  if (!appliance) throw new RefusedError(`"${asked.appliance}" is not configured`);
  return appliance;
}
