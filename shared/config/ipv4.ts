/** Arithmetic on IPv4 addresses, as far as a CIDR needs it. */

export const isIpv4 = (text: string): boolean => /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/.test(text);

/** The address with its host bits cleared. */
export function networkOf({ address, prefixLength }: { address: string; prefixLength: number }): string {
  const octets = address.split('.').map(Number);
  return octets
    .map((octet, index) => {
      const bitsKept = Math.min(8, Math.max(0, prefixLength - index * 8));
      return octet & (0xff << (8 - bitsKept)) & 0xff;
    })
    .join('.');
}
