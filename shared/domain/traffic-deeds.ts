/** What each kind of deed is to the checks of the traffic: answered for every kind, or it does not compile. */
import type { Deed } from './invariants.ts';
import type { TrueIn } from './kinds.ts';
import type { Change } from './plan.ts';

/** Which deeds write the traffic. A new kind has to say so here, or it does not compile. */
const WRITES_TRAFFIC = {
  launch: false,
  'move-address': true,
  'write-route': true,
  stop: false,
} as const satisfies Record<Deed['kind'], boolean>;

export type TrafficDeed = Extract<Deed, { kind: TrueIn<typeof WRITES_TRAFFIC> }>;

export const writesTraffic = (deed: Deed): deed is TrafficDeed => WRITES_TRAFFIC[deed.kind];

/** The deed by which the checks see each change of a plan. A new change without one does not compile. */
export const DEED_OF = {
  'stop-failed': 'stop',
  'launch-replacement': 'launch',
  'let-replacement-forward': 'let-forward',
  'move-address': 'move-address',
  'move-route': 'write-route',
} as const satisfies Record<Change['kind'], Deed['kind'] | 'let-forward'>;
