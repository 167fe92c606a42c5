/**
 * Makes an early launch the replacement of this takeover: tagged as one, open to the groups of the blueprint, and forwarding.
 * All of it is read back before any traffic is moved there.
 */
import { letForward, setGroups } from '../../aws/apply-change.ts';
import { describeInstance, hasGroups, instanceOf, type RawReading } from '../../aws/read-instances.ts';
import { writeTagsOf } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import { messageOf, TransientError } from '../../domain/errors.ts';
import { type Instance, TAG } from '../../domain/snapshot.ts';
import { poll } from '../pace/poll.ts';
import type { TakeoverInput } from './input.ts';

const READ_BACK = { seconds: 10, everyMs: 100, slowing: 1.5 };

/**
 * Undefined when EC2 refuses it: then a new one is launched.
 *
 * @throws TransientError when it is not visible in time; the state machine asks again, and what is done already is found.
 */
export async function openAhead(
  instance: Instance,
  { plan }: TakeoverInput,
  deps: Deps,
): Promise<Instance | undefined> {
  const { clients, clock, log } = deps;
  const [interfaceId] = instance.networkInterfaceIds;
  if (!interfaceId) throw new TransientError(`${instance.id} shows no network interface yet`);
  const tags = {
    Name: plan.instanceName,
    [TAG.role]: 'replacement',
    [TAG.generation]: String(plan.generation),
  };
  const groups = plan.blueprint.securityGroupIds;
  try {
    // The tags come last: what EC2 refuses to open is still an early launch, and is terminated as one.
    await setGroups(clients, interfaceId, groups);
    await writeTagsOf(clients, [instance.id, interfaceId], tags);
    await letForward(clients, interfaceId);
  } catch (cause) {
    if (cause instanceof TransientError) throw cause;
    log({ level: 'warn', notAdopted: instance.id, message: messageOf(cause) });
    return undefined;
  }
  const seen = await poll(clock, READ_BACK, async () => {
    const reading = await describeInstance(clients, instance.id);
    return isOpen(reading, { tags, groups }) ? reading : undefined;
  });
  if (seen?.reading !== 'described') throw new TransientError(`${instance.id} is not seen as the replacement yet`);
  return instanceOf(seen.raw);
}

function isOpen(reading: RawReading, { tags, groups }: { tags: Record<string, string>; groups: string[] }): boolean {
  if (reading.reading !== 'described') return false;
  const tagged = Object.entries(tags).every(([key, value]) => instanceOf(reading.raw).tags[key] === value);
  return tagged && hasGroups(reading.raw, groups);
}
