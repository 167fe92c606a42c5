/** Where a replacement may come from besides a new launch. Each source is one file, and none of them launches. */
import type { Deps } from '../../deps.ts';
import type { Instance } from '../../domain/snapshot.ts';
import { type Launched, refusedIn } from './facts.ts';
import type { TakeoverInput } from './input.ts';

/** What a source has found. Looking changes nothing: it runs beside the gate. */
type Offer = {
  /** Behind the gate. Undefined when EC2 refuses it after all: then the next source is asked. Absent without a find. */
  take?: ((deps: Deps) => Promise<Launched | undefined>) | undefined;
  /** Provably ours, unused, and terminated once the takeover has its replacement. */
  superfluous: Instance[];
  /** Ids of what has the token of a launch of ours, and was not launched by its request. */
  planted: string[];
};

export type Source = (input: TakeoverInput, deps: Deps) => Promise<Offer>;

/** The first that can be taken, in the order of the sources. */
export async function takeFirst(offers: Offer[], deps: Deps): Promise<Launched | undefined> {
  for (const { take } of offers) {
    const taken = await take?.(deps);
    if (taken) return taken;
  }
  return undefined;
}

/** What runs already becomes the replacement of this takeover, and has used none of its placements. */
export const adoptedAs = (
  { id: instanceId, imageId, zone, type: instanceType, networkInterfaceIds }: Instance,
  { done }: TakeoverInput,
  { clock }: Deps,
): Launched => ({
  outcome: 'launched',
  instanceId,
  networkInterfaceId: networkInterfaceIds[0],
  placement: { imageId, zone, instanceType, subnetId: '' },
  adopted: true,
  launchedAt: clock.now().toISOString(),
  refused: refusedIn(done),
});
