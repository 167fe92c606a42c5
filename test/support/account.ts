/** An account to evaluate policies in, and the ARNs of what stands in it. */
import type { Account } from '../../infra/grants/grant.ts';

export const ACCOUNT: Account = {
  stage: 'dev',
  partition: 'aws',
  region: 'ap-northeast-1',
  accountId: '123456789012',
};

export const ec2 = (resource: string): string => `arn:aws:ec2:ap-northeast-1:123456789012:${resource}`;

export const image = (id: string): string => `arn:aws:ec2:ap-northeast-1::image/${id}`;

export const snapshot = (id: string): string => `arn:aws:ec2:ap-northeast-1::snapshot/${id}`;

export const execution = (name: string): string =>
  `arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:${name}`;
