/** Whether the deployed role of a function allows what it asks for: the same policies that CloudFormation is given. */
import type { Account } from '../../../infra/grants/grant.ts';
import { statementsFor } from '../../../infra/permissions.ts';
import type { Configuration } from '../../../shared/domain/appliance.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../../shared/machines/time-outs.ts';
import type { Roles } from '../world.ts';
import { allows } from './policy.ts';
import type { Reference } from './reference.ts';
import { requestsOf } from './requests.ts';

const NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];

const isOurs = (caller: string): caller is FunctionName => NAMES.some((name) => name === caller);

export function rolesOf(configuration: Configuration, account: Account, reference: Reference): Roles {
  const statements = new Map(NAMES.map((name) => [name, statementsFor(name, configuration, account)]));
  return (world, call, caller) => {
    if (!isOurs(caller)) return undefined;
    const own = statements.get(caller) ?? [];
    const denied = requestsOf(world, call, reference).find((request) => !allows(own, request, reference));
    return denied && `${denied.action} on ${denied.resources.join(', ')}`;
  };
}
