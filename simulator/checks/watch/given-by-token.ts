/**
 * Instances that a stranger has launched with the client token that only one takeover of ours would use. That is never
 * an accident, and the takeover may end them: EC2 shows no difference to a launch of its own. It may not move traffic
 * to them.
 */

import { generationOf } from '../../../shared/domain/decision/generation.ts';
import { aheadTokenOf, launchTokenOf } from '../../../shared/domain/takeover/client-token.ts';
import { allTrue } from '../../account/consistency.ts';
import type { InstanceRecord } from '../../account/ec2/state.ts';
import { isForged } from '../../account/sfn/execution.ts';
import type { World } from '../../account/world.ts';

export function isGivenByToken({ stage, stepFunctions }: World, instance: InstanceRecord | undefined): boolean {
  if (instance?.madeBy !== 'stranger') return false;
  const { zone, type: instanceType, imageId, clientToken } = instance;
  return stepFunctions.executions.some((execution) => {
    const early = /^prepare-(.+)-\d+$/.exec(execution.name)?.[1];
    if (early && !isForged(execution)) {
      const token = aheadTokenOf({ stage, appliance: early, askedBy: execution.arn }, { zone, instanceType, imageId });
      return token === clientToken;
    }
    const appliance = /^takeover-(.+)-g\d+$/.exec(execution.name)?.[1];
    const generation = appliance && generationOf(execution.name, appliance);
    if (!appliance || !generation || isForged(execution)) return false;
    const launch = { stage, appliance, generation, executionStart: new Date(execution.startedAtMs).toISOString() };
    return launchTokenOf(launch, { zone, instanceType, imageId }) === clientToken;
  });
}

export const givenByToken = (world: World): Pick<InstanceRecord, 'id' | 'networkInterfaceIds'>[] =>
  allTrue(world.ec2.instances).filter((instance) => isGivenByToken(world, instance));
