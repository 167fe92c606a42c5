/** Faults that only show when values are seen together. They are looked for even when single values are at fault. */
import { z } from 'zod';
import { isFixed } from '../domain/images/naming.ts';
import { coverageOf, isDefaultRoute } from './default-route.ts';
import { earlyLaunchFaults } from './early-launch-checks.ts';
import type { Fault } from './faults.ts';
import { isId } from './fields.ts';
import { probeFaults, probeGlance } from './probe-checks.ts';
import { proofFaults } from './proof-checks.ts';
import { referenceFaults, referencesGlance } from './reference-checks.ts';
import { rotationFaults, rotationGlance } from './rotation-checks.ts';
import { isIdList, routeFaults, routesGlance } from './route-checks.ts';
import { standbyFaults, standbyGlance } from './standby-checks.ts';
import { substitutionFaults } from './substitutions.ts';

/** A lenient read that never fails: another check reports the values that are not as expected. */
const glance = z
  .object({
    name: z.string().optional().catch(undefined),
    floatingIp: z.string().optional().catch(undefined),
    vpc: z.string().optional().catch(undefined),
    image: z.string().optional().catch(undefined),
    subnets: z
      .union([z.string(), z.array(z.unknown())])
      .optional()
      .catch(undefined),
    routeTables: z
      .union([z.string(), z.array(z.unknown())])
      .optional()
      .catch(undefined),
    vpnCidrs: z.array(z.unknown()).optional().catch([]),
    routes: routesGlance,
    profile: z.string().optional().catch('unclear'),
    fencing: z.string().optional().catch(undefined),
    earlyLaunch: z.string().optional().catch(undefined),
    userData: z.string().optional().catch(undefined),
    probe: probeGlance,
    rotation: rotationGlance,
    standby: standbyGlance,
  })
  .catch({ vpnCidrs: [] });

const file = z
  .object({ appliances: z.array(glance).catch([]), references: referencesGlance })
  .catch({ appliances: [], references: [] });

type Glance = z.infer<typeof glance>;
type Entry = { entry: Glance; index: number };

const OWN = {
  name: 'give each appliance its own name',
  floatingIp: 'an address belongs to one appliance',
  image: "tag each appliance's images with a Name of their own",
};

/** Every entry whose value under `key` an earlier entry has already. */
function repeated(entries: Entry[], key: keyof typeof OWN): Fault[] {
  return entries.flatMap(({ entry, index }) => {
    const value = entry[key];
    const first = entries.find((other) => other.entry[key] === value);
    if (value === undefined || first === undefined || first.index === index) return [];
    return [
      {
        path: ['appliances', index, key],
        message: `"${value}" is also that of appliances[${first.index}]; ${OWN[key]}`,
      },
    ];
  });
}

/** Rewriting a default route by a Name tag could cut off a whole VPC when one route table too many gets the tag. */
function defaultRoute({ entry, index }: Entry): Fault[] {
  const { routeTables, vpnCidrs = [] } = entry;
  if (isIdList(routeTables) || !isDefaultRoute(vpnCidrs)) return [];
  const position = vpnCidrs.indexOf('0.0.0.0/0');
  if (position < 0) return [{ path: ['appliances', index, 'vpnCidrs'], message: inPieces(vpnCidrs) }];
  const message = '"0.0.0.0/0" moves a default route; list the route tables by id: routeTables: [rtb-…]';
  return [{ path: ['appliances', index, 'vpnCidrs', position], message }];
}

function inPieces(cidrs: unknown[]): string {
  const covered = Math.round(coverageOf(cidrs) * 100);
  return `together cover ${covered} % of all addresses, which moves a default route; list the route tables by id: routeTables: [rtb-…]`;
}

/** Route tables default to the Name of the subnets, and a list of subnet ids has none. */
function nameless({ entry, index }: Entry): Fault[] {
  const bySubnetId = Array.isArray(entry.subnets) || (entry.subnets !== undefined && isId('subnet', entry.subnets));
  if (!bySubnetId || entry.routeTables !== undefined || !entry.vpnCidrs?.length) return [];
  const message = 'is missing, and subnets are given by id; write their Name, or a list of rtb-…';
  return [{ path: ['appliances', index, 'routeTables'], message }];
}

const probes = ({ entry: { profile, probe }, index }: Entry): Fault[] =>
  probeFaults({ profile, probe }).map(({ path, message }) => ({
    path: ['appliances', index, 'probe', ...path],
    message,
  }));

const rotations = ({ entry: { image, fencing, rotation }, index }: Entry, now: string): Fault[] =>
  rotationFaults({ image, fencing, rotation }, now).map(({ path, message }) => ({
    path: ['appliances', index, 'rotation', ...path],
    message,
  }));

const standbys = ({ entry: { image, fencing, rotation, standby }, index }: Entry): Fault[] =>
  standbyFaults({ image, fencing, prove: rotation?.prove, standby }).map(({ path, message }) => ({
    path: ['appliances', index, ...path],
    message,
  }));

const earlyLaunches = ({ entry: { earlyLaunch, fencing, userData }, index }: Entry): Fault[] =>
  earlyLaunchFaults({ earlyLaunch, fencing, userData }).map(({ path, message }) => ({
    path: ['appliances', index, 'earlyLaunch', ...path],
    message,
  }));

const routes = ({ entry: { routes: listed, routeTables, vpnCidrs }, index }: Entry): Fault[] =>
  routeFaults({ routes: listed, routeTables, vpnCidrs }).map(({ path, message }) => ({
    path: ['appliances', index, ...path],
    message,
  }));

const proofs = (entries: Entry[]): Fault[] =>
  proofFaults(
    entries.map(({ entry: { vpc, image, fencing, rotation, probe }, index }) => ({
      ...{ index, vpc, image, fencing, prove: rotation?.prove, subnets: probe?.subnets },
    })),
  );

/** `now`: when the file is read. */
export function crossFaults(written: unknown, now: string): Fault[] {
  const { appliances, references } = file.parse(written);
  const entries = appliances.map((entry, index) => ({ entry, index }));
  return [
    ...substitutionFaults(written),
    ...referenceFaults(references, appliances),
    ...repeated(entries, 'name'),
    ...repeated(entries, 'floatingIp'),
    // The Name of a family of images: one image by its id may be common to several appliances.
    ...repeated(
      entries.filter(({ entry: { image } }) => image !== undefined && !isFixed({ image })),
      'image',
    ),
    ...entries.flatMap(defaultRoute),
    ...entries.flatMap(nameless),
    ...entries.flatMap(routes),
    ...entries.flatMap(probes),
    ...entries.flatMap(earlyLaunches),
    ...proofs(entries),
    ...entries.flatMap(standbys),
    ...entries.flatMap((entry) => rotations(entry, now)),
  ];
}
