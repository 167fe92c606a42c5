/** Faults of a standby that only show beside the image, the fencing and the rotation that have to make it. */
import { z } from 'zod';
import { isFixed } from '../domain/images/naming.ts';
import type { Fault } from './faults.ts';

/** What the file says about a standby, as far as it makes sense; another check reports the rest. */
export const standbyGlance = z
  .looseObject({ tier: z.string().optional().catch(undefined), instanceType: z.unknown().optional() })
  .optional()
  .catch(undefined);

type Written = {
  image: string | undefined;
  fencing: string | undefined;
  prove: unknown;
  standby: z.infer<typeof standbyGlance>;
};

const at = (key: string, message: string): Fault => ({ path: ['standby', key], message });

/** No rotation makes an image of a fixed one, so no proof is ever left to be kept. */
function withoutImages({ image }: Written, tier: string): Fault[] {
  if (image === undefined || !isFixed({ image })) return [];
  const message = `${tier} keeps the proof of last night's image, and image is ${image}, of which no rotation makes another; write the Name of the images as image, or tier: cold`;
  return [at('tier', message)];
}

function secondCopy({ fencing }: Written, tier: string): Fault[] {
  if (fencing !== 'stop-first') return [];
  const copy = tier === 'stopped' ? 'is built by a proof, which is a second copy' : 'runs a second copy';
  const message = `${tier} ${copy} beside the active instance, which fencing: stop-first forbids; write tier: cold, or fencing: stop-last`;
  return [at('tier', message)];
}

/** A standby is renewed by every proof, so that a night without one would leave it behind. */
function unproven({ prove }: Written, tier: string): Fault[] {
  if (prove !== 'never' && prove !== 'weekly') return [];
  const message = `"${prove}" leaves nights without a proof, and standby.tier: ${tier} keeps the proof of every night; write always, or remove prove`;
  return [{ path: ['rotation', 'prove'], message }];
}

function smaller({ standby }: Written, tier: string): Fault[] {
  if (standby?.instanceType === undefined || tier === 'running') return [];
  return [at('instanceType', `only a running standby has one; write tier: running, or remove instanceType`)];
}

export function standbyFaults(written: Written): Fault[] {
  const tier = written.standby?.tier ?? 'cold';
  const kept = tier !== 'cold' ? [withoutImages, secondCopy, unproven] : [];
  return [...kept, smaller].flatMap((check) => check(written, tier));
}
