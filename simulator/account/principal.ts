/** Under which principal a caller reaches the account, as CloudTrail and `CreatedBy` of a launch template version name it. */

import { createHash } from 'node:crypto';
import { partitionOf } from '../../shared/domain/partition.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../shared/machines/time-outs.ts';
import { callers } from './caller.ts';
import { STRANGER } from './stranger.ts';
import type { World } from './world.ts';

type Place = Pick<World, 'accountId' | 'region' | 'stage'>;

const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** CloudFormation appends twelve characters that it draws; here they follow from the name, so that seeds stay comparable. */
const suffixOf = (logicalName: string): string =>
  createHash('sha256').update(logicalName).digest('hex').slice(0, 12).toUpperCase();

/** The name that CloudFormation gives to a function's role: stack, logical id, suffix. */
export function roleNameOf({ stage }: Pick<Place, 'stage'>, functionName: string): string {
  const logicalName = `failover-${stage}-${pascalCase(functionName)}Role`;
  return `${logicalName}-${suffixOf(logicalName)}`;
}

/** Roles of principals outside the deployment: a colleague with rights of their own, and the operators. */
const OTHERS: Record<string, string> = { [STRANGER]: 'workload', person: 'operator' };

/** What no caller made belongs to the account's root user, long before the scenario began. */
export function principalOf(place: Place, caller: string | undefined): string {
  const { accountId, stage } = place;
  const partition = partitionOf(place.region).name;
  if (caller !== undefined && Object.hasOwn(FUNCTION_TIMEOUT_SECONDS, caller)) {
    return `arn:${partition}:sts::${accountId}:assumed-role/${roleNameOf(place, caller)}/failover-${stage}-${caller}`;
  }
  const role = caller === undefined ? undefined : OTHERS[caller];
  return role
    ? `arn:${partition}:sts::${accountId}:assumed-role/${role}/session`
    : `arn:${partition}:iam::${accountId}:root`;
}

/** The principal of the call that is carried out now. */
export const callingPrincipal = (world: World): string => principalOf(world, callers.getStore()?.name);
