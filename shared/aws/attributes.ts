/**
 * What a person chose for the live instance besides type, network and image: carried over where a launch in another zone
 * can have it, and named where it cannot.
 */
import { DescribeInstanceCreditSpecificationsCommand, type Instance as Ec2Instance } from '@aws-sdk/client-ec2';
import { isBurstable } from '../domain/takeover/burstable.ts';
import type { Blueprint } from '../domain/takeover/takeover-plan.ts';
import type { Clients } from './clients.ts';

type Attributes = Pick<Blueprint, 'tenancy' | 'detailedMonitoring' | 'capacityReservation' | 'privateDns'>;

/** A reservation that is targeted holds capacity in one zone only, so that a launch takes any open one that matches. */
function reservationOf({ CapacityReservationSpecification: said }: Ec2Instance): Attributes['capacityReservation'] {
  if (said?.CapacityReservationTarget) return 'open';
  return said?.CapacityReservationPreference === 'none' ? 'none' : undefined;
}

export function attributesOf(raw: Ec2Instance): Attributes {
  const { Placement, Monitoring, PrivateDnsNameOptions: dns } = raw;
  return {
    tenancy: Placement?.Tenancy === 'dedicated' ? 'dedicated' : undefined,
    detailedMonitoring: Monitoring?.State === 'enabled' || undefined,
    capacityReservation: reservationOf(raw),
    privateDns: dns && { hostnameType: dns.HostnameType, resourceNameRecord: dns.EnableResourceNameDnsARecord },
  };
}

/** What no launch in another zone can have, in words for operators. */
export function leftBehind({
  Placement = {},
  CapacityReservationSpecification,
  PrivateDnsNameOptions,
  InstanceLifecycle,
}: Ec2Instance): string[] {
  const { Tenancy, HostId, HostResourceGroupArn, GroupName } = Placement;
  const target = CapacityReservationSpecification?.CapacityReservationTarget;
  const reservation = target?.CapacityReservationId ?? target?.CapacityReservationResourceGroupArn;
  return [
    ...(InstanceLifecycle === 'spot' ? ['the Spot purchase (it is launched On-Demand)'] : []),
    ...(Tenancy === 'host' ? [`dedicated host ${HostId ?? HostResourceGroupArn ?? ''}`.trim()] : []),
    ...(GroupName ? [`placement group ${GroupName}`] : []),
    ...(reservation ? [`capacity reservation ${reservation} (any open one is used)`] : []),
    ...(PrivateDnsNameOptions?.EnableResourceNameDnsAAAARecord ? ['DNS record for IPv6'] : []),
  ];
}

/**
 * Undefined for a type without credits, and where EC2 does not say: the template then keeps what it said before.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceCreditSpecifications.html
 */
export async function readCpuCredits(
  { ec2 }: Pick<Clients, 'ec2'>,
  { InstanceId = '', InstanceType }: Ec2Instance,
): Promise<Blueprint['cpuCredits']> {
  if (!isBurstable(InstanceType ?? '')) return undefined;
  try {
    const { InstanceCreditSpecifications: [found] = [] } = await ec2.send(
      new DescribeInstanceCreditSpecificationsCommand({ InstanceIds: [InstanceId] }),
    );
    return found?.CpuCredits as Blueprint['cpuCredits'];
  } catch {
    return undefined;
  }
}
