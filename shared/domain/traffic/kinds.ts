/** What each kind of part is, apart from its calls (`steps/traffic/kinds.ts`) and its permissions (`infra/grants/changes.ts`). */
import type { Address, Route } from '../snapshot.ts';
import type { Part, PartKind, Placed, Receiver } from './part.ts';
import { positionOfAddress, positionOfTarget } from './position.ts';

/** What of a frozen plan says which parts there are, and where they were found. */
export type Planned = { address: Pick<Address, 'allocationId' | 'publicIp' | 'instanceId'>; routes: Route[] };

/** As the rehearsal of a takeover lists them; the command line of another release reads these names. */
type PartChanges = {
  forwarding: { kind: 'let-replacement-forward' };
  address: { kind: 'move-address'; allocationId: string };
  route: { kind: 'move-route'; routeTableId: string; destination: string };
};

export type PartChange = PartChanges[keyof PartChanges];

type Kind<K extends PartKind> = {
  /** `one`: the write takes the traffic away from the holder before, so it fences. `many`: it takes nothing away. */
  holder: 'one' | 'many';
  /** Which id of its receiver it follows: AWS is asked by it, and shows it. */
  follows: keyof Receiver;
  found(plan: Planned): Placed<K>[];
  /** As in "203.0.113.10 -> i-1". */
  name(part: Part<K>): string;
  /** The id of what AWS deletes it with. */
  deletedWith(part: Part<K>): string;
  change: PartChanges[K]['kind'];
  /** The rest of its change. */
  named(part: Part<K>): Omit<PartChanges[K], 'kind'>;
  /** The change in words. */
  words(change: PartChanges[K]): string;
};

/** In the order in which a plan lists them. */
export const KINDS: { [K in PartKind]: Kind<K> } = {
  forwarding: {
    holder: 'many',
    follows: 'networkInterfaceId',
    found: () => [{ kind: 'forwarding', position: { at: 'nowhere' } }],
    name: () => 'source/destination check',
    deletedWith: () => 'its network interface',
    change: 'let-replacement-forward',
    named: () => ({}),
    words: () => 'switch off its source/destination check',
  },
  address: {
    holder: 'one',
    follows: 'instanceId',
    found: ({ address }) => [placedAddress(address)],
    name: ({ publicIp }) => publicIp,
    deletedWith: ({ allocationId }) => allocationId,
    change: 'move-address',
    named: ({ allocationId }) => ({ allocationId }),
    words: ({ allocationId }) => `move the address ${allocationId} to it`,
  },
  route: {
    holder: 'one',
    follows: 'networkInterfaceId',
    found: ({ routes }) => routes.map(placedRoute),
    name: ({ routeTableId, destination }) => `${destination} in ${routeTableId}`,
    deletedWith: ({ routeTableId }) => routeTableId,
    change: 'move-route',
    named: ({ routeTableId, destination }) => ({ routeTableId, destination }),
    words: ({ routeTableId, destination }) => `move the route ${destination} of ${routeTableId} to it`,
  },
};

export const placedAddress = ({
  allocationId,
  publicIp,
  ...where
}: Pick<Address, 'allocationId' | 'publicIp' | 'instanceId' | 'networkInterfaceId'>): Placed<'address'> => ({
  ...{ kind: 'address', allocationId, publicIp },
  position: positionOfAddress(where),
});

export const placedRoute = ({ routeTableId, destination, edge, target }: Route): Placed<'route'> => ({
  ...{ kind: 'route', routeTableId, destination },
  ...(edge && { edge }),
  position: positionOfTarget(target),
});

/** Every part of a plan, where the plan found it. */
export const foundParts = (plan: Planned): Placed[] =>
  Object.values(KINDS).flatMap(({ found }): Placed[] => found(plan));

/** Typed for one kind, as the table is. */
export const kindOf = <K extends PartKind>({ kind }: Part<K>): Kind<K> => KINDS[kind];
