/**
 * The client tokens of what we launch. EC2 reports the token of an instance and allows no change of it, so that it
 * shows which execution launched it; together with the launch time, because others can read the values that it is made
 * of.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
 */
import { createHash } from 'node:crypto';
import { plusSeconds } from '../instants.ts';
import type { Instance } from '../snapshot.ts';
import type { Placement } from './takeover-plan.ts';

type Place = Pick<Placement, 'zone' | 'instanceType' | 'imageId'>;

const hashOf = (parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

export type TakeoverLaunch = { stage: string; appliance: string; generation: number; executionStart: string };

/** The same request of the same execution always has the same token, so a lost answer costs no second instance. */
export const launchTokenOf = (
  { stage, appliance, generation, executionStart }: TakeoverLaunch,
  { zone, instanceType, imageId }: Place,
): string => hashOf([stage, appliance, generation, executionStart, zone, instanceType, imageId]);

export type ProofLaunch = { stage: string; appliance: string; askedBy: string };

/** `askedBy` is the ARN of the rotation execution: the same request of the same execution is the same proof. */
export const proofTokenOf = (
  { stage, appliance, askedBy }: ProofLaunch,
  { zone, instanceType, imageId }: Place,
): string => hashOf([stage, appliance, 'proof', askedBy, zone, instanceType, imageId]);

/** `askedBy` is the ARN of the `prepare` execution. */
export const aheadTokenOf = (
  { stage, appliance, askedBy }: ProofLaunch,
  { zone, instanceType, imageId }: Place,
): string => hashOf([stage, appliance, 'ahead', askedBy, zone, instanceType, imageId]);

/** From the start of an execution to its end, which is open while it runs. */
export type Lifetime = { startedAt: string; stoppedAt?: string | undefined };

/** LaunchTime has whole seconds. */
export const ROUNDED_SECONDS = 1;
/** A request may be carried out half a minute after it was sent (docs/decisions/0020). */
const LATE_SECONDS = 60;

/**
 * Whether an execution that would use this token for such a place launched the instance. One that was stopped and
 * started again has a later launch time, and then this is unknown: the answer is no.
 */
export function wasLaunchedBy(instance: Instance, tokenOf: (place: Place) => string, lifetime: Lifetime): boolean {
  const { clientToken, launchedAt, zone, type: instanceType, imageId } = instance;
  if (clientToken !== tokenOf({ zone, instanceType, imageId }) || launchedAt === undefined) return false;
  const { startedAt, stoppedAt } = lifetime;
  const early = launchedAt < plusSeconds(startedAt, -ROUNDED_SECONDS);
  const late = stoppedAt !== undefined && launchedAt > plusSeconds(stoppedAt, LATE_SECONDS);
  return !early && !late;
}
