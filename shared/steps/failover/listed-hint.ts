/** From which generation to walk when no tag says it, or when the tag may be wrong. */
import { listedGenerations } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import type { Origin } from '../../domain/provenance.ts';

/** Read side by side once the newest one is not proven. */
const AT_ONCE = 10;

/**
 * The newest listed takeover that is provably ours: all before it have ended, or it would not have started. The name of a
 * forged execution says nothing about the takeovers before it. With none proven, the lowest that may be ours; else 0.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function listedHint(
  appliance: string,
  look: (generation: number) => Promise<Origin['origin'] | 'absent'>,
  { clients, deployment: { takeoverMachineArn } }: Deps,
): Promise<number> {
  let open = 0;
  for await (const page of listedGenerations(clients, { takeoverMachineArn, appliance })) {
    for (let at = 0, count = 1; at < page.length; at += count, count = AT_ONCE) {
      const row = page.slice(at, at + count);
      const origins = await Promise.all(row.map(look));
      const verified = row.find((_, index) => origins[index] === 'verified');
      if (verified !== undefined) return verified;
      open = row.findLast((_, index) => origins[index] !== 'forged') ?? open;
    }
  }
  return open;
}
