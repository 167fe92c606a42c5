/** Whether a list of networks is a default route, in one entry or in several that together are one. */
import { isIpv4 } from './ipv4.ts';

const ADDRESSES = 2 ** 32;

type Range = { from: number; to: number };

function rangeOf(cidr: unknown): Range[] {
  const [, address = '', prefix = ''] = (typeof cidr === 'string' && /^([\d.]{7,15})\/(\d{1,2})$/.exec(cidr)) || [];
  if (!isIpv4(address) || Number(prefix) > 32) return [];
  const size = 2 ** (32 - Number(prefix));
  const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const from = number - (number % size);
  return [{ from, to: from + size }];
}

/** How much of all addresses the networks cover, from 0 to 1; an address counts once. */
export function coverageOf(cidrs: readonly unknown[]): number {
  let [covered, reached] = [0, 0];
  for (const { from, to } of cidrs.flatMap(rangeOf).toSorted((a, b) => a.from - b.from)) {
    covered += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return covered / ADDRESSES;
}

/** Networks of VPN clients are small; half of all addresses is a default route in pieces, or a part of one. */
const COVERAGE_MAX = 0.5;

export const isDefaultRoute = (cidrs: readonly unknown[]): boolean => coverageOf(cidrs) >= COVERAGE_MAX;
