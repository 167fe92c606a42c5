/** One change of the account, as the checks see it. */
import type { Instance } from '../../../shared/domain/snapshot.ts';
import type { Placed, Traffic } from '../../../shared/domain/traffic/part.ts';

/** Something that a takeover did to the world, with what stood there before. */
export type Deed = {
  at: string;
  /** When its request left the caller: what has happened since could not be known, and nothing calls the request back. */
  sentAt?: string | undefined;
  by: string;
  /** By a late attempt, whose caller has not heard of it; or by a request whose sender had given it up, or was gone. */
  unheard?: boolean | undefined;
  generation: number;
  /** The newest generation that existed at that moment. */
  newestGeneration: number;
  /** Before the deed. */
  traffic: Traffic;
  /** Every instance of the appliance, before the deed. */
  instances: Instance[];
  /** When another caller last changed the traffic or the tags of the address. */
  touchedAt?: string | undefined;
  /** Since when the holder of the address has not been running, through no deed of ours. */
  holderDownAt?: string | undefined;
} & (
  | { kind: 'launch'; instance: Instance; clientToken: string }
  /** A part of the traffic, where it was moved to. */
  | { kind: 'move'; part: Placed }
  | { kind: 'stop'; instanceId: string }
);
