/** What became different between two looks at an appliance, as the deeds that invariants are about. */
import type { Deed } from '../../shared/domain/invariants.ts';
import type { Instance, Route } from '../../shared/domain/snapshot.ts';
import type { Truth } from './truth.ts';

/** Who did it: a function of a takeover, with the generation it worked for. */
export type Doer = Pick<
  Deed,
  'at' | 'sentAt' | 'by' | 'unheard' | 'generation' | 'newestGeneration' | 'touchedAt' | 'holderDownAt'
>;

/** `isNew`: EC2 has made it since the look before. Others come and go, as whoever holds the address belongs to it. */
type Between = {
  before: Truth;
  after: Truth;
  isNew: (instanceId: string) => boolean;
  clientToken: (instanceId: string) => string;
};

const idIn = ({ target }: Route): string | undefined => (target.kind === 'absent' ? undefined : target.id);

const launches = ({ after, isNew }: Between): Instance[] => after.instances.filter(({ id }) => isNew(id));

/** All that were there before, whoever they belonged to. */
const instancesBefore = ({ before, after, isNew }: Between): Instance[] => [
  ...before.instances,
  ...after.instances.filter(({ id }) => !isNew(id) && !before.instances.some((known) => known.id === id)),
];

function stops({ before, after }: Between): Instance[] {
  const asked = ['stopping', 'stopped', 'shutting-down'];
  return after.instances.filter(({ id, state }) => {
    const was = before.instances.find((known) => known.id === id);
    return asked.includes(state) && (was?.state === 'running' || was?.state === 'pending');
  });
}

function writtenRoutes({ before, after }: Between): Route[] {
  return after.traffic.routes.filter(({ routeTableId, destination, ...route }) => {
    const was = before.traffic.routes.find(
      (known) => known.routeTableId === routeTableId && known.destination === destination,
    );
    return was && idIn(was) !== idIn({ routeTableId, destination, ...route });
  });
}

export function deedsBetween(looks: Between, doer: Doer): Deed[] {
  const { before, after, clientToken } = looks;
  const common = { ...doer, traffic: before.traffic, instances: instancesBefore(looks) };
  const holder = after.traffic.address.instanceId;
  const moved = holder !== undefined && holder !== before.traffic.address.instanceId;
  return [
    ...launches(looks).map(
      (instance): Deed => ({
        ...common,
        ...{ kind: 'launch', instance, clientToken: clientToken(instance.id) },
      }),
    ),
    ...(moved ? [{ ...common, kind: 'move-address' as const, instanceId: holder }] : []),
    ...writtenRoutes(looks).map(
      (route): Deed => ({
        ...common,
        kind: 'write-route',
        routeTableId: route.routeTableId,
        destination: route.destination,
        networkInterfaceId: idIn(route) ?? '',
      }),
    ),
    ...stops(looks).map((instance): Deed => ({ ...common, kind: 'stop', instanceId: instance.id })),
  ];
}
