/** Builders for configurations: a valid one at once, and only what a test is about spelled out. */
import type { Appliance, Configuration } from '../../shared/domain/appliance.ts';

/** The recipe's appliance, every default filled in as `parseConfiguration` would. */
const RECIPE: Appliance = {
  name: 'sophos',
  profile: 'sophos-utm',
  floatingIp: '203.0.113.10',
  vpc: 'my-vpc',
  subnets: 'public',
  routeTables: 'public',
  instance: 'sophos',
  image: 'sophos',
  recipeImages: true,
  securityGroups: 'sophos',
  vpnCidrs: ['10.242.2.0/24'],
  mode: 'auto',
  fencing: 'stop-last',
  instanceTypes: [],
  probe: { protocol: 'tcp', port: 443, path: '/', intervalSeconds: 10, failures: 3, timeoutSeconds: 2 },
  rebootGraceSeconds: 180,
  earlyLaunch: 'on',
  bootLimitSeconds: 1200,
  cooldownMinutes: 30,
  userData: 'none',
  kmsKeys: [],
  ignoreAddresses: [],
  tags: {},
  rotation: {
    schedule: 'cron(0 3 * * ? *)',
    timezone: 'Asia/Tokyo',
    keep: { last: 7, daily: 0, weekly: 0, monthly: 0 },
    reboot: false,
    prove: 'weekly',
    lineDays: 30,
  },
  standby: { tier: 'cold', network: 'closed', maxAgeHours: 48, answerSeconds: 45 },
  notify: ['ops@example.com'],
};

/** A fresh copy each time, so that a test which changes its appliance changes no other test's. */
export function anAppliance(overrides: Partial<Appliance> = {}): Appliance {
  return { ...structuredClone(RECIPE), ...overrides };
}

/** One whose proofs are asked from inside its VPC whether they serve. */
export function askedAppliance(overrides: Partial<Appliance> = {}): Appliance {
  const appliance = anAppliance({ vpc: 'vpc-0a1b2c3d', ...overrides });
  return { ...appliance, probe: { ...appliance.probe, subnets: ['subnet-0a1b2c3d', 'subnet-1a1b2c3d'] } };
}

export function aConfiguration(overrides: Partial<Configuration> = {}): Configuration {
  return { region: 'ap-northeast-1', appliances: [anAppliance()], ...overrides };
}
