/** SDK clients that answer what a test tells them to, and remember each command word for word. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import type { PersonClients } from '../../shared/aws/person-clients.ts';

const options = { region: 'ap-northeast-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } };

/** Clients of their own for each test, so that no answer leaks from one into the next. */
export function mockedClients() {
  const clients: PersonClients = {
    ec2: new EC2Client(options),
    launcher: new EC2Client(options),
    sfn: new SFNClient(options),
    cloudwatch: new CloudWatchClient(options),
    sns: new SNSClient(options),
    lambda: new LambdaClient(options),
  };
  return {
    clients,
    ec2: mockClient(clients.ec2),
    launcher: mockClient(clients.launcher),
    sfn: mockClient(clients.sfn),
    cloudwatch: mockClient(clients.cloudwatch),
    sns: mockClient(clients.sns),
    lambda: mockClient(clients.lambda),
  };
}

/** An error as the SDK throws it: the code is its name, and the status travels beside it. */
export function awsError(code: string, httpStatusCode = 400): Error {
  const error = Object.assign(new Error(`message of ${code}`), { $metadata: { httpStatusCode } });
  error.name = code;
  return error;
}

/** The inputs of every command sent, in order, with the name of the command. */
export const sentBy = (mock: { calls(): { args: unknown[] }[] }): { command: string; input: unknown }[] =>
  mock.calls().map(({ args: [command] }) => {
    const sent = command as { constructor: { name: string }; input: unknown };
    return { command: sent.constructor.name.replace(/Command$/, ''), input: sent.input };
  });
