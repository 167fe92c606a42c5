/** What a kind of part does: each file beside this one has these functions for one kind, and `kinds.ts` lists them. */
import type { Deps } from '../../deps.ts';
import type { Address } from '../../domain/snapshot.ts';
import type { CheckQuestion } from '../../domain/takeover/dry-run.ts';
import type { Part, PartKind, Placed, Receiver } from '../../domain/traffic/part.ts';
import type { Attempt } from '../dry-runs/dry-runs.ts';

/** `receiver`: to which the parts are moved. `address`: of the appliance, where the caller reads it anyway. */
export type Seen = { receiver?: Receiver | undefined; address?: Promise<Address> | undefined };

/** Fresh, and also the read-back. A part that exists no more is left out. */
export type Read<Kind extends PartKind> = (parts: Part<Kind>[], seen: Seen, deps: Deps) => Promise<Placed<Kind>[]>;

/** Moves one part to a receiver; it may be repeated. The position is where the part was read. */
export type Write<Kind extends PartKind> = (part: Placed<Kind>, receiver: Receiver, deps: Deps) => Promise<unknown>;

/** The dry runs of its calls, for readiness. */
export type Attempts = (question: CheckQuestion) => Attempt[];
