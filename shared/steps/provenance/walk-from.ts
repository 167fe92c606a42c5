/** From which generation to walk to the newest takeover: the tag of the address only says where to look first. */
import { listedGenerations } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import { startOfWalk } from '../../domain/decision/generation.ts';
import type { Origin } from '../../domain/decision/provenance.ts';

type Reading = Pick<Deps, 'clients' | 'clock' | 'deployment'>;

/** Of the takeover with that number. */
type OriginOf = (generation: number) => Promise<Origin['origin'] | 'absent'>;

/** Read side by side once the newest one is not proven. */
const AT_ONCE = 10;

/**
 * 0 when nothing is known. A tag with any value costs no more than these reads.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function walkFrom(
  { appliance, recorded }: { appliance: string; recorded: number | undefined },
  originOf: OriginOf,
  deps: Reading,
): Promise<number> {
  const origin = recorded === undefined ? 'absent' : await originOf(recorded);
  const listed = origin === 'verified' ? 0 : await newestListed(appliance, originOf, deps);
  return startOfWalk({ recorded: recorded ?? 0, origin, listed });
}

/**
 * The newest listed takeover that is provably ours: all before it have ended, or it would not have started. The name of a
 * forged execution says nothing about the takeovers before it. With none proven, the lowest that may be ours; else 0.
 */
async function newestListed(
  appliance: string,
  originOf: OriginOf,
  { clients, deployment: { takeoverMachineArn } }: Reading,
): Promise<number> {
  let open = 0;
  for await (const page of listedGenerations(clients, { takeoverMachineArn, appliance })) {
    for (let at = 0, count = 1; at < page.length; at += count, count = AT_ONCE) {
      const row = page.slice(at, at + count);
      const origins = await Promise.all(row.map(originOf));
      const verified = row.find((_, index) => origins[index] === 'verified');
      if (verified !== undefined) return verified;
      open = row.findLast((_, index) => origins[index] !== 'forged') ?? open;
    }
  }
  return open;
}
