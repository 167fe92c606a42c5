/** What `appliances.yml` may contain. Strict: an unknown key is probably a misspelt one. */
import { z } from 'zod';
import { NEWEST_KEPT_MIN } from '../domain/images/retention.ts';
import {
  addressOrPrefix,
  applianceName,
  cidr,
  destination,
  device,
  email,
  floatingIp,
  host,
  idsOf,
  instanceType,
  kmsKey,
  listOf,
  nameOrIds,
  nameOrNames,
  nonEmpty,
  policyArn,
  region,
  roleName,
  wholeNumber,
  zoneName,
} from './fields.ts';
import { references } from './reference-fields.ts';
import { schedule, timezone } from './schedule.ts';
import { tags } from './tag-fields.ts';

const probe = z.strictObject({
  protocol: z.enum(['tcp', 'tls', 'https']).exactOptional(),
  port: wholeNumber({ from: 1, to: 65_535, unit: 'a port number' }).exactOptional(),
  host: host.exactOptional(),
  // Node asks for no other characters, and a probe that cannot be asked knows nothing.
  path: z
    .string()
    .regex(/^\/[!-~]*$/, { error: 'must start with /, as in /health, and have no spaces' })
    .exactOptional(),
  status: wholeNumber({ from: 100, to: 599, unit: 'an HTTP status' }).exactOptional(),
  text: z.string().min(1, { error: 'is empty; write what the page has to contain, or remove it' }).exactOptional(),
  subnets: idsOf('subnet').exactOptional(),
  intervalSeconds: wholeNumber({ from: 1, to: 60, unit: 'seconds' }).exactOptional(),
  failures: wholeNumber({ from: 1, to: 30, unit: 'failures' }).exactOptional(),
  timeoutSeconds: wholeNumber({ from: 1, to: 5, unit: 'seconds' }).exactOptional(),
});

const lastImages = wholeNumber({ from: NEWEST_KEPT_MIN, to: 1000, unit: 'images' });

const keep = z.strictObject({
  last: lastImages.exactOptional(),
  daily: wholeNumber({ from: 0, to: 1000, unit: 'days' }).exactOptional(),
  weekly: wholeNumber({ from: 0, to: 1000, unit: 'weeks' }).exactOptional(),
  monthly: wholeNumber({ from: 0, to: 1000, unit: 'months' }).exactOptional(),
});

const rotation = z.strictObject({
  schedule: schedule.exactOptional(),
  timezone: timezone.exactOptional(),
  keep: z.union([lastImages, keep]).exactOptional(),
  maxAgeDays: wholeNumber({ from: 7, to: 3650, unit: 'days' }).exactOptional(),
  lineDays: wholeNumber({ from: 1, to: 3650, unit: 'days' }).exactOptional(),
  // The Recycle Bin's own bounds: https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-create-rule.html
  recycleBin: wholeNumber({ from: 1, to: 365, unit: 'days' }).exactOptional(),
  reboot: z.boolean().exactOptional(),
  prove: z.enum(['never', 'weekly', 'always']).exactOptional(),
});

const standby = z.strictObject({
  tier: z.enum(['cold', 'stopped', 'running']).exactOptional(),
  network: z.enum(['closed', 'open']).exactOptional(),
  maxAgeHours: wholeNumber({ from: 1, to: 8_760, unit: 'hours' }).exactOptional(),
  answerSeconds: wholeNumber({ from: 10, to: 600, unit: 'seconds' }).exactOptional(),
  instanceType: instanceType.exactOptional(),
});

const route = z.strictObject({
  tables: nameOrIds('rtb'),
  to: listOf(destination).min(1, { error: 'is an empty list; list at least one network or prefix list' }),
  device: device.exactOptional(),
  edge: z.boolean().exactOptional(),
});

const appliance = z.strictObject({
  name: applianceName,
  profile: z.enum(['sophos-utm', 'sophos-firewall', 'openvpn-as', 'generic']).exactOptional(),
  floatingIp,
  vpc: nonEmpty,
  subnets: nameOrIds('subnet'),
  routeTables: nameOrIds('rtb').exactOptional(),
  instance: nonEmpty,
  image: nonEmpty,
  recipeImages: z.boolean().exactOptional(),
  securityGroups: nameOrNames.exactOptional(),
  vpnCidrs: listOf(cidr).exactOptional(),
  routes: z.array(route).min(1, { error: 'is an empty list; list a route, or write vpnCidrs: []' }).exactOptional(),
  mode: z.enum(['auto', 'observe']).exactOptional(),
  fencing: z.enum(['stop-last', 'stop-first']).exactOptional(),
  instanceTypes: listOf(instanceType).exactOptional(),
  homeZone: zoneName.exactOptional(),
  probe: probe.exactOptional(),
  rebootGraceSeconds: wholeNumber({ from: 0, to: 3600, unit: 'seconds' }).exactOptional(),
  bootLimitSeconds: wholeNumber({ from: 60, to: 3600, unit: 'seconds' }).exactOptional(),
  earlyLaunch: z.enum(['on', 'off']).exactOptional(),
  cooldownMinutes: wholeNumber({ from: 1, to: 1440, unit: 'minutes' }).exactOptional(),
  userData: z.enum(['none', 'copy']).exactOptional(),
  instanceRole: roleName.exactOptional(),
  kmsKeys: listOf(kmsKey).exactOptional(),
  ignoreAddresses: listOf(addressOrPrefix).exactOptional(),
  tags: tags.exactOptional(),
  // EBS's own bounds: https://docs.aws.amazon.com/ebs/latest/userguide/initalize-volume.html
  volumeInitialization: wholeNumber({
    ...{ from: 100, to: 300 },
    unit: 'MiB/s; without it EBS reads at its own rate',
  }).exactOptional(),
  rotation: rotation.exactOptional(),
  standby: standby.exactOptional(),
  notify: listOf(email).exactOptional(),
});

export const fileSchema = z.strictObject({
  region: region.exactOptional(),
  permissionsBoundary: policyArn.exactOptional(),
  notificationsKey: kmsKey.exactOptional(),
  // Two invocations of the prober meet at the edge of a minute. Lambda keeps 100 of an account's executions unreserved, and a usual account has 1,000.
  reservedConcurrency: wholeNumber({ from: 2, to: 100, unit: 'executions' }).exactOptional(),
  references: references.exactOptional(),
  dashboard: z.enum(['on', 'off']).exactOptional(),
  appliances: z.array(appliance).min(1, { error: 'is an empty list; name at least one appliance' }),
});

export type WrittenFile = z.infer<typeof fileSchema>;
export type WrittenAppliance = z.infer<typeof appliance>;
export type WrittenRoute = z.infer<typeof route>;

/** The keys known at a path, for the sentence about an unknown one. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  const last = path.at(-1);
  if (last === undefined) return Object.keys(fileSchema.shape);
  if (last === 'probe') return Object.keys(probe.shape);
  if (last === 'keep') return Object.keys(keep.shape);
  if (path.at(-2) === 'routes') return Object.keys(route.shape);
  if (last === 'standby') return Object.keys(standby.shape);
  return Object.keys(last === 'rotation' ? rotation.shape : appliance.shape);
}
