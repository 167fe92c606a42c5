/** The shapes of single values in `appliances.yml`, each with a sentence that says how to fix a wrong one. */
import { z } from 'zod';
import { hasHostBits } from '../domain/cidr.ts';
import { isAddressOrPrefix } from '../domain/ip-address.ts';
import { isIpv4, networkOf } from './ipv4.ts';
import { regionFault } from './regions.ts';

/** `faultOf` returns undefined for a good value, otherwise the whole sentence. */
export function checked(faultOf: (value: string) => string | undefined) {
  return z.string().superRefine((value, context) => {
    const message = faultOf(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

/** Enough of a value to find it in the file. */
export const quoted = (value: string): string =>
  JSON.stringify(value.length > 100 ? `${value.slice(0, 100)} ...` : value);

/** The longest value of a tag. */
const NAME_CHARACTERS_MAX = 256;

/** EC2 takes `*`, `?` and `\` in a filter as a pattern, and IAM does not: both must mean the same resource. */
export const nonEmpty = checked((value) => {
  if (value.trim() === '') return 'is empty; write a name or an id';
  if (value.length > NAME_CHARACTERS_MAX)
    return `has ${value.length} characters; a name has at most ${NAME_CHARACTERS_MAX}`;
  if (/[*?\\]/.test(value))
    return `${quoted(value)} holds *, ? or \\, which EC2 reads as a pattern; rename the resource, or write its id`;
  const hidden = /\p{C}/u.exec(value)?.[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return hidden && `${quoted(value)} holds a control character, U+${hidden}; write the name without it`;
});

export const applianceName = checked((value) =>
  /^[a-z0-9-]{1,24}$/.test(value) ? undefined : `${quoted(value)} is not a name; use 1 to 24 of a-z, 0-9 and -`,
);

export const addressOrPrefix = checked((value) =>
  isAddressOrPrefix(value)
    ? undefined
    : `${quoted(value)} is no address; write one such as 203.0.113.11, 2001:db8::5, or a prefix such as 10.0.0.16/28`,
);

export const floatingIp = checked((value) =>
  isIpv4(value) || isId('eipalloc', value)
    ? undefined
    : `${quoted(value)} is neither an IPv4 address nor an allocation id; write 203.0.113.10 or eipalloc-…`,
);

/** A name of DNS or an IPv4 address, nothing before or after it. */
export const isHost = (value: string): boolean =>
  isIpv4(value) || /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(value);

export const host = checked((value) =>
  isHost(value)
    ? undefined
    : `${quoted(value)} is not a host; write a name such as vpn.example.com or an IPv4 address, nothing before or after it`,
);

export const cidr = checked((value) => {
  if (value.includes(':') || /^pl-[0-9a-f]+$/.test(value)) {
    const what = value.includes(':') ? 'IPv6' : 'a prefix list';
    return `${quoted(value)} is ${what}, and only routes takes it; write routes: [{ tables: …, to: [${quoted(value)}] }] in the place of vpnCidrs and routeTables`;
  }
  return ipv4Fault(value);
});

function ipv4Fault(value: string): string | undefined {
  const [address = '', prefix] = value.split('/');
  const lengthKnown = prefix !== undefined && /^(\d|[12]\d|3[0-2])$/.test(prefix);
  if (!isIpv4(address)) return `${quoted(value)} is not an IPv4 CIDR; write one such as 10.242.2.0/24`;
  if (!lengthKnown || value !== `${address}/${prefix}`) {
    return `${quoted(value)} is not an IPv4 CIDR; write it as ${address}/${address.endsWith('.0') ? 24 : 32}`;
  }
  const network = networkOf({ address, prefixLength: Number(prefix) });
  if (network !== address) return `${quoted(value)} has host bits set; write it as ${network}/${prefix}`;
  return undefined;
}

function ipv6Fault(value: string): string | undefined {
  if (!value.includes('/') || !isAddressOrPrefix(value)) {
    return `${quoted(value)} is not an IPv6 CIDR; write one such as 2001:db8:4::/64`;
  }
  return hasHostBits(value)
    ? `${quoted(value)} has host bits set; write the first address of the network before the /`
    : undefined;
}

/** A network of either family, or a prefix list. */
export const destination = checked((value) => {
  if (value.startsWith('pl-')) {
    return isId('pl', value)
      ? undefined
      : `${quoted(value)} is not the id of a prefix list; write one such as pl-0a1b2c3d`;
  }
  return value.includes(':') ? ipv6Fault(value) : ipv4Fault(value);
});

/** Of several network interfaces the takeover would have to move the routes of each to its like. */
export const device = z.number().superRefine((value, context) => {
  if (value === 0) return;
  const message = `${value} is not supported: an appliance has one network interface as yet; write device: 0, or remove it`;
  context.addIssue({ code: 'custom', message });
});

export type IdPrefix = 'eipalloc' | 'subnet' | 'rtb' | 'sg' | 'vpc' | 'i' | 'ami' | 'pl';

/** Old ids have 8 hexadecimal digits, newer ones 17. */
export function isId(prefix: IdPrefix, value: string): boolean {
  return new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(value);
}

const idOf = (prefix: IdPrefix) =>
  checked((value) =>
    isId(prefix, value) ? undefined : `${quoted(value)} is not an id; list ids such as ${prefix}-0a1b2c3d`,
  );

export const listOf = <Item extends z.ZodType<string>>(item: Item) =>
  z.array(item).superRefine((values, context) => {
    const seen = new Set<string>();
    for (const [index, value] of values.entries()) {
      if (!seen.has(value)) {
        seen.add(value);
        continue;
      }
      context.addIssue({ code: 'custom', path: [index], message: `${quoted(value)} is listed twice; remove one` });
    }
  });

const filled = { error: 'is an empty list; list at least one, or write a name' };

/** One Name tag that the whole set carries, or the ids spelled out. */
export const nameOrIds = (prefix: IdPrefix) => z.union([nonEmpty, listOf(idOf(prefix)).min(1, filled)]);

/** Where a name will not do, because the id goes into the stack. */
export const idsOf = (prefix: IdPrefix) =>
  listOf(idOf(prefix)).min(1, { error: 'is an empty list; list at least one, or remove it' });

export const nameOrNames = z.union([nonEmpty, listOf(nonEmpty).min(1, filled)]);

export const wholeNumber = ({ from, to, unit }: { from: number; to: number; unit: string }) => {
  const message = `must be a whole number from ${from} to ${to} (${unit})`;
  return z.number().superRefine((value, context) => {
    if (!Number.isInteger(value) || value < from || value > to) context.addIssue({ code: 'custom', message });
  });
};

export const email = checked((value) =>
  z.email().safeParse(value).success
    ? undefined
    : `${quoted(value)} is not an e-mail address; write one such as ops@example.com`,
);

export const region = checked(regionFault);

export const kmsKey = checked((value) =>
  /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/.test(value) ||
  /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(value)
    ? undefined
    : `${quoted(value)} is not a key; write its ARN or its key id (an alias cannot be granted)`,
);

export const roleName = checked((value) =>
  /^(arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+|[\w+=,.@-]{1,64})$/.test(value)
    ? undefined
    : `${quoted(value)} is not a role; write the name or the ARN of the instance profile's role`,
);

export const policyArn = checked((value) =>
  /^arn:[\w-]+:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/.test(value)
    ? undefined
    : `${quoted(value)} is not the ARN of a policy; write one such as arn:aws:iam::123456789012:policy/boundary`,
);

/** An id of a zone means the same zone in every account, and the API of EC2 is asked by its name. */
export const zoneName = checked((value) =>
  /^[a-z]+(-[a-z]+)+-\d+[a-z]$/.test(value)
    ? undefined
    : `${quoted(value)} is not the name of an Availability Zone of a Region; write one such as ap-northeast-1a (no zone id, and no Local Zone)`,
);

export const instanceType = checked((value) =>
  /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(value)
    ? undefined
    : `${quoted(value)} is not an instance type; write one such as m5.large`,
);
