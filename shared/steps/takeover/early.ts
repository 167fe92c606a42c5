/** A source of a replacement: what a `prepare` execution of ours launched before the decision. It has booted since then. */
import { readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Instance } from '../../domain/snapshot.ts';
import type { Launched } from './facts.ts';
import { findAheads } from './find-ahead.ts';
import { readAliveRaw } from './find-leftover.ts';
import type { TakeoverInput } from './input.ts';
import { openAhead } from './open-ahead.ts';
import { adoptedAs, type Source } from './source.ts';

export const early: Source = async (input, deps) => {
  const { finish, old, appliance } = input.plan;
  const spared = [finish?.instanceId, old?.instanceId, ...(finish?.passedOver ?? [])];
  // What cannot be read is launched anew: a second instance costs money, a missing one costs the network.
  const tagged = (await readOurInstanceIds(deps.clients, { appliance, role: ['ahead', 'replacement'] })) ?? [];
  const alive = await readAliveRaw(
    tagged.filter((id) => !spared.includes(id)),
    deps,
  );
  const { fitting, proven, planted } = await findAheads(alive, input.plan, deps);
  // A takeover that finishes another one goes on with the replacement of that one.
  const take = fitting && !finish ? (at: Deps) => takeEarly(fitting.instance, input, at) : undefined;
  return { ...(take && { take }), superfluous: proven, planted };
};

async function takeEarly(found: Instance, input: TakeoverInput, deps: Deps): Promise<Launched | undefined> {
  const opened = await openAhead(found, input, deps);
  if (!opened) return undefined;
  return { ...adoptedAs(opened, input, deps), early: true };
}
