/** What an appliance is when the file does not say: first its profile, then the house's defaults. */
import type { Appliance, Keep, Probe, ProfileName, Rotation, RouteRule, Standby } from '../domain/appliance.ts';
import { NEWEST_KEPT_MIN } from '../domain/images/retention.ts';
import { canonicalAddress } from '../domain/ip-address.ts';
import { type IdPrefix, isId } from './fields.ts';
import type { WrittenAppliance, WrittenRoute } from './schema.ts';

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
  // User data may hold secrets and may run again, so that it is copied only where the configuration says so.
  generic: { protocol: 'tcp', port: 443, rebootGraceSeconds: 0, bootLimitSeconds: 600, userData: 'none' },
};

const ROTATION: Omit<Rotation, 'keep'> = {
  schedule: 'cron(0 3 * * ? *)',
  timezone: 'UTC',
  lineDays: 30,
  reboot: false,
  prove: 'weekly',
};

const KEEP_LAST = 7;

/** A configuration that states `keep` gets what it states, and at least the fewest that are safe. */
const KEEP: Keep = { last: NEWEST_KEPT_MIN, daily: 0, weekly: 0, monthly: 0 };

export const PROBE_DEFAULTS = { path: '/', intervalSeconds: 2, failures: 12, timeoutSeconds: 2 };

/**
 * A takeover by a new launch, or by the start of a stopped standby, loses what was configured since the last image, and waits out
 * a short silence. A running standby costs the sessions only, and is asked for sooner.
 */
const FAILURES: Record<Standby['tier'], number> = {
  cold: PROBE_DEFAULTS.failures,
  stopped: PROBE_DEFAULTS.failures,
  running: 5,
};

const STANDBY: Standby = { tier: 'cold', network: 'closed', maxAgeHours: 48, answerSeconds: 45 };

/** Another check reports an unknown profile. */
export const protocolOf = (profile = 'generic'): Probe['protocol'] | undefined =>
  Object.entries(PROFILES).find(([name]) => name === profile)?.[1].protocol;

export const profileOf = (name: ProfileName): Profile => PROFILES[name];

/** A single id is a list of one; a word is a Name tag. */
const namesOrIds = (value: string | string[], prefix: IdPrefix): string | string[] =>
  typeof value === 'string' && isId(prefix, value) ? [value] : value;

export const failuresOf = (tier: Standby['tier']): number => FAILURES[tier];

function probeOf({ probe, standby }: WrittenAppliance, { protocol, port }: Profile): Probe {
  const failures = failuresOf(standby?.tier ?? STANDBY.tier);
  return { protocol, port, ...PROBE_DEFAULTS, failures, ...probe };
}

/** A bare number is how many of the newest stay. A proof would be the second running copy that `stop-first` forbids; a standby is a proof. */
function rotationOf({ rotation: { keep = KEEP_LAST, ...rest } = {}, fencing, standby }: WrittenAppliance): Rotation {
  const isKept = (standby?.tier ?? STANDBY.tier) !== 'cold';
  const prove = fencing === 'stop-first' ? 'never' : isKept ? 'always' : ROTATION.prove;
  return { ...ROTATION, prove, ...rest, keep: { ...KEEP, ...(typeof keep === 'number' ? { last: keep } : keep) } };
}

/**
 * On for every profile: an early launch is a second copy in a closed network for some minutes, as the weekly proof is. User
 * data that runs at the first boot could not reach anything from there, and `stop-first` forbids a second copy.
 */
const earlyLaunchOf = ({ earlyLaunch, fencing, userData }: WrittenAppliance): Appliance['earlyLaunch'] =>
  earlyLaunch ?? (fencing === 'stop-first' || userData === 'copy' ? 'off' : 'on');

const ruleOf = ({ tables, to, edge }: WrittenRoute): RouteRule => ({
  tables: namesOrIds(tables, 'rtb'),
  to: to.map(canonicalAddress),
  device: 0,
  ...(edge === true && { edge }),
});

export function fillIn(written: WrittenAppliance): Appliance {
  const { probe: _probe, rotation: _rotation, routeTables, subnets, routes, ...rest } = written;
  const profile = written.profile ?? 'generic';
  const { protocol: _protocol, port: _port, ...ofProfile } = PROFILES[profile];
  return {
    mode: 'auto',
    recipeImages: true,
    fencing: 'stop-last',
    instanceTypes: [],
    cooldownMinutes: 30,
    kmsKeys: [],
    ignoreAddresses: [],
    tags: {},
    notify: [],
    vpnCidrs: [],
    ...ofProfile,
    ...rest,
    profile,
    earlyLaunch: earlyLaunchOf(written),
    subnets: namesOrIds(subnets, 'subnet'),
    // With subnets by id and no route to move there is no name to fall back on, and none is needed.
    routeTables: namesOrIds(routeTables ?? (typeof subnets === 'string' && !routes ? subnets : []), 'rtb'),
    ...(routes && { routes: routes.map(ruleOf) }),
    probe: probeOf(written, PROFILES[profile]),
    rotation: rotationOf(written),
    standby: { ...STANDBY, ...written.standby },
  };
}
