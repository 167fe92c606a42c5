/** One line of a bill: so many of something, and what they come to. */
import type { Prices, Unit } from './prices.ts';

/** What is used, before anybody asks what it costs. `because` says how the number comes about. */
export type Use = { what: string; quantity: number; unit: Unit; because: string };

export type Item = Use & { usd: number };

/** What belongs together: detection, one takeover, one night of rotation. */
export type Bill = { items: Item[]; usd: number };

export function billed(uses: Use[], prices: Prices): Bill {
  const items = uses.map((use) => ({ ...use, usd: use.quantity * prices.usd(use.unit) }));
  return { items, usd: items.reduce((sum, { usd }) => sum + usd, 0) };
}

type Running = { name: string; times: number; seconds: number; memoryMb: number; because: string };

/** Every invocation costs its time, itself, and the lines that Lambda writes about it. */
export function running({ name, times, seconds, memoryMb, because }: Running): Use[] {
  const gigabyteSeconds = times * seconds * (memoryMb / 1024);
  return [
    { what: `${name}: running`, quantity: gigabyteSeconds, unit: 'Lambda GB-s, arm64', because },
    { what: `${name}: invocations`, quantity: times, unit: 'Lambda requests', because: 'each one' },
    {
      what: `${name}: log`,
      quantity: (times * LOG_BYTES) / 1e9,
      unit: 'log GB',
      because: `${LOG_BYTES} bytes for each invocation`,
    },
  ];
}

/** Lambda's START, END and REPORT lines with the 26 bytes that CloudWatch adds to each; ours are rare. Counted by hand. */
const LOG_BYTES = 400;
