/** Says on the address that the appliance is about to be rebooted, before anybody can find it silent. */
import { writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { rebootUntil } from '../../domain/decision/reboot.ts';
import { messageOf, RefusedError } from '../../domain/errors.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';

type Rebooted = { appliance: Pick<Appliance, 'bootLimitSeconds'>; address: Pick<Address, 'allocationId'> };

/**
 * If the reboot cannot be announced, it is not made: a function that finds the appliance not answering would take it
 * over. A request that EC2 has refused reboots nothing, so its excuse ends at once.
 */
export async function announceReboot<Answer>(
  { appliance: { bootLimitSeconds }, address: { allocationId } }: Rebooted,
  reboot: () => Promise<Answer>,
  deps: Deps,
): Promise<Answer> {
  const until = rebootUntil({ bootLimitSeconds, now: deps.clock.now().toISOString() });
  await writeTags(deps.clients, allocationId, { [TAG.rebootingUntil]: until });
  try {
    return await reboot();
  } catch (cause) {
    if (cause instanceof RefusedError) await endReboot({ allocationId }, deps);
    throw cause;
  }
}

/** An appliance that stops answering from now on has failed. Where that cannot be written, the excuse expires. */
export async function endReboot({ allocationId }: Rebooted['address'], { clients, clock, log }: Deps): Promise<void> {
  const over = { [TAG.rebootingUntil]: clock.now().toISOString() };
  await writeTags(clients, allocationId, over).catch((cause) =>
    log({ level: 'error', address: allocationId, stillExcused: messageOf(cause) }),
  );
}
