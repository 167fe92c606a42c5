/** What every command of a person does around its one change: whose address is it, and does the change stand? */
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import type { Address } from '../../domain/snapshot.ts';
import { poll } from '../pace/poll.ts';
import { ownerOf } from '../world/owner.ts';

/** @throws RefusedError when another stack owns the address: what we wrote there, it would act on. */
export async function readOwnAddress({ name, floatingIp }: Appliance, deps: Deps): Promise<Address> {
  const address = await readAddress(deps.clients, floatingIp);
  const other = foreignOwner(address, ownerOf(deps));
  if (other === undefined) return address;
  throw new RefusedError(
    `the address ${address.publicIp} of ${name} belongs to ${other}, and this is ${ownerOf(deps)}: ` +
      'name the stage that it belongs to with --stage, or see what `ownership` says',
  );
}

const VISIBLE = { seconds: 15, everyMs: 250, slowing: 1.5 };

/** @throws TransientError when the change cannot be read back: the caller must not rely on it then. */
export async function readBack(
  { appliance, what, stands }: { appliance: Appliance; what: string; stands: (address: Address) => boolean },
  { clients, clock }: Deps,
): Promise<Address> {
  const seen = await poll(clock, VISIBLE, async () => {
    const address = await readAddress(clients, appliance.floatingIp);
    return stands(address) ? address : undefined;
  });
  if (seen) return seen;
  throw new TransientError(
    `${what} of ${appliance.name} was written, but cannot be read back after ${VISIBLE.seconds} s: look with status`,
  );
}
