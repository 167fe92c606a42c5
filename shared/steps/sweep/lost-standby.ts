/** Why the standby that the address names is none any more, where no takeover of ours has used it: a person may know. */
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import { type Address, hasEnded, TAG } from '../../domain/snapshot.ts';

/** A takeover has taken it, or another one has taken the traffic from it since. */
const USED = ['replacement', 'active', 'retired'];

/** Only for one that is not provably ours, or not there. What cannot be read says nothing. */
export async function whyLost(
  { instanceId: holder, tags }: Pick<Address, 'instanceId' | 'tags'>,
  { clients }: Pick<Deps, 'clients'>,
): Promise<string | undefined> {
  const id = tags[TAG.standby];
  if (id === undefined || [holder, tags[TAG.activeInstance]].includes(id)) return undefined;
  const reading = await readInstance(clients, id);
  if (reading.reading === 'unreadable') return undefined;
  if (reading.reading === 'absent') return `the standby ${id} is not there any more`;
  const { instance } = reading;
  const role = instance.tags[TAG.role];
  if (hasEnded(instance)) return `the standby ${id} is ${instance.state}`;
  if (role !== undefined && USED.includes(role)) return undefined;
  const stays = `it is ${instance.state}, and nothing of ours ends it`;
  if (role === 'standby') return `the standby ${id} is not as a rotation of ours kept it; ${stays}`;
  return `the standby ${id}: its role is ${role ?? 'gone'}; ${stays}`;
}
