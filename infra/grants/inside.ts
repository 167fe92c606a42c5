/** What Lambda needs to put a function into a VPC: its network interfaces, made in the name of the function's own role. */
import { askedInside } from '../../shared/domain/images/service-proof.ts';
import type { Grant } from './grant.ts';
import type { Scope } from './selection.ts';

/** AWSLambdaVPCAccessExecutionRole without its logs. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
const BY_LAMBDA = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** "You can explicitly deny your function's code from making calls": the same page, which names detaching as well. */
const BY_NO_CODE = [...BY_LAMBDA, 'ec2:DetachNetworkInterface'].toSorted((a, b) => (a < b ? -1 : 1));

/**
 * Only where an appliance has `probe.subnets`. In the template these statements are a policy of their own
 * (`infra/prove-service.cjs`), which CloudFormation deletes last when the subnets are taken out of the configuration.
 */
export function standInVpc({ account, configuration }: Scope): Grant[] {
  if (askedInside(configuration.appliances).length === 0) return [];
  const { partition, region, accountId, stage } = account;
  const own = `arn:${partition}:lambda:${region}:${accountId}:function:failover-${stage}-prove-service`;
  return [
    {
      actions: BY_LAMBDA,
      resources: ['*'],
      because:
        'Lambda puts the function into the VPC of probe.subnets with this role, takes it out again, and wants these on everything.',
    },
    {
      ...{ denies: true, actions: BY_NO_CODE, resources: ['*'] },
      condition: { ArnEquals: { 'lambda:SourceFunctionArn': own } },
      because: 'Lambda alone uses them, and never the code of the function.',
    },
  ];
}
