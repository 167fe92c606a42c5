/** What a route leads to: a network of IPv4 or IPv6 addresses, or a prefix list. */

export type Family = 'ipv4' | 'ipv6' | 'prefix-list';

export function destinationFamily(destination: string): Family {
  if (destination.startsWith('pl-')) return 'prefix-list';
  return destination.includes(':') ? 'ipv6' : 'ipv4';
}
