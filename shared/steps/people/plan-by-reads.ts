/** The plan of a takeover from reads of EC2 alone, for a person who carries it out without Step Functions. It changes nothing. */
import { tagSpecifications } from '../../aws/blueprint-request.ts';
import { type LaunchRequest, launchInput } from '../../aws/launch.ts';
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { hintedGeneration } from '../../domain/decision/generation.ts';
import { RefusedError } from '../../domain/errors.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { freezePlan } from '../failover/freeze-plan.ts';
import { ownerOf } from '../world/owner.ts';
import { blueprintFor, type Holder, readHolder, readSurroundings } from '../world/read-world.ts';

type Asked = { appliance: Appliance; mode: 'failover' | 'switchover'; requestedBy: string; reason: string };

type Launch = { place: string; request: object };

/** `launches`: one request for each place, in the order in which a takeover would ask for them. */
export type PlanByReads = { plan: TakeoverPlan; launches: Launch[] };

/** @throws RefusedError when the address is another stack's, or when there is nothing to launch from. */
export async function planByReads(asked: Asked, deps: Deps): Promise<PlanByReads> {
  const { appliance, mode, requestedBy, reason } = asked;
  const address = await readAddress(deps.clients, appliance.floatingIp);
  const owner = foreignOwner(address, ownerOf(deps));
  if (owner !== undefined) {
    throw new RefusedError(`${address.publicIp} belongs to ${owner}, and this is ${ownerOf(deps)}`);
  }
  const [holder, surroundings] = await Promise.all([holderOf(address, deps), readSurroundings(appliance, deps)]);
  const raw = holder?.raw ?? { reading: 'absent' as const };
  const now = deps.clock.now().toISOString();
  const plan = freezePlan({
    ...{ appliance, address, holder, surroundings, owner: ownerOf(deps), past: [], failedAt: undefined, now },
    kept: blueprintFor(appliance, surroundings, { raw, publicIp: address.publicIp }),
    decision: { act: 'take-over', detail: reason, avoidImageIds: [] },
    generation: (hintedGeneration(address.tags[TAG.generation]) ?? 0) + 1,
    trigger: { by: 'person', appliance: appliance.name, mode, requestedBy, reason },
    start: { executionId: '', startedAt: now, input: undefined },
  });
  return { plan, launches: launchesOf(plan, deps.deployment.stage) };
}

function holderOf(address: Address, deps: Deps): Promise<Holder> | undefined {
  const id = address.instanceId ?? address.tags[TAG.activeInstance];
  return id === undefined ? undefined : readHolder(id, address, deps);
}

/**
 * No tag of ours but the Name: no execution launches it, so that nothing may take it for a replacement of one. The token
 * is of this plan and this place: a script that is run twice launches once.
 */
function launchesOf(plan: TakeoverPlan, stage: string): Launch[] {
  return plan.placements.map((placement) => {
    const request: LaunchRequest = { plan, placement, stage, executionStart: plan.decidedAt, by: '' };
    const { zone, instanceType, imageId } = placement;
    return {
      place: `${instanceType} in ${zone} from ${imageId}`,
      request: {
        ...launchInput(request),
        TagSpecifications: tagSpecifications({ ...plan.blueprint.tags, Name: plan.instanceName }),
      },
    };
  });
}
