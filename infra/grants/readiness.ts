/** What only the check of readiness needs: other functions of ours, and a quota. */
import { CHANGING_FUNCTIONS } from '../../shared/domain/dry-run.ts';
import type { Grant } from './grant.ts';
import type { Scope } from './selection.ts';

export function askChecks({ account: { partition, region, accountId, stage } }: Scope): Grant {
  const prefix = `arn:${partition}:lambda:${region}:${accountId}:function:failover-${stage}`;
  return {
    actions: ['lambda:InvokeFunction'],
    resources: CHANGING_FUNCTIONS.map((name) => `${prefix}-${name}`),
    because: 'Each changing function tries its own calls with DryRun, with its own role.',
  };
}

export const readQuota = ({ account: { partition, region, accountId } }: Scope): Grant => ({
  actions: ['servicequotas:GetServiceQuota'],
  resources: [`arn:${partition}:servicequotas:${region}:${accountId}:ec2/L-1216C47A`],
  because: 'How many vCPUs may run, because a replacement runs beside the old instance for a while.',
});
