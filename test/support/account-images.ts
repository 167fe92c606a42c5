/** Images that are in the account for any reason, made without a rotation. */
import { imageNameOf } from '../../shared/domain/images/naming.ts';
import { write } from '../../simulator/account/consistency.ts';
import { newId } from '../../simulator/account/ec2/ids.ts';
import type { ImageRecord } from '../../simulator/account/ec2/state.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';

/** `from`: named and taken as a rotation would have done it of that instance. */
type Taken = Partial<ImageRecord> & { ageHours?: number; from?: string };

export function takeImage({ world }: Simulation, overrides: Taken = {}): string {
  const { ageHours = 24, from, ...given } = overrides;
  const id = newId(world, 'ami');
  const ebsSnapshotId = newId(world, 'snap');
  const createdAtMs = world.clock.nowMs() - ageHours * 3_600_000;
  const name = imageNameOf('sophos', new Date(createdAtMs).toISOString());
  const values = from === undefined ? given : { name, sourceInstanceId: from, ...given };
  write(world, world.ec2.ebsSnapshots, {
    id: ebsSnapshotId,
    value: {
      ...{ id: ebsSnapshotId, tags: values.tags ?? {}, createdAtMs, state: 'completed', sizeGiB: 100 },
      ...{
        volumeId: 'vol-ffffffff',
        description: `Created by CreateImage(${values.sourceInstanceId ?? 'i-0'}) for ${id}`,
      },
    },
    lagMs: 0,
  });
  const root = { device: '/dev/sda1', ebsSnapshotId, sizeGiB: 100, volumeType: 'gp3', deleteOnTermination: true };
  const value: ImageRecord = {
    ...{ id, tags: {}, name: `by hand ${id}`, ownerId: world.accountId, state: 'available', createdAtMs },
    ...{ mappings: [root], ...values },
  };
  write(world, world.ec2.images, { id, value, lagMs: 0 });
  world.changed(`${id} by hand`);
  return id;
}
