/** What people and their tools do to the account once, without asking us: tags, routes, protection, images, alarms. */
import { TAG } from '../../../shared/domain/snapshot.ts';
import { putMetricAlarm } from '../cloudwatch/put-metric-alarm.ts';
import { allTrue, drawLagMs, truth, write } from '../consistency.ts';
import { copyImage } from '../ec2/copy-image.ts';
import { deregisterImage } from '../ec2/deregister-image.ts';
import { newId } from '../ec2/ids.ts';
import { KINDS, kindOf } from '../ec2/lookup.ts';
import type { RouteTableRecord } from '../ec2/route-records.ts';
import type { ImageRecord } from '../ec2/state.ts';
import { createTags } from '../ec2/tags.ts';
import type { World } from '../world.ts';
import type { FaultOf } from './active.ts';
import { byHand, machineBeside } from './by-hand.ts';

const OURS = 'failover:';

/** Infrastructure as code knows the tags that it has set, and takes away the others. */
export function stripTags(world: World, { resourceId }: { resourceId: string }): void {
  const kind = kindOf(resourceId) ?? KINDS['eipalloc-'];
  const table = kind.table(world.ec2);
  const resource = truth(table, resourceId);
  if (!resource) return;
  const tags = Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !key.startsWith(OURS)));
  write(world, table, { id: resourceId, value: { ...resource, tags }, lagMs: drawLagMs(world) });
}

export function giveToAnotherStack(world: World, { resourceId }: { resourceId: string }): void {
  const Tags = [{ Key: TAG.owner, Value: 'failover-elsewhere' }];
  byHand(world, () => createTags(world, { Resources: [resourceId], Tags }));
}

type Aim = FaultOf<'route-aimed-elsewhere'>;

function targetOf(world: World, { at, instanceId }: Aim): RouteTableRecord['routes'][number]['target'] {
  if (at === 'gateway') return { kind: 'gateway', id: 'vgw-0123456789abcdef0' };
  // EC2 keeps the id of an interface that is gone, and calls the route a blackhole.
  if (at === 'nothing') return { kind: 'network-interface', id: newId(world, 'eni') };
  const model = truth(world.ec2.instances, instanceId);
  if (!model) throw new Error(`there is no ${instanceId} to aim a route at, or to set a machine beside`);
  const machine = at === 'third' ? machineBeside(world, model) : model;
  return { kind: 'network-interface', id: machine.networkInterfaceIds[0] ?? '' };
}

export function aimRoute(world: World, fault: Aim): void {
  const table = truth(world.ec2.routeTables, fault.routeTableId);
  if (!table) return;
  const others = table.routes.filter(({ destination }) => destination !== fault.destination);
  const routes = [...others, { destination: fault.destination, target: targetOf(world, fault) }];
  write(world, world.ec2.routeTables, { id: table.id, value: { ...table, routes }, lagMs: drawLagMs(world) });
}

export function deleteRouteTable(world: World, { routeTableId: id }: { routeTableId: string }): void {
  write(world, world.ec2.routeTables, { id, value: undefined, lagMs: drawLagMs(world) });
}

/** EC2 deletes no group that an interface uses, so each interface gets another one first. */
function replaceGroups(world: World): void {
  const { networkInterfaces, securityGroups } = world.ec2;
  const [vpc] = allTrue(world.ec2.vpcs);
  const id = newId(world, 'sg');
  const other = { id, tags: {}, vpcId: vpc?.id ?? '', name: 'another' };
  write(world, securityGroups, { id, value: other, lagMs: 0 });
  for (const each of allTrue(networkInterfaces))
    write(world, networkInterfaces, { id: each.id, value: { ...each, groupIds: [id] }, lagMs: 0 });
}

export function deleteGroups(world: World, { replaced }: { replaced?: true | undefined }): void {
  if (replaced) replaceGroups(world);
  const inUse = allTrue(world.ec2.networkInterfaces).flatMap(({ groupIds }) => groupIds);
  for (const { id } of allTrue(world.ec2.securityGroups)) {
    if (!inUse.includes(id)) write(world, world.ec2.securityGroups, { id, value: undefined, lagMs: drawLagMs(world) });
  }
}

export function deleteSubnets(world: World, { zone }: { zone: string }): void {
  for (const subnet of allTrue(world.ec2.subnets)) {
    if (subnet.zone === zone)
      write(world, world.ec2.subnets, { id: subnet.id, value: undefined, lagMs: drawLagMs(world) });
  }
}

export function protectFromStop(world: World, { id, on }: { id: string; on: boolean }): void {
  const instance = truth(world.ec2.instances, id);
  if (!instance) return;
  write(world, world.ec2.instances, { id, value: { ...instance, disableApiStop: on }, lagMs: 0 });
}

export function deregister(world: World, { imageId }: { imageId: string }): void {
  if (truth(world.ec2.images, imageId)?.state !== 'available') return;
  byHand(world, () => deregisterImage(world, { ImageId: imageId, DeleteAssociatedSnapshots: true }));
}

const nthImage = ({ ec2 }: World, { nth, family }: { nth: number; family: string }): ImageRecord | undefined =>
  allTrue(ec2.images)
    .filter(({ state, tags, contentAtMs: copied }) => state === 'available' && tags.Name === family && !copied)
    .toSorted((one, other) => other.createdAtMs - one.createdAtMs)[nth];

export function copy(world: World, { image: which, tags, from, family }: FaultOf<'image-copied'>): void {
  const image = typeof which === 'string' ? truth(world.ec2.images, which) : nthImage(world, { nth: which, family });
  if (image?.state !== 'available') return;
  const imageId = image.id;
  const Name = `${family} copied ${imageId} ${world.clock.nowMs()}`;
  const ofImage = [{ ResourceType: 'image' as const, Tags: [{ Key: 'Name', Value: family }] }];
  byHand(world, () => {
    const { ImageId: id = '' } = copyImage(world, {
      ...{ Name, SourceImageId: imageId, SourceRegion: world.region },
      ...(tags === 'all' ? { CopyImageTags: true } : { TagSpecifications: ofImage }),
    });
    const made = truth(world.ec2.images, id);
    if (!made || from !== 'another-region') return;
    const there = { sourceImageId: newId(world, 'ami'), sourceImageRegion: 'eu-central-1' };
    write(world, world.ec2.images, { id, value: { ...made, ...there }, lagMs: drawLagMs(world) });
  });
}

/** As an operator does who restores an old template of alarms: everything but the instance stays. */
export function watchAnother(world: World, { appliance, instanceId }: FaultOf<'alarm-watches-another'>): void {
  const alarm = [...world.cloudwatch.alarms.values()].find(({ name }) => name.endsWith(`-${appliance}-status-check`));
  if (!alarm) throw new Error(`there is no status-check alarm of ${appliance} that could watch another instance`);
  putMetricAlarm(world, { ...alarm.definition, Dimensions: [{ Name: 'InstanceId', Value: instanceId }] });
}

/** ABORTED, as StopExecution in the console does it; what its Lambda has sent by then is carried out. */
export function stopExecutions({ stepFunctions }: World, { machine }: FaultOf<'execution-stopped'>): void {
  for (const execution of stepFunctions.executions) {
    if (execution.machineName.endsWith(`-${machine}`)) stepFunctions.stop(execution, { cause: 'stopped by a person' });
  }
}
