/** Where parts of the traffic are, compared with where they were found and with the receivers of a move. */
import type { Instance } from '../snapshot.ts';
import { KINDS, kindOf } from './kinds.ts';
import {
  CARRIES,
  type CarryingKind,
  type KnownReceiver,
  type Part,
  type Placed,
  type Position,
  type Receiver,
} from './part.ts';

export const carries = (part: Placed): part is Placed<CarryingKind> => CARRIES[part.kind];

const idOf = (part: Part): string => [part.kind, ...Object.values(kindOf(part).named(part))].join(' ');

/** Wherever they are. */
export const samePart = (one: Part): ((other: Part) => boolean) => {
  const id = idOf(one);
  return (other) => idOf(other) === id;
};

/** The id of what a part points at, of the kind that it follows; undefined where that is nothing. */
export function spotOf({ kind, position }: Pick<Placed, 'kind' | 'position'>): string | undefined {
  if (position.at === 'nowhere') return undefined;
  return position.at === 'foreign' ? position.id : position[KINDS[kind].follows];
}

export const sameSpot = (one: Placed, other: Placed | undefined): boolean =>
  other !== undefined && spotOf(one) === spotOf(other);

export const isAt = (part: Placed, receiver: KnownReceiver): boolean => {
  const wanted = receiver[KINDS[part.kind].follows];
  return part.position.at === 'interface' && wanted !== undefined && spotOf(part) === wanted;
};

type Bearer = Pick<Instance, 'id' | 'networkInterfaceIds'>;

/** At any network interface of an instance. */
export const isWith = (part: Placed, { id, networkInterfaceIds }: Bearer): boolean =>
  isAt(part, { instanceId: id }) ||
  networkInterfaceIds.some((networkInterfaceId) => isAt(part, { networkInterfaceId }));

/** Whether any of these parts leads traffic to the instance. */
export const carriesAny = (parts: Placed[], instance: Bearer): boolean =>
  parts.some((part) => carries(part) && isWith(part, instance));

/** As in "route 10.242.2.0/24 in rtb-1". */
export const partName = (part: Part): string => `${part.kind} ${kindOf(part).name(part)}`;

/** As in "10.242.2.0/24 in rtb-1 -> eni-1". */
export function describePlaced(part: Placed): string {
  const { position } = part;
  const bare = position.at === 'interface' ? position.networkInterfaceId : undefined;
  const mark = position.at !== 'nowhere' && position.blackhole ? ' (blackhole)' : '';
  return `${kindOf(part).name(part)} -> ${spotOf(part) ?? bare ?? 'nothing'}${mark}`;
}

/** What a move to the receiver has left to do: after any part of it, exactly the rest. */
export const remaining = (parts: Placed[], receiver: Receiver): Placed[] =>
  parts.filter((part) => !isAt(part, receiver));

/** S2: what carries traffic and is not at the receiver where all of it should be. */
export const disagreements = (parts: Placed[], receiver: KnownReceiver): string[] =>
  parts.filter((part) => carries(part) && !isAt(part, receiver)).map(describePlaced);

/** One change in the words of the record: what was moved, from where, and to where. */
export function movedWords(part: Placed, receiver: Receiver): { change: string; from: string; to: string } {
  const { name, follows } = kindOf(part);
  if (!carries(part)) return { change: `${name(part)} of ${receiver[follows]}`, from: 'on', to: 'off' };
  return { change: partName(part), from: spotOf(part) ?? 'nothing', to: receiver[follows] };
}

/** Everything that is known to be of one appliance: a part that points at any of these may be moved. */
export type Ours = { instanceIds: string[]; networkInterfaceIds: string[] };

/** An allow-list: a part that points at a gateway, a peering or another machine belongs to others. */
export function mayBeMoved({ position }: Pick<Placed, 'position'>, ours: Ours): boolean {
  if (position.at === 'nowhere' || position.blackhole) return true;
  if (position.at === 'foreign') return false;
  const { networkInterfaceId = '', instanceId = '' } = position;
  return ours.networkInterfaceIds.includes(networkInterfaceId) || ours.instanceIds.includes(instanceId);
}

/**
 * Parts that others have moved in the meantime: neither where the plan found them nor at one of the takeover's own receivers.
 * An address at a network interface without an instance is a load balancer's, or another owner's.
 */
export const strangers = (now: Placed[], found: Placed[], receivers: KnownReceiver[]): Placed[] =>
  now.filter((part) => {
    const { position } = part;
    if (position.at === 'nowhere' || position.blackhole) return false;
    const spot = spotOf(part);
    const was = found.find(samePart(part));
    if (spot !== undefined && was !== undefined && sameSpot(part, was)) return false;
    return !receivers.some(
      (receiver) => isAt(part, receiver) || (spot === undefined && isAtInterface(position, receiver)),
    );
  });

const isAtInterface = (position: Position, { networkInterfaceId }: KnownReceiver): boolean =>
  position.at === 'interface' && position.networkInterfaceId === networkInterfaceId;
