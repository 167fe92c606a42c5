/** ec2:CreateTags and ec2:DeleteTags on anything. */
import { createTags, deleteTags } from '../ec2/tags.ts';
import type { World } from '../world.ts';
import { asStranger } from './act.ts';
import type { StrangerFault } from './fault.ts';

type Tagging = Extract<StrangerFault, { kind: 'tag-by-stranger' }>;

export function tag(world: World, { resourceId, tags, removes }: Tagging): void {
  const Resources = [resourceId];
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  asStranger(world, () => {
    if (Tags.length > 0) createTags(world, { Resources, Tags });
    if (removes?.length === 0) deleteTags(world, { Resources });
    else if (removes) deleteTags(world, { Resources, Tags: removes.map((Key) => ({ Key })) });
  });
}
