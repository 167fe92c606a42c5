/** The instance that is kept ready, by its id: in a lost zone only such reads answer. */
import { describeInstance, groupsOf, instanceOf, readOurInstanceIds, readStatus } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import type { Ec2Status } from '../../domain/decision/evidence.ts';
import { type Address, type Instance, TAG } from '../../domain/snapshot.ts';

export type SeenStandby = { instance: Instance; groups: string[]; status: Ec2Status };

/** Undefined where none is configured, or EC2 does not show it: then a takeover launches. */
export async function readStandby(
  { name, standby: { tier } }: Appliance,
  { tags, instanceId: holder }: Address,
  { clients }: Deps,
): Promise<SeenStandby | undefined> {
  if (tier === 'cold') return undefined;
  // The pointer was written by a person or removed: the tags of the instances say the same.
  const pointed = tags[TAG.standby];
  const id = pointed ?? (await readOurInstanceIds(clients, { appliance: name, role: 'standby' }))?.[0];
  if (id === undefined || id === holder) return undefined;
  const [reading, status] = await Promise.all([describeInstance(clients, id), readStatus(clients, id)]);
  if (reading.reading !== 'described') return undefined;
  const { raw } = reading;
  return {
    instance: instanceOf(raw),
    groups: groupsOf(raw),
    status: status === 'throttled' ? 'unknown' : status.status,
  };
}
