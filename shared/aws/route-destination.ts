/** The destination of a route: EC2 has a parameter and a field of its own for each family. */
import type { Route as Ec2Route } from '@aws-sdk/client-ec2';
import { canonicalAddress } from '../domain/ip-address.ts';
import { destinationFamily, type Family } from '../domain/traffic/destination.ts';

const KEYS = {
  ipv4: 'DestinationCidrBlock',
  ipv6: 'DestinationIpv6CidrBlock',
  'prefix-list': 'DestinationPrefixListId',
} as const satisfies Record<Family, string>;

type DestinationParameter = Partial<Record<(typeof KEYS)[Family], string>>;

/** By the parameter that a request names it with. */
export const destinationParameter = (destination: string): DestinationParameter => ({
  [KEYS[destinationFamily(destination)]]: destination,
});

/** EC2 may write an IPv6 network in another way than the configuration: both are compared in one form. */
export const destinationOf = (route: Ec2Route): string | undefined =>
  route.DestinationCidrBlock ??
  route.DestinationPrefixListId ??
  (route.DestinationIpv6CidrBlock && canonicalAddress(route.DestinationIpv6CidrBlock));
