/** How many entries a route table may have, for each family of addresses. */
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { TransientError } from '../domain/errors.ts';
import { sending } from './classify-error.ts';
import type { ReadinessClients } from './readiness-clients.ts';

const ROUTES_PER_TABLE = { ServiceCode: 'vpc', QuotaCode: 'L-93826ACB' };

export async function readRouteQuota({ quotas }: Pick<ReadinessClients, 'quotas'>): Promise<number> {
  const { Quota } = await sending('reading the quota of routes', () =>
    quotas.send(new GetServiceQuotaCommand(ROUTES_PER_TABLE)),
  );
  if (Quota?.Value === undefined)
    throw new TransientError('Service Quotas does not say how many routes a table may have');
  return Quota.Value;
}
