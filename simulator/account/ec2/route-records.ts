/** Route tables and prefix lists, as EC2 holds them. */
import type { Tags } from '../filters.ts';

export type RouteRecord = {
  /** A network of IPv4 or IPv6 addresses, or the id of a prefix list. */
  destination: string;
  target: { kind: 'local' | 'gateway' | 'network-interface'; id: string };
};

/** `gatewayId`: of the internet gateway with which it is associated, so that it is an edge table. */
export type RouteTableRecord = {
  id: string;
  tags: Tags;
  vpcId: string;
  routes: RouteRecord[];
  gatewayId?: string | undefined;
};

export type PrefixListRecord = { id: string; tags: Tags; maxEntries: number };
