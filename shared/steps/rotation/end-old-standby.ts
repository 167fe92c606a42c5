/** Ends the standby of before, once the new one is ready: no night is without one. */
import { readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import { TransientError } from '../../domain/errors.ts';
import { endStandby } from '../standby/end-standby.ts';
import type { Ended } from './facts.ts';
import { applianceOf, parseWithKept, type WithKept } from './input.ts';
import { mayChangeFor } from './may-change.ts';

export const endOldStandby: Step<WithKept, Ended> = {
  parse: (event) => parseWithKept(event, 'is ended'),
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

async function othersOf({ asked, kept }: WithKept, { clients }: Deps): Promise<string[]> {
  const tagged = await readOurInstanceIds(clients, { appliance: asked.appliance, role: 'standby' });
  if (!tagged) throw new TransientError('which standbys there are is unknown');
  return tagged.filter((id) => id !== kept.instanceId);
}
