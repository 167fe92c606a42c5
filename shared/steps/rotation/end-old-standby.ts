/** Ends the standby of before, once the new one is ready: no night is without one. */
import { readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import { InvariantViolatedError, TransientError } from '../../domain/errors.ts';
import { endStandby } from '../standby/end-standby.ts';
import type { Ended, Kept } from './facts.ts';
import { applianceOf, parseWithPass, type WithPass } from './input.ts';
import { mayChangeFor } from './may-change.ts';

type Ending = WithPass & { kept: Kept };

export const endOldStandby: Step<Ending, Ended> = {
  parse(event) {
    const input = parseWithPass(event);
    const { kept } = input.done;
    if (!kept) throw new InvariantViolatedError('no standby was kept, so none is ended');
    return { ...input, kept };
  },
  async run(input, deps) {
    const { kept, pass } = input;
    const appliance = applianceOf(input, deps);
    // The new one is still to be stopped: until it is at rest, both stay.
    if (appliance.standby.tier === 'stopped' && !pass.settle) return { instanceIds: [] };
    await mayChangeFor(pass.active, appliance, deps);
    const ids = await othersOf(input, deps);
    const instanceIds: string[] = [];
    for (const instanceId of ids) {
      const ended = await endStandby({ appliance, instanceId, ready: kept.instanceId }, deps);
      if (ended === 'terminates') instanceIds.push(instanceId);
      if (ended === 'no-provenance') deps.log({ level: 'warn', noProvenance: instanceId });
    }
    return { instanceIds };
  },
};

async function othersOf({ asked, kept }: Ending, { clients }: Deps): Promise<string[]> {
  const tagged = await readOurInstanceIds(clients, { appliance: asked.appliance, role: 'standby' });
  if (!tagged) throw new TransientError('which standbys there are is unknown');
  return tagged.filter((id) => id !== kept.instanceId);
}
