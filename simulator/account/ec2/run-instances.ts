/** RunInstances, with its client tokens: the same token and parameters give the same instance, in one zone. */
import type { Reservation, RunInstancesRequest } from '@aws-sdk/client-ec2';
import { AwsError, dryRunPassed, refusal } from '../aws-error.ts';
import { truth } from '../consistency.ts';
import type { World } from '../world.ts';
import { breakageOf, isOffered, shortageOf } from './conditions.ts';
import { createInstance } from './create-instance.ts';
import { creditsRefused, hasCredits, misfitOf, missingPartOf } from './fitness.ts';
import { checkLaunch, type Launch, merge } from './launch-parameters.ts';
import { launch as bringUp } from './life-cycle.ts';
import { missingParameter, notFound } from './lookup.ts';
import { presentInstance } from './present-instance.ts';
import type { InstanceRecord } from './state.ts';
import { tellState } from './state-event.ts';
import { onlyTypes } from './tag-list.ts';

const present = (world: World, instances: InstanceRecord[]): Reservation => ({
  ReservationId: instances[0]?.reservationId,
  OwnerId: world.accountId,
  Groups: [],
  Instances: instances.map((instance) => presentInstance(world, instance)),
});

/** EC2 lists it among its server errors, so the SDK would repeat it: the HTTP status is 500. */
export const insufficientCapacity = ({ zone, type }: { zone: string; type: string }): AwsError =>
  new AwsError({
    code: 'InsufficientInstanceCapacity',
    message: `We currently do not have sufficient ${type} capacity in the Availability Zone you requested (${zone}).`,
    status: 500,
  });

const notOffered = ({ zone, type }: { zone: string; type: string }): AwsError =>
  refusal('Unsupported', {
    message: `Your requested instance type (${type}) is not supported in your requested Availability Zone (${zone}).`,
  });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, and packer-plugin-amazon #442. */
const notSubscribed = (): AwsError =>
  new AwsError({
    code: 'OptInRequired',
    message: 'In order to use this AWS Marketplace product you need to accept terms and subscribe.',
    status: 401,
  });

function checkToken(token: string | undefined): void {
  if (token === undefined || /^[\x20-\x7e]{1,64}$/.test(token)) return;
  throw refusal('InvalidParameterValue', { message: 'clientToken: at most 64 ASCII characters' });
}

function countOf({ MinCount, MaxCount }: RunInstancesRequest): number {
  if (MinCount === undefined) throw missingParameter('MinCount');
  if (MaxCount === undefined) throw missingParameter('MaxCount');
  return MaxCount;
}

/** All other parameters of the request are compared as sent: changed parameters under a used token are an error. */
function fingerprint({ ClientToken: _, DryRun: __, ...parameters }: RunInstancesRequest): string {
  return JSON.stringify(parameters);
}

/** What EC2 finds in the request itself, before it looks for room. */
function refuseUnfit(world: World, { subnet, image, merged }: Launch): void {
  const type = merged.InstanceType ?? 'm1.small';
  if (breakageOf(world, image.id) === 'at-call') throw notFound('ami-', [image.id]);
  if (!isOffered(world, { zone: subnet.zone, type })) throw notOffered({ zone: subnet.zone, type });
  if (merged.CreditSpecification && !hasCredits(type)) throw creditsRefused(type);
  const misfit = misfitOf(world, { image, type });
  if (misfit) throw misfit;
  const missing = missingPartOf(world, merged);
  if (missing) throw missing;
}

function refuseUnlaunchable(world: World, { subnet, image, merged }: Launch, { count }: { count: number }): void {
  const type = merged.InstanceType ?? 'm1.small';
  if (breakageOf(world, image.id) === 'not-subscribed') throw notSubscribed();
  if (shortageOf(world, { zone: subnet.zone, type }) === 'at-call')
    throw insufficientCapacity({ zone: subnet.zone, type });
  const free = truth(world.ec2.subnets, subnet.id)?.freeAddresses ?? 0;
  // Of IPv6 addresses there are always enough.
  if (subnet.ipv6Only || free >= count) return;
  const message = `There are not enough free addresses in subnet '${subnet.id}'`;
  throw refusal('InsufficientFreeAddressesInSubnet', { message });
}

/** The instances of an earlier launch under the same token, as they are now; terminated ones included. */
function earlier(
  world: World,
  { key, request }: { key: string; request: RunInstancesRequest },
): InstanceRecord[] | undefined {
  const known = world.ec2.launches.get(key);
  if (!known) return undefined;
  if (known.parameters !== fingerprint(request)) {
    const message = 'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).';
    throw refusal('IdempotentParameterMismatch', { message });
  }
  return known.instanceIds.flatMap((id) => truth(world.ec2.instances, id) ?? []);
}

export function runInstances(world: World, request: RunInstancesRequest): Reservation {
  checkToken(request.ClientToken);
  onlyTypes(request.TagSpecifications, ['instance', 'volume', 'network-interface']);
  const count = countOf(request);
  const launch = checkLaunch(world, merge(world, request));
  const clientToken = request.ClientToken ?? '';
  // Zonal, because the request names a subnet (aws-facts 3.3): in another zone the token is a new one.
  const key = `${launch.subnet.zone} ${clientToken}`;
  const again = clientToken === '' ? undefined : earlier(world, { key, request });
  if (again) return present(world, again);
  refuseUnfit(world, launch);
  // Capacity, quota, room and a subscription show only in a launch: the worse case, AWS does not say.
  if (request.DryRun) throw dryRunPassed();
  refuseUnlaunchable(world, launch, { count });
  const instances = Array.from({ length: count }, () => createInstance(world, launch, { clientToken }));
  const instanceIds = instances.map(({ id }) => id);
  world.ec2.launches.set(key, { parameters: fingerprint(request), instanceIds });
  for (const instance of instances) bringUp(world, instance);
  world.changed(`${instanceIds.join(', ')} pending`);
  for (const instance of instances) tellState(world, instance);
  return present(world, instances);
}
