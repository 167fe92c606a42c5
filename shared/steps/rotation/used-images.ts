/** Which images the existing instances of an appliance were launched from, the stopped ones included. */
import { readInstance, readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { isFixed } from '../../domain/images/naming.ts';
import { type Address, hasEnded } from '../../domain/snapshot.ts';
import { atMost } from '../pace/at-most.ts';

/** Fewer calls at once than EC2's bucket for unpaginated describes minds. */
const AT_ONCE_MAX = 5;

/** `unknown` as soon as one instance cannot be asked, as when its zone is lost: absence is never inferred. */
export async function readUsedImageIds(
  { name, image }: Appliance,
  address: Address,
  { clients }: Deps,
): Promise<string[] | 'unknown'> {
  const tagged = await readOurInstanceIds(clients, { appliance: name });
  if (!tagged) return 'unknown';
  const ids = [...new Set([...tagged, ...(address.instanceId ? [address.instanceId] : [])])];
  const readings = await atMost(AT_ONCE_MAX, ids, (id) => readInstance(clients, id));
  if (readings.some(({ reading }) => reading === 'unreadable')) return 'unknown';
  const used = readings.flatMap((reading) =>
    reading.reading === 'described' && !hasEnded(reading.instance) ? [reading.instance.imageId] : [],
  );
  // Of an image that the configuration names by its id, every takeover is launched.
  return [...new Set([...used, ...(isFixed({ image }) ? [image] : [])])];
}
