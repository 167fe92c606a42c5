/** What the caller of seeded runs wants to see go wrong in them. */
import type { Aim } from './schedule.ts';

export type Wanted = {
  /** Only perils of these names; all when empty. */
  faults: string[];
  /** What every run is for; without it a seed decides. */
  aim?: Aim | undefined;
  /** The appliance has routes of every family, in tables of their own. */
  shapes?: true | undefined;
};

export const isWanted = (name: string, { faults }: Wanted): boolean => faults.length === 0 || faults.includes(name);
