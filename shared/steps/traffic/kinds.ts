/**
 * The registry: which function does what for each kind of part. A kind that is missing in one of these tables does not
 * compile. There is a table for each ability, so that a function's bundle has only the calls that its role allows; the order
 * within a table is the order of its requests.
 */
import type { CarryingKind, PartKind } from '../../domain/traffic/part.ts';
import * as address from './address.ts';
import * as forwarding from './forwarding.ts';
import type { Attempts, Read, Write } from './kind.ts';
import * as route from './route.ts';

export const READS: { [K in PartKind]: Read<K> } = {
  address: address.read,
  route: route.read,
  forwarding: forwarding.read,
};

export const WRITES: { [K in PartKind]: Write<K> } = {
  forwarding: forwarding.write,
  address: address.write,
  route: route.write,
};

export const ATTEMPTS: Record<PartKind, Attempts> = {
  address: address.attempts,
  forwarding: forwarding.attempts,
  route: route.attempts,
};

/** What carries traffic is all that most functions read, and what a rollback writes. */
export const CARRYING_READS: { [K in CarryingKind]: Read<K> } = { address: address.read, route: route.read };

export const ROLL_BACK_WRITES: { [K in CarryingKind]: Write<K> } = { address: address.write, route: route.write };

export const ROLL_BACK_ATTEMPTS: Record<CarryingKind, Attempts> = {
  address: address.rollBackAttempts,
  route: route.attempts,
};
