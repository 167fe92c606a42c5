/** Writes the generation on the address, so that whoever looks next begins from here. */
import { readAddress } from '../../aws/read-address.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Step } from '../../deps.ts';
import { TransientError } from '../../domain/errors.ts';
import { TAG } from '../../domain/snapshot.ts';
import { poll } from '../poll.ts';
import type { Claimed } from './facts.ts';
import { passGate } from './gate.ts';
import { parseTakeover, type TakeoverInput } from './input.ts';

const READ_BACK = { seconds: 15, everyMs: 250 };

export const claim: Step<TakeoverInput, Claimed> = {
  parse: parseTakeover,
  async run(input, deps) {
    const { plan } = input;
    const wanted = { [TAG.generation]: String(plan.generation), [TAG.owner]: plan.owner };
    const recorded = (tags: Record<string, string>): boolean =>
      Object.entries(wanted).every(([key, value]) => tags[key] === value);

    const address = await passGate(input, deps);
    if (!recorded(address.tags)) {
      await writeTags(deps.clients, address.allocationId, wanted);
      const visible = await poll(deps.clock, READ_BACK, async () => {
        const { tags } = await readAddress(deps.clients, address.allocationId);
        return recorded(tags) || undefined;
      });
      if (!visible) throw new TransientError(`generation ${plan.generation} is not visible on the address yet`);
    }
    return { claimedAt: deps.clock.now().toISOString() };
  },
};
