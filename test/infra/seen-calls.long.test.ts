/** Every scenario with the compiled roles enforced: nothing is denied that a function asks for, and nothing is allowed in vain. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { statementsFor } from '../../infra/permissions.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/machines/time-outs.ts';
import { actionOf } from '../../simulator/account/iam/requests.ts';
import { allScenarios } from '../../simulator/stories/library.ts';
import type { Scenario } from '../../simulator/stories/schema.ts';
import { tellScenario } from '../../simulator/stories/tell.ts';
import { hasVariants } from '../../simulator/stories/variants.ts';
import { ACCOUNT } from '../support/account.ts';
import { aConfiguration } from '../support/appliances.ts';
import { WITHOUT_A_CALL } from '../support/without-a-call.ts';

const configuration = aConfiguration();
const NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];
const isRead = (action: string): boolean => /:(Describe|List|Get)/.test(action);

/** In each of them a person has given the address to a machine that is not ours, and IAM keeps our roles off it. */
const OUT_OF_REACH: Record<string, RegExp> = {
  'address-moved-by-hand': /^sweep: ec2:(CreateTags|DescribeInstanceAttribute) on .*:instance\//,
  'answering-machine-imaged': /^[a-z-]+: ec2:\w+ on .*:instance\//,
  'blank-machine-never-imaged': /^[a-z-]+: ec2:\w+ on .*:instance\//,
  'switchover-refused-after-a-move-by-hand':
    /^(sweep: ec2:(CreateTags|DescribeInstanceAttribute)|undo-traffic: ec2:AssociateAddress) on .*:instance\//,
};

/** What they expect there is what IAM refuses, until a person vouches for the machine; the others with an expectation to the contrary run as variants. */
const REFUSED_BY_IAM = ['switchover-refused-after-a-move-by-hand', 'answering-machine-imaged'];

const toldAs = (scenario: Scenario): boolean => !hasVariants(scenario) && !REFUSED_BY_IAM.includes(scenario.name);

/** Functions that ran: one of them makes no call of AWS. */
const atWork = new Set<string>();
const seen = new Map<string, Set<string>>();
const denied = new Set<string>();
const unmet = new Set<string>();

beforeAll(async () => {
  for (const scenario of allScenarios()) {
    const { expectations } = await tellScenario({
      ...{ scenario, configuration, seed: 1, roles: 'enforced' },
      onEnd: (world, { lambda }) => {
        for (const { functionName } of lambda.invocations) atWork.add(functionName);
        for (const call of world.calls) {
          const { caller, unauthorized } = call;
          if (!NAMES.some((name) => name === caller)) continue;
          seen.set(caller, (seen.get(caller) ?? new Set()).add(actionOf(call)));
          const what = unauthorized && `${caller}: ${unauthorized}`;
          if (what && !OUT_OF_REACH[scenario.name]?.test(what)) denied.add(`${scenario.name}: ${what}`);
        }
      },
    });
    for (const { met, what, found } of expectations) {
      if (!met && toldAs(scenario)) unmet.add(`${scenario.name}: expected ${what}, found ${found}`);
    }
  }
}, 900_000);

const allowedTo = (name: FunctionName): string[] => {
  const allowing = statementsFor(name, configuration, ACCOUNT).filter(({ Effect }) => Effect === 'Allow');
  return [...new Set(allowing.flatMap(({ Action }) => Action))];
};

describe('the role of each function, enforced in every scenario', () => {
  test('every function was seen at work', () => {
    expect([...atWork].sort()).toEqual([...NAMES].sort());
  });

  test('no call was denied, neither a read nor a write', () => {
    expect([...denied]).toEqual([]);
  });

  test('every scenario comes out as it says', () => {
    expect([...unmet]).toEqual([]);
  });

  test.each(NAMES)('%s has no write that it never used', (name) => {
    const writes = allowedTo(name).filter((action) => !isRead(action));
    const used = [...(seen.get(name) ?? []), ...(WITHOUT_A_CALL[name] ?? [])];
    expect(writes.filter((action) => !used.includes(action))).toEqual([]);
  });
});
