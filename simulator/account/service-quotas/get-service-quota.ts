/** Service Quotas in the simulated account: how many vCPUs of the standard families may run on demand. */

import type { GetServiceQuotaRequest, GetServiceQuotaResponse } from '@aws-sdk/client-service-quotas';
import { partitionOf } from '../../../shared/domain/partition.ts';
import { onlyKnows, refusal } from '../aws-error.ts';
import type { World } from '../world.ts';
import { VCPU_USAGE } from './vcpu-usage.ts';

const STANDARD_VCPUS = 'L-1216C47A';
const ROUTES_PER_TABLE = 'L-93826ACB';

/** https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html */
function getServiceQuota(world: World, input: GetServiceQuotaRequest): GetServiceQuotaResponse {
  onlyKnows(input, { what: 'GetServiceQuota parameter', known: ['ServiceCode', 'QuotaCode'] });
  const { ServiceCode, QuotaCode } = input;
  if (ServiceCode === 'vpc' && QuotaCode === ROUTES_PER_TABLE) {
    return { Quota: { ServiceCode, QuotaCode, Value: world.quotas.routesPerTable, Adjustable: true } };
  }
  if (ServiceCode !== 'ec2' || QuotaCode !== STANDARD_VCPUS) {
    throw refusal('NoSuchResourceException', {
      message: 'The request failed because the specified quota was not found.',
    });
  }
  return {
    Quota: {
      ServiceCode,
      ServiceName: 'Amazon Elastic Compute Cloud (Amazon EC2)',
      QuotaCode,
      QuotaName: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
      QuotaArn: `arn:${partitionOf(world.region).name}:servicequotas:${world.region}:${world.accountId}:ec2/${QuotaCode}`,
      Value: world.quotas.standardVcpus,
      Unit: 'None',
      Adjustable: true,
      GlobalQuota: false,
      UsageMetric: {
        MetricNamespace: VCPU_USAGE.namespace,
        MetricName: VCPU_USAGE.name,
        MetricDimensions: VCPU_USAGE.dimensions,
        MetricStatisticRecommendation: 'Maximum',
      },
    },
  };
}

export const quotasActions = { GetServiceQuota: getServiceQuota };
