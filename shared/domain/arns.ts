/** The ARNs of what belongs to one deployment, derived from the one that its functions are given. */

type Deployment = { stage: string; takeoverMachineArn: string };

export const failoverMachineArnOf = ({ stage, takeoverMachineArn }: Deployment): string =>
  takeoverMachineArn.replace(/:[^:]*$/, `:failover-${stage}-failover`);

export const rotationMachineArnOf = ({ stage, takeoverMachineArn }: Deployment): string =>
  takeoverMachineArn.replace(/:[^:]*$/, `:failover-${stage}-rotation`);

export const prepareMachineArnOf = ({ stage, takeoverMachineArn }: Deployment): string =>
  takeoverMachineArn.replace(/:[^:]*$/, `:failover-${stage}-prepare`);

/** `arn:aws:states:REGION:ACCOUNT:stateMachine:…` and `arn:aws:sns:REGION:ACCOUNT:…` share all but two parts. */
function snsArnOf({ stage, takeoverMachineArn }: Deployment, name: string): string {
  const [arn, partition, , region, account] = takeoverMachineArn.split(':');
  return [arn, partition, 'sns', region, account, `failover-${stage}-${name}`].join(':');
}

/** The account of what an ARN names; empty where the ARN says none. */
export const accountIn = (arn: string): string => arn.split(':')[4] ?? '';

/** The topic that operators subscribe to. */
export const topicArnOf = (deployment: Deployment): string => snsArnOf(deployment, 'notifications');

/** The topic that each notification is sent to first, where they are collected before they are mailed. */
export const eachTopicArnOf = (deployment: Deployment): string => snsArnOf(deployment, 'each');

export const executionArnOf = ({ machineArn, name }: { machineArn: string; name: string }): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/** The deployment as a mail names it. */
export function senderOf({ stage, takeoverMachineArn }: Deployment): {
  stage: string;
  account: string;
  region: string;
} {
  const [, , , region = '', account = ''] = takeoverMachineArn.split(':');
  return { stage, account, region };
}
