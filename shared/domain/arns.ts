/** The ARNs of what belongs to one deployment, told from the one that its functions are given. */

type Deployment = { stage: string; takeoverMachineArn: string };

export const failoverMachineArnOf = ({ stage, takeoverMachineArn }: Deployment): string =>
  takeoverMachineArn.replace(/:[^:]*$/, `:failover-${stage}-failover`);

export const rotationMachineArnOf = ({ stage, takeoverMachineArn }: Deployment): string =>
  takeoverMachineArn.replace(/:[^:]*$/, `:failover-${stage}-rotation`);

/** `arn:aws:states:REGION:ACCOUNT:stateMachine:…` and `arn:aws:sns:REGION:ACCOUNT:…` share all but two parts. */
export function topicArnOf({ stage, takeoverMachineArn }: Deployment): string {
  const [arn, partition, , region, account] = takeoverMachineArn.split(':');
  return [arn, partition, 'sns', region, account, `failover-${stage}-notifications`].join(':');
}

export const executionArnOf = ({ machineArn, name }: { machineArn: string; name: string }): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
