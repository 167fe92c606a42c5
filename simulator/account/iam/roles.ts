/** Whether the deployed role of a function allows what it asks for: the same policies that CloudFormation is given. */
import type { Account } from '../../../infra/grants/grant.ts';
import { statementsFor } from '../../../infra/permissions.ts';
import type { Configuration } from '../../../shared/domain/appliance.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../../shared/machines/time-outs.ts';
import type { World } from '../world.ts';
import { allows } from './policy.ts';
import type { Reference } from './reference.ts';
import { type Asked, requestsOf } from './requests.ts';

const NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];

const isOurs = (caller: string): caller is FunctionName => NAMES.some((name) => name === caller);

/** What a role does not allow of a call, in words; nothing of a call that it allows, or of a caller without a role of ours. */
export type Roles = (world: World, call: Asked, caller: string) => string | undefined;

export function rolesOf(configuration: Configuration, account: Account, reference: Reference): Roles {
  const statements = new Map(NAMES.map((name) => [name, statementsFor(name, configuration, account)]));
  return (world, call, caller) => {
    if (!isOurs(caller)) return undefined;
    const own = statements.get(caller) ?? [];
    const denied = requestsOf(world, call, reference).find((request) => !allows(own, request, reference));
    return denied && `${denied.action} on ${denied.resources.join(', ')}`;
  };
}
