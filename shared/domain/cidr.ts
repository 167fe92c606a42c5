/** Whether one block of addresses lies inside another. Two blocks are nested or apart, never anything between. */
import { canonicalAddress } from './ip-address.ts';

const ipv4Number = (address: string): bigint =>
  address.split('.').reduce((sum, octet) => sum * 256n + BigInt(Number(octet) || 0), 0n);

/** `::` stands for as many groups of zeros as are missing. */
function ipv6Number(address: string): bigint {
  const [before = '', after] = canonicalAddress(address).split('::');
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : []);
  const [left, right] = [groups(before), groups(after)];
  const zeros = Array.from({ length: after === undefined ? 0 : 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

type Block = { first: bigint; prefix: number; bits: number };

function read(cidr: string): Block {
  const [address = '', prefix] = cidr.split('/');
  const bits = address.includes(':') ? 128 : 32;
  const first = bits === 32 ? ipv4Number(address) : ipv6Number(address);
  return { first, prefix: prefix === undefined ? bits : Number(prefix), bits };
}

/** A block is inside itself. */
export function isInside(inner: string, outer: string): boolean {
  const [small, large] = [read(inner), read(outer)];
  if (small.bits !== large.bits || small.prefix < large.prefix) return false;
  const rest = BigInt(large.bits - large.prefix);
  return small.first >> rest === large.first >> rest;
}

/** Whether an address of the block has bits behind its prefix. */
export function hasHostBits(cidr: string): boolean {
  const { first, prefix, bits } = read(cidr);
  return first % (1n << BigInt(bits - prefix)) !== 0n;
}

export const prefixOf = (cidr: string): number => read(cidr).prefix;
