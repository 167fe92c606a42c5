/** The routes of another appliance in the same network: it has one network of its own, in the tables of the first one. */
import type { Appliance } from '../../shared/domain/appliance.ts';

export function routesBeside({ routes }: Appliance, cidr: string): Pick<Appliance, 'vpnCidrs' | 'routes'> {
  const [first] = routes ?? [];
  return first ? { vpnCidrs: [], routes: [{ tables: first.tables, to: [cidr], device: 0 }] } : { vpnCidrs: [cidr] };
}
