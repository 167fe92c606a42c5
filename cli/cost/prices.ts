/**
 * What AWS asks for, in US dollars and without its free tiers: aws-facts part 5, which has a column for two Regions.
 * What it does not list is marked with its source.
 */

type Price = { usEast1: number; apNortheast1: number; per: number };

const same = (usd: number, per = 1): Price => ({ usEast1: usd, apNortheast1: usd, per });

const MILLION = 1_000_000;

export const PRICE = {
  'Lambda GB-s, arm64': same(0.0000133334),
  'Lambda requests': same(0.2, MILLION),
  alarms: same(0.1),
  'high-resolution alarms': same(0.3),
  'custom metrics': same(0.3),
  'PutMetricData requests': same(0.01, 1_000),
  // CloudWatch's price list, as cited by site24x7 (support article on metric costs): by metric and not by request.
  'GetMetricData metrics': same(0.01, 1_000),
  'log GB': { usEast1: 0.5, apNortheast1: 0.76, per: 1 },
  'SNS requests': same(0.5, MILLION),
  'e-mails': same(2, 100_000),
  // Schedules of a rule and events of AWS's own services; EventBridge Scheduler would be something else.
  'EventBridge events': same(0, MILLION),
  // Standard queues, 64 KB each (cloudburn, 14 March 2026).
  'SQS requests': same(0.4, MILLION),
  'state transitions': same(0.025, 1_000),
  'Scheduler invocations': same(1, MILLION),
  'EBS snapshot GB-months': same(0.05),
  'gp3 GB-months': { usEast1: 0.08, apNortheast1: 0.096, per: 1 },
  // 0.0036 a GiB at 300 MiB/s in us-east-1, in proportion to the rate (terraform-aws-github-runner PR 5165); Tokyo's is not known.
  'GiB x MiB/s of initialization': same(0.0036 / 300),
  'm5.large hours': { usEast1: 0.096, apNortheast1: 0.124, per: 1 },
  'c5.large hours': { usEast1: 0.085, apNortheast1: 0.107, per: 1 },
  't3.medium hours': { usEast1: 0.0416, apNortheast1: 0.0544, per: 1 },
  // EC2 and Service Quotas ask nothing for a call, nor does CloudWatch for one about alarms.
  'API calls': same(0, 1_000),
} as const satisfies Record<string, Price>;

export type Unit = keyof typeof PRICE;

export type Prices = { region: string; usd(unit: Unit): number };

/** Other Regions differ by some percent; the figures then are those of us-east-1, and the page says so. */
export function pricesIn(region: string | undefined): Prices {
  const column = region === 'ap-northeast-1' ? 'apNortheast1' : 'usEast1';
  return {
    region: region === 'ap-northeast-1' ? region : 'us-east-1',
    usd: (unit) => PRICE[unit][column] / PRICE[unit].per,
  };
}
