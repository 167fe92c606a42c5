/** Who we are on the tags: the stack. Every door refuses an address that belongs to another. */
import type { Deps } from '../../deps.ts';
import type { Whose } from '../../domain/images/standing.ts';

export const ownerOf = ({ deployment }: Pick<Deps, 'deployment'>): string => `failover-${deployment.stage}`;

/** What the tags of an image say that is ours. */
export const whoseOf = (appliance: string, deps: Pick<Deps, 'deployment'>): Whose => ({
  ...{ appliance, owner: ownerOf(deps) },
});
