/** Ends every rotation: prunes what is not kept, also after a failure, and writes the record. */
import { removeTags } from '../../aws/tags.ts';
import type { Deps, Step } from '../../deps.ts';
import { findAppliance } from '../../domain/appliance.ts';
import { messageOf } from '../../domain/errors.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { type Closed, passIn } from './facts.ts';
import { parseRotation, type RotationInput } from './input.ts';
import { mayChange } from './may-change.ts';
import { prune, type Tidied } from './prune.ts';
import { failureIn, isRebuild, rotationRecord } from './rotation-record.ts';

export const pruneImages: Step<RotationInput, Closed> = {
  parse: parseRotation,
  async run(input, deps) {
    const problems: string[] = [];
    if (isRebuild(input.done)) {
      return rotationRecord(input, { pruned: NOTHING_PRUNED, problems, closedAt: deps.clock.now().toISOString() });
    }
    const tidied = await tidy(input, deps, problems).catch((cause): Tidied => {
      // Nothing that goes wrong here may keep the record from being written: it is what people will read.
      const held = messageOf(cause);
      problems.push(`nothing was pruned: ${held}`);
      return { pruned: { deregistered: [], kept: [], held } };
    });
    return rotationRecord(input, { ...tidied, problems, closedAt: deps.clock.now().toISOString() });
  },
};

/** A rotation that took no image has none to make room for. */
const NOTHING_PRUNED = { deregistered: [], kept: [] };

async function tidy(input: RotationInput, deps: Deps, problems: string[]): Promise<Tidied> {
  const appliance = findAppliance(deps.configuration, input.asked.appliance);
  if (!appliance || !passIn(input.done))
    return { pruned: { deregistered: [], kept: [], held: 'nothing has passed the gate' } };
  const address = await mayChange(appliance, deps);
  const accepted = failureIn(input.done) === undefined;
  if (accepted) await forgetHeldNights(address, deps).catch((cause) => problems.push(messageOf(cause)));
  return prune({ input, appliance, address, accepted }, deps, problems);
}

/** There is an image again. */
async function forgetHeldNights({ allocationId, tags }: Address, { clients }: Deps): Promise<void> {
  const held = tags[TAG.rotationHeld];
  if (held !== undefined) await removeTags(clients, allocationId, { [TAG.rotationHeld]: held });
}
