/**
 * A part of the traffic: one thing of AWS that points at the instance in service, or that lets its interface forward. A new
 * kind is declared here, and the compiler then names every place that has to know it.
 */
import type { TrueIn } from '../kinds.ts';
import type { Address } from '../snapshot.ts';

/** What names one part of each kind. */
export type PartFields = {
  /** The source/destination check of the network interface at which the traffic arrives. */
  forwarding: Record<never, never>;
  address: { allocationId: string; publicIp: string };
  /** `edge`: of the table of a gateway. */
  route: { routeTableId: string; destination: string; edge?: true | undefined };
};

export type PartKind = keyof PartFields;

export type Part<Kind extends PartKind = PartKind> = { [K in Kind]: { kind: K } & PartFields[K] }[Kind];

/**
 * Whether traffic arrives through it. What carries traffic is verified after a move and rolled back; the rest prepares the
 * new receiver, and the old receiver was prepared all the time.
 */
export const CARRIES = { forwarding: false, address: true, route: true } as const satisfies Record<PartKind, boolean>;

export type CarryingKind = TrueIn<typeof CARRIES>;

/** The instance to which parts are moved, with its only network interface. */
export type Receiver = { instanceId: string; networkInterfaceId: string };

/** A receiver, as far as it is known. */
export type KnownReceiver = { [Id in keyof Receiver]?: Receiver[Id] | undefined };

/** Where a part is. `blackhole`: EC2 keeps the target although nothing behind it forwards. `foreign`: no network interface. */
export type Position =
  | { at: 'nowhere' }
  | {
      at: 'interface';
      networkInterfaceId?: string | undefined;
      instanceId?: string | undefined;
      blackhole: boolean;
    }
  | { at: 'foreign'; id: string; blackhole: boolean };

export type Placed<Kind extends PartKind = PartKind> = { [K in Kind]: Part<K> & { position: Position } }[Kind];

/** What the checks see: the address of the appliance with its tags, and every part where it is. */
export type Traffic = { address: Address; parts: Placed[] };
