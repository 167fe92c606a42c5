/** What another stack of the same account has made of an appliance of the same name: never to be touched. */
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { truth, write } from '../../../account/consistency.ts';
import { newId } from '../../../account/ec2/ids.ts';
import type { ImageRecord } from '../../../account/ec2/state.ts';
import type { Stage } from './stage.ts';

const OLD_MS = 300 * 86_400_000;

const MARKS = ['good', 'candidate', 'failed', 'good'];

/** Older than ours, so that no takeover would choose one, and with every mark for which ours would be pruned. */
export function makeStrangers({ simulation: { world }, appliance }: Stage): string[] {
  return MARKS.map((mark, index) => {
    const id = newId(world, 'ami');
    const tags = { Name: appliance.image, [TAG.appliance]: appliance.name, [TAG.owner]: 'failover-other' };
    const value: ImageRecord = {
      ...{ id, name: `${appliance.image}_other_${index}`, ownerId: world.accountId, state: 'available' as const },
      ...{ tags: { ...tags, [TAG.image]: mark, [TAG.createdFrom]: 'i-00000000000000000' }, mappings: [] },
      createdAtMs: world.clock.nowMs() - OLD_MS + index,
    };
    write(world, world.ec2.images, { id, value, lagMs: 0 });
    world.changed(`${id} of another stack`);
    return id;
  });
}

export const strangersGone = ({ simulation: { world } }: Stage, ids: string[]): string[] =>
  ids
    .filter((id) => truth(world.ec2.images, id)?.state !== 'available')
    .map((id) => `S7: ${id} of another stack is gone`);
