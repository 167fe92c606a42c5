/**
 * What a takeover has made a replacement without knowing it: a launch that was carried out when its sender was gone may show
 * itself after every list that was read, and an early launch may be opened and then not be seen. At the end both are looked
 * for once more, because two appliances that take themselves for one would fight.
 */
import { readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Instance } from '../../domain/snapshot.ts';
import { isWithin } from '../pace/within.ts';
import { aheadLaunchOf } from '../provenance/ahead-launch.ts';
import { type Done, type MadeChange, replacementIdIn } from './facts.ts';
import { launchedHere, readAlive } from './find-leftover.ts';
import { giveUp, idleOf } from './give-up.ts';
import type { TakeoverInput } from './input.ts';
import { isAsPlanned } from './is-as-planned.ts';

/**
 * The record is worth more. The SDK repeats a request that hangs for 24 s, and the function may run for 30 s: what is
 * begun later than this is left to the next takeover, and to the sweep, which tells people.
 */
export const UNHURRIED_SECONDS = 4;

/** Candidates, by their tags alone; none where EC2 cannot say. */
export async function findLateIds({ plan, done }: TakeoverInput, { clients }: Deps): Promise<string[]> {
  const { appliance, generation } = plan;
  const tagged = await readOurInstanceIds(clients, { appliance, role: 'replacement', generation });
  return (tagged ?? []).filter((id) => id !== replacementIdIn(done) && id !== plan.old?.instanceId);
}

/** Only what this execution or a `prepare` provably launched, and nothing leads to. `beganAt` is when the function began to run. */
export async function giveUpLate(
  input: TakeoverInput,
  { ids, beganAt }: { ids: string[]; beganAt: string },
  deps: Deps,
): Promise<MadeChange[]> {
  const { plan, done } = input;
  const unhurried = (): boolean => isWithin(deps.clock, { beganAt, seconds: UNHURRIED_SECONDS });
  const alive = ids.length > 0 && unhurried() ? await readAlive(ids, deps) : [];
  const late = (await Promise.all(alive.map((each) => ownLaunch(each, input, deps)))).flat();
  const idle = unhurried() ? await idleOf(late, plan, deps) : [];
  if (!unhurried()) return [];
  const spared = hasReplacement(done) ? undefined : (idle.find((each) => isAsPlanned(each, plan)) ?? idle[0]);
  const ended = idle.filter((each) => each !== spared).map((each) => end(each, deps));
  return (await Promise.all(ended)).flat();
}

/** An early launch that this takeover opened is tagged as its replacement, and its history says of which generation it is. */
async function ownLaunch(instance: Instance, input: TakeoverInput, deps: Deps): Promise<Instance[]> {
  if (launchedHere(input, instance, deps)) return [instance];
  const { appliance, generation, finish } = input.plan;
  if ([finish?.instanceId, ...(finish?.passedOver ?? [])].includes(instance.id)) return [];
  const ahead = await aheadLaunchOf(instance, appliance, deps).catch((cause) => {
    deps.log({ level: 'warn', message: `${instance.id} is left alone: ${messageOf(cause)}` });
    return undefined;
  });
  return ahead && ahead.generation <= generation ? [instance] : [];
}

async function end({ id, state }: Instance, deps: Deps): Promise<MadeChange[]> {
  if (!(await giveUp(id, deps))) return [];
  const at = deps.clock.now().toISOString();
  return [{ at, change: `${id}, launched and not used`, from: state, to: 'terminated' }];
}

/** Without one of its own, a takeover that failed leaves the next one something to go on with. */
function hasReplacement(done: Done): boolean {
  const { replacement } = done;
  const id = replacementIdIn(done);
  return id !== undefined && !(replacement?.outcome === 'dead' && replacement.instanceId === id);
}
