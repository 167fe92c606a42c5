/** Faults that only show when values are seen together. They are looked for even when single values are at fault. */
import { z } from 'zod';
import type { Fault } from './faults.ts';
import { isId } from './fields.ts';
import { probeFaults, probeGlance } from './probe-checks.ts';

/** A glance that never fails: whatever is not as expected is somebody else's fault to report. */
const glance = z
  .object({
    name: z.string().optional().catch(undefined),
    floatingIp: z.string().optional().catch(undefined),
    subnets: z
      .union([z.string(), z.array(z.unknown())])
      .optional()
      .catch(undefined),
    routeTables: z
      .union([z.string(), z.array(z.unknown())])
      .optional()
      .catch(undefined),
    vpnCidrs: z.array(z.unknown()).catch([]),
    profile: z.string().optional().catch('unclear'),
    probe: probeGlance,
  })
  .catch({ vpnCidrs: [] });

const file = z.object({ appliances: z.array(glance).catch([]) }).catch({ appliances: [] });

type Glance = z.infer<typeof glance>;
type Entry = { entry: Glance; index: number };

/** Every entry whose value under `key` an earlier entry has already. */
function repeated(entries: Entry[], key: 'name' | 'floatingIp'): Fault[] {
  return entries.flatMap(({ entry, index }) => {
    const value = entry[key];
    const first = entries.find((other) => other.entry[key] === value);
    if (value === undefined || first === undefined || first.index === index) return [];
    const mend = key === 'name' ? 'give each appliance its own name' : 'an address belongs to one appliance';
    return [
      { path: ['appliances', index, key], message: `"${value}" is also that of appliances[${first.index}]; ${mend}` },
    ];
  });
}

/** Rewriting a default route by a Name tag could cut off a whole VPC when somebody tags one table too many. */
function defaultRoute({ entry, index }: Entry): Fault[] {
  const position = entry.vpnCidrs.indexOf('0.0.0.0/0');
  if (position < 0 || isIdList(entry.routeTables)) return [];
  const message = '"0.0.0.0/0" moves a default route; list the route tables by id: routeTables: [rtb-…]';
  return [{ path: ['appliances', index, 'vpnCidrs', position], message }];
}

function isIdList(value: Glance['routeTables']): boolean {
  const list = typeof value === 'string' ? [value] : value;
  return list !== undefined && list.length > 0 && list.every((id) => typeof id === 'string' && isId('rtb', id));
}

/** Route tables default to the Name of the subnets, and a list of subnet ids has none. */
function nameless({ entry, index }: Entry): Fault[] {
  const bySubnetId = Array.isArray(entry.subnets) || (entry.subnets !== undefined && isId('subnet', entry.subnets));
  if (!bySubnetId || entry.routeTables !== undefined || entry.vpnCidrs.length === 0) return [];
  const message = 'is missing, and subnets are given by id; write their Name, or a list of rtb-…';
  return [{ path: ['appliances', index, 'routeTables'], message }];
}

const probes = ({ entry: { profile, probe }, index }: Entry): Fault[] =>
  probeFaults({ profile, probe }).map(({ path, message }) => ({
    path: ['appliances', index, 'probe', ...path],
    message,
  }));

export function crossFaults(written: unknown): Fault[] {
  const entries = file.parse(written).appliances.map((entry, index) => ({ entry, index }));
  return [
    ...repeated(entries, 'name'),
    ...repeated(entries, 'floatingIp'),
    ...entries.flatMap(defaultRoute),
    ...entries.flatMap(nameless),
    ...entries.flatMap(probes),
  ];
}
