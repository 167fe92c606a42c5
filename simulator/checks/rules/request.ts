/**
 * S6 and S13, of what a request of ours names. A read of the appliance shows only what belongs to it: a route of
 * another owner, an instance of another appliance, or a launch without the appliance's tags would make no difference
 * there.
 */
import { type Instance, TAG } from '../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import type { PartKind, Placed } from '../../../shared/domain/traffic/part.ts';
import { spotOf } from '../../../shared/domain/traffic/placed.ts';

/** One request that has changed something; `input` is what AWS was sent. */
export type ChangingRequest = { by: string; action: string; input: Record<string, unknown> };

/** `instances`: every instance of the appliance, before the request. */
type Reach = {
  plan: TakeoverPlan;
  instances: Pick<Instance, 'id' | 'networkInterfaceIds'>[];
  /** Ids of the network interfaces and volumes of the standby that the plan names. */
  ofStandby?: string[] | undefined;
  /** The network interfaces of what our `prepare` has launched. */
  ofEarly?: string[] | undefined;
};

type Named = (input: Record<string, unknown>, reach: Reach) => string[];

const idsIn = (ids: unknown): string[] => (Array.isArray(ids) ? ids.map(String) : []);

const isOwn = (id: string, { plan, instances }: Reach): boolean =>
  instances.some((instance) => instance.id === id) || id === plan.old?.instanceId;

const isOwnInterface = (id: string, { instances }: Reach): boolean =>
  instances.some(({ networkInterfaceIds }) => networkInterfaceIds.includes(id));

const strangeInstances: Named = ({ InstanceIds }, reach) => idsIn(InstanceIds).filter((id) => !isOwn(id, reach));

/** Only the stopped standby of the plan is started. */
const strangeStart: Named = ({ InstanceIds }, { plan: { standby } }) =>
  idsIn(InstanceIds).filter((id) => id !== standby?.instanceId || standby.stopped !== true);

const strangeInterface: Named = ({ NetworkInterfaceId }, { plan, instances }) =>
  NetworkInterfaceId === plan.old?.networkInterfaceId ||
  instances.some(({ networkInterfaceIds }) => networkInterfaceIds.includes(String(NetworkInterfaceId)))
    ? []
    : [String(NetworkInterfaceId)];

/** Only a standby and an early launch are opened, and only to the groups of the plan: everything else is launched as it is to be. */
const strangeChange: Named = (input, reach) => {
  const { Groups, NetworkInterfaceId } = input;
  if (Groups === undefined) return strangeInterface(input, reach);
  const { standby, blueprint } = reach.plan;
  // It is closed as the plan has found it, when the takeover has not used it.
  const closes = NetworkInterfaceId === standby?.networkInterfaceId ? (standby?.groups ?? []) : [];
  const strange = idsIn(Groups).filter((id) => ![...blueprint.securityGroupIds, ...closes].includes(id));
  const opened = [standby?.networkInterfaceId, ...(reach.ofEarly ?? [])];
  return opened.includes(String(NetworkInterfaceId)) ? strange : [String(NetworkInterfaceId), ...strange];
};

/** Both what is led, and where to. */
const strangeRoute: Named = (input, reach) => {
  const { RouteTableId, DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } = input;
  const asked = DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId;
  const isPlanned = reach.plan.routes.some(
    ({ routeTableId, destination }) => routeTableId === RouteTableId && destination === asked,
  );
  return [...(isPlanned ? [] : [`${asked} in ${RouteTableId}`]), ...strangeInterface(input, reach)];
};

const strangeAddress: Named = ({ AllocationId, InstanceId }, reach) => [
  ...(AllocationId === reach.plan.address.allocationId ? [] : [String(AllocationId)]),
  ...[String(InstanceId)].filter((id) => !isOwn(id, reach)),
];

const strangeResources: Named = ({ Resources }, reach) =>
  idsIn(Resources).filter(
    (id) =>
      id !== reach.plan.address.allocationId &&
      !isOwn(id, reach) &&
      !isOwnInterface(id, reach) &&
      !reach.ofStandby?.includes(id),
  );

type Dimension = { Name?: string; Value?: string };

/** Both whose alarm it is, and whom it is to watch. */
const strangeAlarm: Named = ({ AlarmName, Dimensions }, reach) => {
  const own = new RegExp(`^failover-[a-z0-9]+-${reach.plan.appliance}-(status-check|probe)$`);
  const dimensions: Dimension[] = Array.isArray(Dimensions) ? Dimensions : [];
  const watched = dimensions.flatMap(({ Name, Value }) => (Name === 'InstanceId' ? [String(Value)] : []));
  return [...(own.test(String(AlarmName)) ? [] : [String(AlarmName)]), ...watched.filter((id) => !isOwn(id, reach))];
};

/** The blueprint is the plan's; the image, the type and the place are asked of the instance itself. */
const strangeTemplate: Named = ({ LaunchTemplate }, { plan }) => {
  const planned = plan.blueprint.launchTemplate?.id;
  const asked = Object(LaunchTemplate).LaunchTemplateId;
  return asked === undefined || asked === planned ? [] : [String(asked)];
};

/** By which requests each kind of part is moved; of each, what it names and may not. */
const MOVES: Record<PartKind, Record<string, Named>> = {
  forwarding: { ModifyNetworkInterfaceAttribute: strangeChange },
  address: { AssociateAddress: strangeAddress },
  route: { CreateRoute: strangeRoute, ReplaceRoute: strangeRoute },
};

/** A read that proves a change, and who has to make it when that is not the caller. */
export type Proof = { action: string; id: string; by?: string };

const PROOFS: { [K in PartKind]: (part: Placed<K>) => Proof } = {
  // The launch asks for it early, and the move looks before it moves anything there.
  forwarding: (part) => ({ action: 'DescribeNetworkInterfaces', id: spotOf(part) ?? '', by: 'move-traffic' }),
  address: ({ allocationId }) => ({ action: 'DescribeAddresses', id: allocationId }),
  route: ({ routeTableId }) => ({ action: 'DescribeRouteTables', id: routeTableId }),
};

export const proofOfMove = <K extends PartKind>(part: Placed<K>): Proof => PROOFS[part.kind](part);

/** Everything that a takeover may ask for. */
const NAMED: Record<string, Named> = {
  RunInstances: strangeTemplate,
  TerminateInstances: strangeInstances,
  StartInstances: strangeStart,
  StopInstances: strangeInstances,
  ...Object.assign({}, ...Object.values(MOVES)),
  CreateTags: strangeResources,
  PutMetricAlarm: strangeAlarm,
  SetAlarmState: strangeAlarm,
};

/** S13: a takeover changes nothing but what its plan names, and what belongs to its appliance. */
export function beyondItsReach({ by, action, input }: ChangingRequest, reach: Reach): string[] {
  const named = NAMED[action];
  if (!named) return [`S13: ${by} asked for ${action}, which is no part of a takeover`];
  return named(input, reach).map((what) => `S13: ${by} asked for ${action} of ${what}, which is not in the plan`);
}

const OF_TAKEOVERS = [...Object.values(MOVES).flatMap(Object.keys), 'DisassociateAddress', 'DeleteRoute'];
const ENDS = ['StopInstances', 'TerminateInstances'];

/**
 * S13, of a sweep, a rotation and every other caller that works for no takeover: the traffic is not theirs, nor is an
 * instance that belongs to no appliance. `applianceOf` is what the tags of an instance say; `closes` whether a request closes
 * a standby that carries no traffic.
 */
export function beyondABystander(
  { by, action, input }: ChangingRequest,
  applianceOf: (instanceId: string) => string | undefined,
  closes: (input: Record<string, unknown>) => boolean = () => false,
): string[] {
  if (action === 'ModifyNetworkInterfaceAttribute' && closes(input)) return [];
  if (OF_TAKEOVERS.includes(action)) return [`S13: ${by} asked for ${action}, and works for no takeover`];
  if (!ENDS.includes(action)) return [];
  return idsIn(input.InstanceIds)
    .filter((id) => applianceOf(id) === undefined)
    .map((id) => `S13: ${by} asked for ${action} of ${id}, which is of no appliance`);
}

type Specification = { ResourceType?: string; Tags?: { Key?: string; Value?: string }[] };

/** S6: every instance that is launched says whose it is and what it is for, a replacement also of which takeover. */
export function launchedAnonymously({ by, action, input }: ChangingRequest): string[] {
  if (action !== 'RunInstances') return [];
  const specifications: Specification[] = Array.isArray(input.TagSpecifications) ? input.TagSpecifications : [];
  const { Tags = [] } = specifications.find(({ ResourceType }) => ResourceType === 'instance') ?? {};
  const tagged = (key: string): string | undefined => Tags.find(({ Key }) => Key === key)?.Value;
  const isProof = tagged(TAG.role) === 'proof';
  const missing = [TAG.appliance, TAG.role, ...(isProof ? [TAG.imageUnderProof] : [TAG.generation])].filter(
    (key) => tagged(key) === undefined,
  );
  return missing.map((key) => `S6: ${by} launched without ${key}`);
}
