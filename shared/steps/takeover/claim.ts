/**
 * Writes the generation on the address, so that whoever looks next begins from here. `LaunchReplacement` reads it back
 * before it launches (`passGateClaimed`): the cold start in between is time enough for it to become visible.
 */
import { writeTags } from '../../aws/tags.ts';
import type { Step } from '../../deps.ts';
import { TAG } from '../../domain/snapshot.ts';
import { tagsOfAddress } from '../readiness/attempts.ts';
import { tries } from '../readiness/dry-runs.ts';
import type { Claimed } from './facts.ts';
import { passGate } from './gate.ts';
import { parseTakeover, type TakeoverInput } from './input.ts';

export const claim: Step<TakeoverInput, Claimed> = {
  parse: parseTakeover,
  check: (event, deps) => tries(event, deps, () => [tagsOfAddress]),
  async run(input, deps) {
    const { generation, owner } = input.plan;
    const address = await passGate(input, deps);
    const wanted = { [TAG.generation]: String(generation), [TAG.owner]: owner };
    const recorded = Object.entries(wanted).every(([key, value]) => address.tags[key] === value);
    if (!recorded) await writeTags(deps.clients, address.allocationId, wanted);
    return { claimedAt: deps.clock.now().toISOString() };
  },
};
