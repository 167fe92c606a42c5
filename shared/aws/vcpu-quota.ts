/** How many vCPUs of the standard families may run on demand in this account and Region, and how many do. */
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetServiceQuotaCommand, type MetricInfo } from '@aws-sdk/client-service-quotas';
import { TransientError } from '../domain/errors.ts';
import { plusSeconds } from '../domain/instants.ts';
import type { VcpuQuota } from '../domain/readiness/verdict.ts';
import { sending } from './classify-error.ts';
import type { ReadinessClients } from './readiness-clients.ts';

/** Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances; the others have quotas of their own. */
const STANDARD_VCPUS = { ServiceCode: 'ec2', QuotaCode: 'L-1216C47A' };

/** Usage is published every few minutes, and a while late. */
const USAGE_SECONDS = 3_600;

/** The quota names the metric that measures its use; a quota without one cannot be compared with anything. */
export async function readVcpuQuota(clients: ReadinessClients, now: string): Promise<Omit<VcpuQuota, 'wanted'>> {
  const { Quota } = await sending('reading the vCPU quota', () =>
    clients.quotas.send(new GetServiceQuotaCommand(STANDARD_VCPUS)),
  );
  const { Value: limit, UsageMetric } = Quota ?? {};
  if (limit === undefined || !UsageMetric) throw new TransientError('Service Quotas does not say how much may be used');
  return { limit, used: await readUsage(clients, UsageMetric, now) };
}

async function readUsage(
  { cloudwatch }: ReadinessClients,
  { MetricNamespace, MetricName, MetricDimensions = {} }: MetricInfo,
  now: string,
): Promise<number> {
  const Dimensions = Object.entries(MetricDimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: MetricNamespace, MetricName, Dimensions };
  const { MetricDataResults = [] } = await sending('reading the use of the vCPU quota', () =>
    cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(plusSeconds(now, -USAGE_SECONDS)),
        EndTime: new Date(now),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: [{ Id: 'used', MetricStat: { Metric, Period: 300, Stat: 'Maximum' } }],
      }),
    ),
  );
  const [newest] = MetricDataResults[0]?.Values ?? [];
  if (newest === undefined) throw new TransientError('CloudWatch has no recent use of the vCPU quota');
  return newest;
}
