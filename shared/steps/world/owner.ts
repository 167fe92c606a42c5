/** Who we are on the tags: the stack. Every door refuses an address that belongs to another. */
import type { Deps } from '../../deps.ts';

export const ownerOf = ({ deployment }: Pick<Deps, 'deployment'>): string => `failover-${deployment.stage}`;
