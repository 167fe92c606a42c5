/** Which appliances serve in a zone, by EC2's own reads; of each that cannot be placed, why. */
import { asAttached } from '../../aws/attachment.ts';
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { holderOf } from '../../domain/decision/suspicion.ts';
import { messageOf } from '../../domain/errors.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { ownerOf } from '../world/owner.ts';
import { readHolder } from '../world/read-world.ts';

export type Serving =
  /** `readable` is false where EC2 does not describe it, as in a zone that is lost. */
  | { at: 'zone'; appliance: string; instanceId: string; readable: boolean }
  | { at: 'elsewhere'; appliance: string; zone: string }
  | { at: 'unknown'; appliance: string; why: string };

export const servingIn = (zone: string, appliances: Appliance[], deps: Deps): Promise<Serving[]> =>
  Promise.all(appliances.map((appliance) => placeOf(zone, appliance, deps)));

async function placeOf(zone: string, { name: appliance, floatingIp }: Appliance, deps: Deps): Promise<Serving> {
  const unknown = (why: string): Serving => ({ at: 'unknown', appliance, why });
  try {
    const address = await asAttached(await readAddress(deps.clients, floatingIp), deps.clients);
    const other = foreignOwner(address, ownerOf(deps));
    if (other !== undefined) return unknown(`its address ${address.publicIp} belongs to ${other}`);
    const instanceId = holderOf(address);
    if (instanceId === undefined) return unknown(`its address ${address.publicIp} is attached to nothing`);
    const holder = await readHolder(instanceId, address, deps);
    if (holder.reading.reading === 'absent') return unknown(`EC2 does not know ${instanceId}`);
    if (holder.zone === undefined) return unknown(`EC2 does not say in which zone ${instanceId} is`);
    if (holder.zone !== zone) return { at: 'elsewhere', appliance, zone: holder.zone };
    return { at: 'zone', appliance, instanceId, readable: holder.reading.reading === 'described' };
  } catch (cause) {
    return unknown(messageOf(cause));
  }
}
