/** What only the check of readiness needs: other functions of ours, and a quota. */
import { CHANGING_FUNCTIONS } from '../../shared/domain/takeover/dry-run.ts';
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

export const listSubscribers = ({
  account: { partition, region, accountId, stage },
}: Pick<Scope, 'account'>): Grant => ({
  actions: ['sns:ListSubscriptionsByTopic'],
  resources: [`arn:${partition}:sns:${region}:${accountId}:failover-${stage}-notifications`],
  because: 'Whether operators are subscribed, because a mail cannot report that mails do not arrive.',
});

/** Lambda authorizes it on no resource. */
export const readLimits: Grant = {
  actions: ['lambda:GetAccountSettings'],
  resources: ['*'],
  because: 'How many functions of the account may run at once: a new account has ten.',
};

/** The service reference lists the quota as a resource; whether IAM weighs it is not certain, and readiness needs the answer. */
export const readQuota: Grant = {
  actions: ['servicequotas:GetServiceQuota'],
  resources: ['*'],
  because: 'How many vCPUs may run; reports differ on whether Service Quotas authorizes this on one quota.',
};
