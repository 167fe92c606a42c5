/** Whether the holder of the address is the appliance's: asked before anything is written about it. */
import { describeInstance, instanceOf } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import type { InLine } from '../../domain/decision/line.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { commandFor, WHY } from '../../domain/messages/command-line.ts';
import { PROBATION_SECONDS } from '../../domain/probing/probation.ts';
import { type Address, type Instance, TAG } from '../../domain/snapshot.ts';
import { readLine } from '../line/read-line.ts';
import { type ApplianceMemory, memoryOf } from './sweep-memory.ts';

/** The holder is neither the configured instance nor in the line: no template, tag or alarm may follow it. */
export class OutOfLineError extends RefusedError {}

type Holder = { appliance: Appliance; address: Address; instance: Pick<Instance, 'id' | 'tags'> };

/**
 * Once in the line, always: an environment asks about each instance once.
 *
 * @throws OutOfLineError with the instance, and with what to do.
 * @throws TransientError when that cannot be decided now.
 */
export async function refuseOutOfLine({ appliance, address, instance }: Holder, deps: Deps): Promise<void> {
  const memory = memoryOf(appliance.name, deps);
  if (memory.inLine.has(instance.id)) return;
  if (appliance.instance !== instance.id && appliance.instance !== instance.tags.Name) {
    const { line } = await readLine({ appliance, address, instanceId: instance.id }, deps);
    if (line.in === 'unknown') throw new TransientError(`whether ${instance.id} is in the line: ${line.why}`);
    const why = whyNot(line, { address, instance, memory, now: deps.clock.now().toISOString() });
    if (why !== undefined) throw new OutOfLineError(sentence({ appliance, address, instance }, why, deps));
  }
  memory.inLine.add(instance.id);
}

type Seen = Pick<Holder, 'address' | 'instance'> & { memory: ApplianceMemory; now: string };

/**
 * Two reasons rest on tags of the address in part, so the sweep asks for more: an earlier holder rules out a first adoption,
 * and an answer counts only for the time in which this environment itself has seen the holder at the address.
 */
function whyNot(line: InLine, { address, instance, memory, now }: Seen): string | undefined {
  if (line.in !== 'yes') return line.in === 'no' ? 'no takeover, rotation or person of ours named it' : line.why;
  const recorded = address.tags[TAG.activeInstance];
  if (line.because === 'first-adoption' && recorded !== undefined && recorded !== instance.id) {
    return `${recorded} was recorded before it`;
  }
  const { holder } = memory;
  const since = holder?.instanceId === instance.id ? holder.since : now;
  if (line.because === 'answers' && secondsBetween({ from: since, to: now }) < PROBATION_SECONDS) {
    return 'its probe has not answered for five minutes since the sweep saw it there';
  }
  return undefined;
}

function sentence({ appliance, address, instance }: Holder, why: string, { deployment }: Deps): string {
  const recorded = address.tags[TAG.activeInstance];
  const { name } = appliance;
  const { stage } = deployment;
  const vouch = commandFor({ verb: 'vouch', appliance: name, words: [instance.id], stage, flags: { reason: WHY } });
  const back = recorded === undefined || recorded === instance.id ? 'its instance' : recorded;
  return (
    `${instance.id}, named "${instance.tags.Name ?? ''}", holds the address and is not an instance of ${name} (${why}): ` +
    `nothing follows it. Give the address back to ${back}, or vouch for it: ${vouch}`
  );
}

/** For an alarm that has to be put between two adoptions. */
export async function refuseHolder(appliance: Appliance, address: Address, deps: Deps): Promise<void> {
  const { instanceId = '' } = address;
  if (memoryOf(appliance.name, deps).inLine.has(instanceId)) return;
  const answer = await describeInstance(deps.clients, instanceId);
  if (answer.reading !== 'described') throw new TransientError(`${instanceId} is ${answer.reading}`);
  await refuseOutOfLine({ appliance, address, instance: instanceOf(answer.raw) }, deps);
}
