/** What a role allows although no code of its function asks for it. */
import type { FunctionName } from '../../shared/machines/time-outs.ts';

/** Tags given at launch are authorized as CreateTags, and what a function comes to is handed over by Lambda itself. */
export const WITHOUT_A_CALL: Partial<Record<FunctionName, string[]>> = {
  'launch-replacement': ['ec2:CreateTags'],
  sweep: ['lambda:InvokeFunction'],
  'route-instance-event': ['sqs:SendMessage'],
  notify: ['sqs:SendMessage'],
  'launch-proof': ['ec2:CreateTags'],
  'launch-ahead': ['ec2:CreateTags'],
  // Lambda puts it into the VPC in its name.
  'prove-service': [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
};
