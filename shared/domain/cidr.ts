/** Whether one block of IPv4 addresses lies inside another. Two blocks are nested or apart, never anything between. */

const numberOf = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

function read(cidr: string): { first: number; prefix: number } {
  const [address = '', prefix = '32'] = cidr.split('/');
  return { first: numberOf(address), prefix: Number(prefix) };
}

/** A block is inside itself. */
export function isInside(inner: string, outer: string): boolean {
  const [small, large] = [read(inner), read(outer)];
  if (small.prefix < large.prefix) return false;
  const size = 2 ** (32 - large.prefix);
  return Math.floor(small.first / size) === Math.floor(large.first / size);
}
