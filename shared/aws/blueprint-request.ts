/** A blueprint in the words of EC2, which a launch, a proof and a launch template share. */
import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { Blueprint } from '../domain/takeover-plan.ts';

type Shared = 'KeyName' | 'IamInstanceProfile' | 'EbsOptimized' | 'MetadataOptions' | 'MaintenanceOptions';

/** Everything but the security groups, which a launch names for itself, and what a placement decides. */
export function blueprintRequest(blueprint: Blueprint): Pick<RequestLaunchTemplateData, Shared> {
  const { keyName, instanceProfileArn, metadataOptions, ebsOptimized, autoRecovery } = blueprint;
  return {
    ...(keyName && { KeyName: keyName }),
    ...(instanceProfileArn && { IamInstanceProfile: { Arn: instanceProfileArn } }),
    ...(ebsOptimized && { EbsOptimized: true }),
    ...(autoRecovery && { MaintenanceOptions: { AutoRecovery: autoRecovery } }),
    ...(metadataOptions && {
      MetadataOptions: {
        HttpTokens: metadataOptions.httpTokens,
        HttpPutResponseHopLimit: metadataOptions.httpPutResponseHopLimit,
        HttpEndpoint: metadataOptions.httpEndpoint,
      },
    }),
  };
}
