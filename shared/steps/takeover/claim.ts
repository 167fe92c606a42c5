/**
 * The first step that changes anything. It proves that the plan is genuine and still fits the configuration, and writes
 * the generation on the address, so that the next reader begins from here. `LaunchReplacement` reads it back before it
 * launches (`passGateClaimed`): the cold start in between is time enough for it to become visible.
 */
import { writeTags } from '../../aws/tags.ts';
import type { Step } from '../../deps.ts';
import { type Configuration, findAppliance } from '../../domain/appliance.ts';
import { InvariantViolatedError } from '../../domain/errors.ts';
import { TAG } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { isConfigured, routingOf } from '../../domain/traffic/route-rules.ts';
import { ownerOfAddress } from '../dry-runs/attempts.ts';
import { tries } from '../dry-runs/dry-runs.ts';
import type { Claimed } from './facts.ts';
import { passGate } from './gate.ts';
import { parseTakeover, type TakeoverInput } from './input.ts';

export const claim: Step<TakeoverInput, Claimed> = {
  parse: parseTakeover,
  check: (event, deps) => tries(event, deps, () => [ownerOfAddress]),
  async run(input, deps) {
    const { generation, owner } = input.plan;
    refuseUnconfigured(input.plan, deps.configuration);
    const address = await passGate(input, deps);
    const wanted = { [TAG.generation]: String(generation), [TAG.owner]: owner };
    const recorded = Object.entries(wanted).every(([key, value]) => address.tags[key] === value);
    if (!recorded) await writeTags(deps.clients, address.allocationId, wanted);
    const replaced = address.tags[TAG.generation];
    return { claimedAt: deps.clock.now().toISOString(), ...(replaced !== undefined && { replaced }) };
  },
};

/**
 * Our own function made the plan a moment ago: every resource in it that the configuration does not name now is
 * refused.
 *
 * @throws InvariantViolatedError naming it.
 */
function refuseUnconfigured({ appliance: name, address, routes }: TakeoverPlan, configuration: Configuration): void {
  const appliance = findAppliance(configuration, name);
  const { rules } = appliance ? routingOf(appliance) : { rules: [] };
  const others = routes.filter((route) => !isConfigured(rules, route)).map(({ destination }) => destination);
  const ours = [address.allocationId, address.publicIp].includes(appliance?.floatingIp ?? '');
  const faults = [
    ...(appliance ? [] : [`${name} is not configured`]),
    ...(appliance && !ours ? [`${address.publicIp} is not ${appliance.floatingIp}`] : []),
    ...(appliance && others.length > 0
      ? [`${[...new Set(others)].join(', ')} is not under ${appliance.routes ? 'routes' : 'vpnCidrs'}`]
      : []),
  ];
  if (faults.length > 0) {
    throw new InvariantViolatedError(`the plan does not fit the configuration: ${faults.join('; ')}`);
  }
}
