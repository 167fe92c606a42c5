/** More appliances of ours in the same account, like the first one. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { routesBeside } from './routes-beside.ts';

/** Each has an address, an instance, images and a route of its own. */
export const fleetBeside = (appliance: Appliance, count: number): Appliance[] =>
  Array.from({ length: count }, (_, at) => {
    const name = `${appliance.name}-f${at + 1}`;
    const own = { floatingIp: `198.51.101.${at + 1}`, ...routesBeside(appliance, `10.198.${at}.0/24`) };
    return { ...appliance, ...own, name, instance: name, image: name };
  });
