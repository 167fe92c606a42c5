/** What a row is given while it runs. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import type { PersonDeps } from '../failover/open.ts';
import type { Desk } from './desk.ts';
import type { Door } from './door.ts';
import type { Kept } from './kept.ts';
import type { Notes } from './observation.ts';

export type Lab = {
  deps: PersonDeps;
  appliance: Appliance;
  door: Door;
  desk: Desk;
  notes: Notes;
  kept: Kept;
  /** Unique in this account: names and tags of what the kit makes. */
  mark: string;
};

/** The tag that everything carries which the kit makes. */
export const CONFORM_TAG = 'failover-conform';

export const tagsOfKit = ({ mark }: Pick<Lab, 'mark'>): Record<string, string> => ({ [CONFORM_TAG]: mark });

/** The row cannot be observed here; what it has seen so far is kept. */
export class CannotObserve extends Error {}
