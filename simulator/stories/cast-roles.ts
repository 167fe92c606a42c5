/** The roles of a scenario, and which of them a word means. */

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

const IMAGE_AT = { newest: 0, previous: 1, 'second-oldest': -2, oldest: -1 } as const;

export const imageIn = ({ images }: Cast, which: keyof typeof IMAGE_AT): string => images.at(IMAGE_AT[which]) ?? '';

export const zoneIn = ({ active, otherZone }: Cast, which: 'active' | 'other'): string =>
  which === 'active' ? active.zone : otherZone;
