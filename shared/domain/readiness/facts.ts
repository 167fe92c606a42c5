/** What readiness has read, before it is judged. */

import type { RunsAs } from '../decision/standby-state.ts';

export type ReferenceFacts = {
  read: ReferenceReading[];
  /** Named in `appliances.yml`, and not the Region's endpoints. */
  own: boolean;
};

/** `detail`: why it did not answer. */
export type ReferenceReading = { name: string; answered: boolean; detail: string };

/** One of the configured tables: all that it leads to, and what it is associated with. */
export type TableFacts = {
  id: string;
  destinations: string[];
  subnetIds: string[];
  /** Of an internet gateway or a virtual private gateway. */
  gatewayId?: string | undefined;
};

/**
 * `lists`: the maximum of entries of each prefix list that is there, in the tables or in the configuration; undefined where
 * AWS does not say it. `limit`: for each family of addresses.
 */
export type RouteRoom = { limit: number; lists: { id: string; maxEntries: number | undefined }[] };

/** The instance that is kept ready. `ours`: a rotation of this deployment has kept it, which no tag says. */
export type StandbyFacts = {
  instanceId: string;
  state: string;
  zone: string;
  imageId: string;
  impaired: boolean;
  /** With tier `stopped`: why it runs, where that is ours. */
  runsAs?: RunsAs | undefined;
  ours: boolean;
};
