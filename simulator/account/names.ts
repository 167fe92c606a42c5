/**
 * The names that our probers ask beside an appliance, each with one A record. A Regional endpoint answers DNS with one or
 * a few addresses, each in some zone, and a client may be given that of a lost zone until DNS drops it (aws-facts 3.4,
 * inferred). The worse case is modelled: there is one record, no other to try, and a connection to it hangs.
 */

import { between, type Range } from '../random.ts';
import { allTrue } from './consistency.ts';
import type { FaultOf } from './faults/active.ts';
import type { World } from './world.ts';

/** Assumed: how long DNS answers with an address whose zone is lost. Row 1 of `npm run conform` reads the TTL. */
export const DROPPED_SECONDS: Range = { min: 0, max: 90 };

export function nameHosts(world: World, hosts: readonly string[]): void {
  world.names.clear();
  for (const host of hosts) world.names.set(host, {});
}

/** A name is resolved anew for each connection, and no answer is kept. */
export function isDead({ names, clock }: World, host: string): boolean {
  const { dead } = names.get(host) ?? {};
  return dead !== undefined && clock.nowMs() < dead.untilMs;
}

type ZoneLost = FaultOf<'zone-lost'>;

/** Each record is in the lost zone with the chance of one zone among all, and the records are independent. */
export function loseNamesIn(world: World, fault: ZoneLost): void {
  const { silences } = fault;
  const seconds = silences === undefined ? drawn(world) : told(world, silences);
  for (const [host, each] of seconds) {
    if (each > 0)
      world.names.set(host, { dead: { zone: fault.zone, untilMs: world.clock.nowMs() + Math.round(each * 1000) } });
  }
}

export function findNamesAgain({ names }: World, { zone }: ZoneLost): void {
  for (const [host, { dead }] of names) if (dead?.zone === zone) names.set(host, {});
}

function drawn({ names, random, ec2 }: World): [string, number][] {
  const zones = new Set(allTrue(ec2.subnets).map(({ zone }) => zone)).size;
  return [...names.keys()].map((host) => [host, random() < 1 / zones ? between(random, DROPPED_SECONDS) : 0]);
}

/** By the whole host, or by its first label: `ec2`. @throws Error for a name that no prober asks. */
function told({ names }: World, silences: Record<string, number>): [string, number][] {
  return Object.entries(silences).map(([name, seconds]) => {
    const host = [...names.keys()].find((each) => each === name || each.startsWith(`${name}.`));
    if (host === undefined)
      throw new Error(`no reference is called ${name}; there are ${[...names.keys()].join(', ')}`);
    return [host, seconds];
  });
}
