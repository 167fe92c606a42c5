/** Real SDK clients, made once per process and connected to the simulated network: each send finds its own world. */
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { PublishCommand } from '@aws-sdk/client-sns';
import { createReadinessClients, type ReadinessClients } from '../../shared/aws/readiness-clients.ts';
import { callers } from '../account/caller.ts';
import { afterCall, beforeCall } from '../account/lambda/mortals.ts';
import { connect } from '../account/network.ts';

/** Outermost, so that a call counts once, with all repetitions of the SDK below: before any of it, and after it took effect. */
const mortality =
  <Args, Result>(next: (args: Args) => Promise<Result>, { commandName }: { commandName?: string }) =>
  async (args: Args): Promise<Result> => {
    const caller = callers.getStore();
    const action = commandName?.replace(/Command$/, '');
    await beforeCall(caller, action);
    try {
      return await next(args);
    } finally {
      await afterCall(caller, action);
    }
  };

const OUTERMOST = { step: 'initialize', name: 'mortality' } as const;

/** What only prepares a request for the network, or for a log: a third of the cost of a send, and without effect here. */
const WIRE_ONLY = [
  'loggerMiddleware',
  'contentLengthMiddleware',
  'getUserAgentMiddleware',
  'hostHeaderMiddleware',
  'recursionDetectionMiddleware',
  'httpAuthSchemeMiddleware',
];

/** Nothing is sent anywhere, so no endpoint has to be computed. */
const NOWHERE = { protocol: 'https:', hostname: 'aws.simulated', path: '/' };

type Configured = { config: object };
type Stack = { remove(name: string): boolean; concat(own: never): Stack };

/** Each command brings the middleware that works out where to send, and is joined to the client's here. */
function sendNowhere(stack: Stack): void {
  const concat = stack.concat.bind(stack);
  stack.concat = (own) => {
    const joined = concat(own);
    joined.remove('endpointV2Middleware');
    return joined;
  };
}

/**
 * The SDK copies a client's own configuration for each send, twice, and there are a hundred entries in it. What is read
 * from the copies is put in front of the rest, which a reader of the client itself still finds behind it.
 */
function lighten(client: Configured): void {
  // The serialiser was given the configuration itself, and asks it for an endpoint.
  client.config = Object.create(Object.assign(client.config, { endpoint: async () => NOWHERE }));
}

/** Everything that any function of ours is given. */
const connected = new Map<string, ReadinessClients>();

/** The clients are shared, and what is remembered beside them is not: each caller is an execution environment of its own. */
export const clientsFor = (region: string): ReadinessClients => ({ ...connectedFor(region) });

function connectedFor(region: string): ReadinessClients {
  const known = connected.get(region);
  if (known) return known;
  const credentials = { accessKeyId: 'simulated', secretAccessKey: 'simulated' };
  const clients = createReadinessClients({ region, credentials });
  const { ec2, launcher, sfn, cloudwatch, sns, lambda, quotas } = clients;
  // PutMetricData reads a file on its first send and compresses in another thread; virtual time waits for neither.
  cloudwatch.config.disableRequestCompression = async () => true;
  connect(ec2, 'EC2');
  connect(launcher, 'EC2');
  connect(sfn, 'SFN');
  connect(cloudwatch, 'CloudWatch');
  connect(sns, 'SNS');
  connect(lambda, 'Lambda');
  connect(quotas, 'ServiceQuotas');
  ec2.middlewareStack.add(mortality, OUTERMOST);
  launcher.middlewareStack.add(mortality, OUTERMOST);
  sfn.middlewareStack.add(mortality, OUTERMOST);
  cloudwatch.middlewareStack.add(mortality, OUTERMOST);
  sns.middlewareStack.add(mortality, OUTERMOST);
  lambda.middlewareStack.add(mortality, OUTERMOST);
  quotas.middlewareStack.add(mortality, OUTERMOST);
  for (const client of [ec2, launcher, sfn, cloudwatch, sns, lambda, quotas]) {
    for (const name of WIRE_ONLY) client.middlewareStack.remove(name);
    sendNowhere(client.middlewareStack as Stack);
    lighten(client as Configured);
  }
  connected.set(region, clients);
  return clients;
}

const warmedUp = new Map<string, Promise<unknown>>();

/**
 * The SDK reads files on its first sends. Virtual time does not wait for a disk, so that a cold client would lose
 * seconds by chance; here every client sends once before the scenario, and is refused because there is no caller.
 */
export async function warmUp(region: string): Promise<void> {
  const clients = clientsFor(region);
  const { ec2, launcher, sfn, cloudwatch, sns, lambda, quotas } = clients;
  const sends =
    warmedUp.get(region) ??
    Promise.allSettled([
      ec2.send(new DescribeAddressesCommand({})),
      launcher.send(new DescribeAddressesCommand({})),
      sfn.send(new ListExecutionsCommand({ maxResults: 1 })),
      cloudwatch.send(new DescribeAlarmsCommand({})),
      sns.send(new PublishCommand({ Message: 'warm-up' })),
      lambda.send(new InvokeCommand({ FunctionName: 'warm-up' })),
      quotas.send(new GetServiceQuotaCommand({ ServiceCode: 'warm-up', QuotaCode: 'warm-up' })),
    ]);
  warmedUp.set(region, sends);
  await sends;
}
