/** Launches a replacement before the decision: as a takeover would, but in a closed network and under its own role. */
import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { TAG } from '../domain/snapshot.ts';
import { aheadTokenOf } from '../domain/takeover/client-token.ts';
import type { Placement, TakeoverPlan } from '../domain/takeover/takeover-plan.ts';
import { tagSpecifications } from './blueprint-request.ts';
import type { Clients } from './clients.ts';
import { type Launch, launchInput, sendLaunch } from './launch.ts';

type AheadRequest = {
  plan: TakeoverPlan;
  placement: Placement;
  stage: string;
  /** The closed security group. */
  groupId: string;
  /** The ARN of the `prepare` execution: the same request of the same execution is the same launch. */
  by: string;
  executionStart: string;
  /** Of the plan: the sweep may have written the version of its template just before. */
  ageSeconds: number;
};

/** Never the appliance's own Name, by which adoption would count it among the appliance's instances. */
const aheadTags = ({ plan, stage, by }: AheadRequest): Record<string, string> => ({
  Name: `failover-${stage}-${plan.appliance}-ahead`,
  [TAG.appliance]: plan.appliance,
  [TAG.owner]: plan.owner,
  [TAG.role]: 'ahead',
  [TAG.generation]: String(plan.generation),
  [TAG.by]: by,
});

function aheadInput(request: AheadRequest): RunInstancesCommandInput {
  const { plan, placement, stage, groupId, by } = request;
  return {
    ...launchInput(request),
    SecurityGroupIds: [groupId],
    ClientToken: aheadTokenOf({ stage, appliance: plan.appliance, askedBy: by }, placement),
    TagSpecifications: tagSpecifications({ ...plan.blueprint.tags, ...aheadTags(request) }),
  };
}

/** @throws TransientError when EC2 may have launched all the same; RefusedError in a code that we do not know. */
export const launchAhead = (clients: Clients, request: AheadRequest): Promise<Launch> =>
  sendLaunch(clients, aheadInput(request), request.placement, request.ageSeconds);
