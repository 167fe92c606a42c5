/** What an appliance is when the file does not say: first its profile, then the house's defaults. */
import type { Appliance, Probe, ProfileName, Rotation } from '../domain/appliance.ts';
import { type IdPrefix, isId } from './fields.ts';
import type { WrittenAppliance } from './schema.ts';

type Profile = Pick<Appliance, 'rebootGraceSeconds' | 'bootLimitSeconds' | 'userData'> &
  Pick<Probe, 'protocol' | 'port'>;

const PROFILES: Record<ProfileName, Profile> = {
  // 443/tcp is both the User Portal and the SSL VPN; WebAdmin (4444) is usually closed to strangers. Sophos' own
  // templates grant 1200 s to a boot.
  'sophos-utm': { protocol: 'tcp', port: 443, rebootGraceSeconds: 180, bootLimitSeconds: 1200, userData: 'none' },
  // 4444 is the port that Sophos' own load balancer templates check.
  'sophos-firewall': { protocol: 'tcp', port: 4444, rebootGraceSeconds: 180, bootLimitSeconds: 1200, userData: 'none' },
  // User data holds the answers of the first set-up, and the image has been set up.
  'openvpn-as': { protocol: 'tcp', port: 443, rebootGraceSeconds: 60, bootLimitSeconds: 600, userData: 'none' },
  generic: { protocol: 'tcp', port: 443, rebootGraceSeconds: 0, bootLimitSeconds: 600, userData: 'copy' },
};

const ROTATION: Rotation = { schedule: 'cron(0 3 * * ? *)', timezone: 'UTC', keep: 7, reboot: false, prove: 'weekly' };

/** A single id is a list of one; a word is a Name tag. */
const namesOrIds = (value: string | string[], prefix: IdPrefix): string | string[] =>
  typeof value === 'string' && isId(prefix, value) ? [value] : value;

function probeOf({ probe }: WrittenAppliance, { protocol, port }: Profile): Probe {
  return { protocol, port, path: '/', intervalSeconds: 10, failures: 3, timeoutSeconds: 2, ...probe };
}

export function fillIn(written: WrittenAppliance): Appliance {
  const { probe: _probe, rotation, routeTables, subnets, ...rest } = written;
  const profile = written.profile ?? 'generic';
  const { protocol: _protocol, port: _port, ...ofProfile } = PROFILES[profile];
  return {
    mode: 'auto',
    fencing: 'stop-last',
    instanceTypes: [],
    cooldownMinutes: 30,
    kmsKeys: [],
    ignoreAddresses: [],
    notify: [],
    ...ofProfile,
    ...rest,
    profile,
    subnets: namesOrIds(subnets, 'subnet'),
    // With subnets by id and no route to move there is no name to fall back on, and none is needed.
    routeTables: namesOrIds(routeTables ?? (typeof subnets === 'string' ? subnets : []), 'rtb'),
    probe: probeOf(written, PROFILES[profile]),
    rotation: { ...ROTATION, ...rotation },
  };
}
