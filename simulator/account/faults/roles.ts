/** The roles of a scenario: the words for them, and which thing of the account each of them means. */
import { z } from 'zod';

/** Fixed when the scenario begins: a role that moves would make a fault strike another instance the second time. */
export type Cast = {
  appliance: string;
  /** The instance that holds the address when the story begins, its zone and its type. */
  active: { id: string; zone: string; type: string };
  /** The instance that holds the address at this moment, where that matters. */
  holder?: string | undefined;
  otherZone: string;
  allocationId: string;
  routes: { routeTableId: string; destination: string }[];
  /** Newest first. */
  images: string[];
  /** The Name that all images of the appliance carry. */
  family: string;
  /** Our stack, as the tags `failover:owner` name it. */
  owner: string;
  /** What the probe asks, as the tag `failover:probe` names it. */
  probeFingerprint: string;
  /** The moment at which a fault strikes. */
  now?: string | undefined;
  /** Five minutes later. */
  soon?: string | undefined;
};

/** Things are named by their role in the story; their ids exist only once the account is built. */
export const instance = z.enum(['active', 'first']);
/**
 * `holder`: the instance with the address at that moment; `replacement`: the instance that a takeover launched last, of use
 * yet or not; `standby`: the one that is kept ready.
 */
export const anyInstance = z.enum(['active', 'first', 'holder', 'replacement', 'standby']);
export const image = z.enum(['newest', 'previous']);
/** Of those that are there when the story begins. */
export const anyImage = z.enum(['newest', 'previous', 'second-oldest', 'oldest']);
export const zone = z.enum(['active', 'other']);

const IMAGE_AT = { newest: 0, previous: 1, 'second-oldest': -2, oldest: -1 } as const;

export const imageIn = ({ images }: Cast, which: keyof typeof IMAGE_AT): string => images.at(IMAGE_AT[which]) ?? '';

export const zoneIn = ({ active, otherZone }: Cast, which: 'active' | 'other'): string =>
  which === 'active' ? active.zone : otherZone;

/** `live` is the type of the active instance. */
export const typeIn = <Type extends string | undefined>({ active }: Cast, which: Type): Type | string =>
  which === 'live' ? active.type : which;

export const share = z.number().min(0).max(1);

export const percent = (of: number): string => `${Math.round(of * 100)} %`;

/** At the appliance, as it was when the scenario began. */
export const aimed = <Said>(said: Said, { appliance, active, allocationId }: Cast) => ({
  ...said,
  victim: { appliance, instanceId: active.id, allocationId },
});
