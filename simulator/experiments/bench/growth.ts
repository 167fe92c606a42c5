/** A fleet beside one appliance alone: how much of its last one's wait the account's own rates explain. */
import { totalOf } from './calls-counted.ts';
import { type Fleet, slowestBucket } from './zone-of-appliances.ts';

export type Growth = {
  fleet: Fleet;
  /** One takeover after the slowest token bucket has let the last call through, if all asked only as often as one. */
  bound: { action: string; seconds: number };
  /** The last one back, as a share of the bound. */
  share: number;
  /** Calls of everybody, of every service. */
  asked: number;
  throttled: number;
};

export function growthOf(fleet: Fleet, alone: Fleet): Growth {
  const [aloneSeconds = Number.NaN] = alone.backSeconds;
  const { action, seconds } = slowestBucket(alone, fleet.count);
  const bound = { action: seconds > 0 ? action : 'no bucket', seconds: aloneSeconds + seconds };
  return {
    ...{ fleet, bound },
    share: (fleet.backSeconds.at(-1) ?? Number.NaN) / bound.seconds,
    ...totalOf(fleet.calls),
  };
}
