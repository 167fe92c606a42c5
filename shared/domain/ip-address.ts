/** Addresses and prefixes as people and EC2 write them: the same one may be written in several ways, where it is IPv6. */
import { isIPv4, isIPv6 } from 'node:net';

/** The one form that two ways of writing an address or a prefix share; what is neither stays as it is. */
export function canonicalAddress(written: string): string {
  const [address = '', ...prefix] = written.split('/');
  if (!isIPv6(address)) return written;
  // RFC 5952, by the URL parser of the platform.
  return [new URL(`http://[${address}]/`).hostname.slice(1, -1), ...prefix].join('/');
}

/** An address, or a prefix as EC2 delegates it to a network interface (`10.0.0.16/28`, `2001:db8::/80`). */
export function isAddressOrPrefix(written: string): boolean {
  const [address = '', prefix, ...rest] = written.split('/');
  const bitsMax = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : undefined;
  if (bitsMax === undefined || rest.length > 0) return false;
  return prefix === undefined || (/^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= bitsMax);
}
