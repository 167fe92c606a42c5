/** What the conformance kit reads of an account: the limit of Lambda, subnets elsewhere, images without ENA. */
import { DescribeImagesCommand, DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { GetAccountSettingsCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import type { Clients } from '../clients.ts';
import type { PersonClients } from '../person-clients.ts';

export async function concurrencyForLab({ lambda }: Pick<PersonClients, 'lambda'>): Promise<number | undefined> {
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  return AccountLimit?.ConcurrentExecutions;
}

/** The answer of a function, or the name of the error with which it ended. */
export async function invokeForLab(
  { lambda }: Pick<PersonClients, 'lambda'>,
  { functionName, payload }: { functionName: string; payload: object },
): Promise<{ answer: unknown; failed: string | undefined }> {
  const Payload = new TextEncoder().encode(JSON.stringify(payload));
  const said = await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload }));
  const answer: unknown = JSON.parse(new TextDecoder().decode(said.Payload) || 'null');
  return { answer, failed: said.FunctionError };
}

/** A subnet of any other VPC of the account. */
export async function subnetElsewhere({ ec2 }: Pick<Clients, 'ec2'>, vpcId: string): Promise<string | undefined> {
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  return Subnets.find((subnet) => subnet.VpcId !== vpcId)?.SubnetId;
}

/** An image of this account without support of ENA. */
export async function imageWithoutEna({ ec2 }: Pick<Clients, 'ec2'>): Promise<string | undefined> {
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
  return Images.find(({ EnaSupport, State }) => EnaSupport === false && State === 'available')?.ImageId;
}
