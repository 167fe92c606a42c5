/** S26 after every change by one of our functions, judged by who made each resource and not by what its tags say. */
import type { Configuration } from '../../../shared/domain/appliance.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { allTrue, truth } from '../../account/consistency.ts';
import type { RouteRecord } from '../../account/ec2/route-records.ts';
import type { EbsSnapshotRecord, ImageRecord, InstanceRecord } from '../../account/ec2/state.ts';
import type { World } from '../../account/world.ts';
import { type Effect, withoutProvenance } from '../rules/provenance.ts';
import { isGivenByToken } from './given-by-token.ts';
import {
  beginning,
  type GroundTruth,
  isForeign,
  isLaunchedByUs,
  isOurImage,
  mayAdopt,
  mayStop,
  noteHolders,
} from './ground-truth.ts';
import { launchedWithForeignParts } from './launched-parts.ts';
import { isOurs } from './touched.ts';

type Seen = {
  instances: Map<string, InstanceRecord>;
  images: Map<string, ImageRecord>;
  snapshots: Map<string, EbsSnapshotRecord>;
  /** By address or by route table and destination: the network interface that gets the traffic. */
  traffic: Map<string, string>;
  /** By address tag, alarm: the instance that counts as active. */
  active: Map<string, string>;
};

const byId = <Value extends { id: string }>(values: Value[]): Map<string, Value> =>
  new Map(values.map((value) => [value.id, value]));

const routeKey = (tableId: string, { destination }: RouteRecord): string => `${tableId} ${destination}`;

function trafficOf({ ec2 }: World): Map<string, string> {
  const addresses = allTrue(ec2.addresses).map(({ id, networkInterfaceId }): [string, string] => [
    id,
    networkInterfaceId ?? '',
  ]);
  const routes = allTrue(ec2.routeTables).flatMap((table) =>
    table.routes.map((route): [string, string] => [routeKey(table.id, route), route.target.id]),
  );
  return new Map([...addresses, ...routes]);
}

function activeOf({ ec2, cloudwatch }: World): Map<string, string> {
  const tags = allTrue(ec2.addresses).map(({ id, tags }): [string, string] => [id, tags[TAG.activeInstance] ?? '']);
  const alarms = [...cloudwatch.alarms.values()].map(({ name, definition }): [string, string] => [
    name,
    definition.Dimensions?.find(({ Name }) => Name === 'InstanceId')?.Value ?? '',
  ]);
  return new Map([...tags, ...alarms]);
}

const look = (world: World): Seen => ({
  instances: byId(allTrue(world.ec2.instances)),
  images: byId(allTrue(world.ec2.images)),
  snapshots: byId(allTrue(world.ec2.ebsSnapshots)),
  traffic: trafficOf(world),
  active: activeOf(world),
});

type Change = { world: World; known: GroundTruth; by: string; was: Seen; is: Seen };

const ALIVE = ['pending', 'running'];

function toInstances({ world, known, by, was, is }: Change): Effect[] {
  return [...is.instances].flatMap(([id, now]): Effect[] => {
    const before = was.instances.get(id);
    if (!before || before === now) return [];
    const ended = before.state !== now.state && ['shutting-down', 'terminated'].includes(now.state);
    const stopped = ALIVE.includes(before.state) && ['stopping', 'stopped'].includes(now.state);
    const tagged = before.tags !== now.tags && isForeign(now);
    return [
      ...(ended
        ? [{ by, did: 'terminate' as const, id, ours: isLaunchedByUs(world, id) || isGivenByToken(world, now) }]
        : []),
      ...(stopped ? [{ by, did: 'stop' as const, id, ours: mayStop(world, known, id) }] : []),
      ...(tagged ? [{ by, did: 'tag' as const, id, ours: known.holders.has(id) && mayAdopt(world, known, id) }] : []),
    ];
  });
}

function toImages({ by, was, is }: Change): Effect[] {
  const gone = [...was.images.values()].filter(
    ({ id, state }) => state !== 'deregistered' && (is.images.get(id)?.state ?? 'deregistered') === 'deregistered',
  );
  const deleted = [...was.snapshots.values()].filter(({ id }) => !is.snapshots.has(id));
  return [
    ...gone.map((image): Effect => ({ by, did: 'deregister', id: image.id, ours: isOurImage(image) })),
    ...deleted.map((each): Effect => ({ by, did: 'delete', id: each.id, ours: isOurImage(each) })),
  ];
}

function toTraffic({ world, known, by, was, is }: Change): Effect[] {
  return [...is.traffic].flatMap(([key, target]): Effect[] => {
    const instanceId = target.startsWith('eni-') ? truth(world.ec2.networkInterfaces, target)?.instanceId : undefined;
    if (!instanceId || was.traffic.get(key) === target) return [];
    return [{ by, did: 'route', id: instanceId, ours: mayStop(world, known, instanceId) }];
  });
}

function adoptions({ world, known, by, was, is }: Change): Effect[] {
  return [...is.active].flatMap(([key, id]): Effect[] =>
    id === '' || was.active.get(key) === id ? [] : [{ by, did: 'adopt', id, ours: mayAdopt(world, known, id) }],
  );
}

const effectsOf = (change: Change): Effect[] => [
  ...toInstances(change),
  ...toImages(change),
  ...toTraffic(change),
  ...adoptions(change),
  ...launchedWithForeignParts(change),
];

export function watchProvenance(
  world: World,
  configuration: Configuration,
  report: (violations: string[]) => void,
): void {
  const known = beginning(world, configuration);
  let last = look(world);
  world.onChange(({ by }) => {
    const was = last;
    last = look(world);
    if (isOurs(by)) report(withoutProvenance(effectsOf({ world, known, by, was, is: last })));
    noteHolders(known, world, configuration);
  });
}
