/** The calls that the simulator saw each function make, against the policies of its role: nothing missing, nothing idle. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { statementsFor } from '../../infra/permissions.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/machines/time-outs.ts';
import { configurationOf } from '../../simulator/scenarios/given.ts';
import { allScenarios } from '../../simulator/scenarios/library.ts';
import { tellScenario } from '../../simulator/scenarios/tell.ts';
import { ACCOUNT } from '../support/account.ts';
import { aConfiguration } from '../support/appliances.ts';
import { actionOf, requestsOf, WITHOUT_A_CALL } from '../support/authorization.ts';
import { allows } from '../support/policy.ts';

const configuration = aConfiguration();
const NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];
const isRead = (action: string): boolean => /:(Describe|List|Get)/.test(action);

/** Who did anything: one of them makes no call of AWS. */
const atWork = new Set<string>();
const seen = new Map<string, Set<string>>();
const unnamed = new Set<string>();
const denied = new Set<string>();

beforeAll(async () => {
  for (const scenario of allScenarios()) {
    await tellScenario({
      scenario,
      configuration,
      seed: 1,
      onEnd: (world, { lambda }) => {
        for (const { functionName } of lambda.invocations) atWork.add(functionName);
        for (const call of world.calls) {
          const { caller } = call;
          if (!NAMES.includes(caller as FunctionName)) continue;
          const statements = statementsFor(caller as FunctionName, configurationOf(scenario, configuration), ACCOUNT);
          seen.set(caller, (seen.get(caller) ?? new Set()).add(actionOf(call)));
          if (!statements.some(({ Action }) => Action.includes(actionOf(call)))) {
            unnamed.add(`${caller}: ${actionOf(call)}`);
          }
          if (isRead(actionOf(call))) continue;
          for (const request of requestsOf(world, call)) {
            if (!allows(statements, request)) denied.add(`${caller}: ${request.action} on ${request.resources.join()}`);
          }
        }
      },
    });
  }
}, 300_000);

const allowedTo = (name: FunctionName): string[] => {
  const allowing = statementsFor(name, configuration, ACCOUNT).filter(({ Effect }) => Effect === 'Allow');
  return [...new Set(allowing.flatMap(({ Action }) => Action))];
};

describe('the role of each function, beside what it did in every scenario', () => {
  test('every function was seen at work', () => {
    expect([...atWork].sort()).toEqual([...NAMES].sort());
  });

  test('nobody made a call that their role does not name', () => {
    expect([...unnamed]).toEqual([]);
  });

  test('no write was made on a resource that the role does not cover', () => {
    expect([...denied]).toEqual([]);
  });

  test.each(NAMES)('%s has no write that it never used', (name) => {
    const writes = allowedTo(name).filter((action) => !isRead(action));
    const used = [...(seen.get(name) ?? []), ...(WITHOUT_A_CALL[name] ?? [])];
    expect(writes.filter((action) => !used.includes(action))).toEqual([]);
  });
});
