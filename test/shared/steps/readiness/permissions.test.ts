/** Every call of every step that changes anything, denied to that step alone. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { grantsFor } from '../../../../infra/permissions.ts';
import { CHANGING_FUNCTIONS, type CheckedFunction } from '../../../../shared/domain/takeover/dry-run.ts';
import type { FunctionName } from '../../../../shared/machines/time-outs.ts';
import { allTrue } from '../../../../simulator/account/consistency.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { ACCOUNT } from '../../../support/account.ts';
import { aConfiguration } from '../../../support/appliances.ts';
import { checkOnce, onLaunched, onReady, probed, published } from '../../../support/checked.ts';
import { addressIn } from '../../../support/swept.ts';

const IN_EACH_TABLE = ['table 1', 'table 2'].flatMap((table) => [
  `ReplaceRoute in ${table}`,
  `CreateRoute in ${table}`,
]);

/** By the action's name, and on which of its resources where a step makes the call on several. */
const TRIED: Record<CheckedFunction, string[]> = {
  claim: ['DescribeAddresses', 'CreateTags on the address'],
  'launch-replacement': [
    ...['DescribeAddresses', 'DescribeInstances', 'DescribeTags', 'DescribeRouteTables'],
    ...['DescribeLaunchTemplateVersions', 'RunInstances'],
  ],
  'move-traffic': [
    ...['DescribeAddresses', 'DescribeNetworkInterfaces', 'DescribeRouteTables'],
    ...['AssociateAddress', 'ModifyNetworkInterfaceAttribute', ...IN_EACH_TABLE],
  ],
  'undo-traffic': [
    ...['DescribeAddresses', 'DescribeInstances', 'DescribeInstanceStatus', 'DescribeRouteTables'],
    ...['AssociateAddress', ...IN_EACH_TABLE],
  ],
  'stop-failed': ['DescribeAddresses', 'DescribeInstances', 'DescribeRouteTables', 'StopInstances'],
  'close-takeover': [
    ...['DescribeAddresses', 'DescribeInstances', 'DescribeTags', 'DescribeRouteTables'],
    ...['CreateTags on the address', 'CreateTags on the instance'],
  ],
};

const tablesIn = ({ world }: Simulation): string[] =>
  allTrue(world.ec2.routeTables)
    .map(({ id }) => id)
    .toSorted();

/** What a fault has to name so that it denies this call and none beside it. */
function resourceOf(simulation: Simulation, call: string): string | undefined {
  const { allocationId, instanceId } = addressIn(simulation);
  const [first, second] = tablesIn(simulation);
  const resources = { address: allocationId, instance: instanceId, 'table 1': first, 'table 2': second };
  return Object.entries(resources).find(([name]) => call.endsWith(name))?.[1];
}

/** As the report names a call: with the ids of this account. */
const reported = (simulation: Simulation, call: string): string =>
  tablesIn(simulation).reduce((named, id, at) => named.replace(`table ${at + 1}`, id), `ec2:${call}`);

const DENIED = CHANGING_FUNCTIONS.flatMap((name) => TRIED[name].map((call) => ({ name, call })));

describe('the permissions alone turn red, and name the step and the call', () => {
  test.each(DENIED)('when $name is denied $call', ({ name, call }) =>
    onLaunched(async (simulation) => {
      const [action = ''] = call.split(' ');
      const denial = { kind: 'deny', action, caller: name, resourceId: resourceOf(simulation, call) } as const;
      simulation.inject(denial);
      const { red, sentence, dryRuns } = await checkOnce(simulation);
      expect(red).toEqual(['permissions']);
      const denied = dryRuns.flatMap((one) =>
        one.check.filter(({ verdict }) => verdict === 'denied').map((each) => [one.name, each.call]),
      );
      expect(denied).toEqual([[name, reported(simulation, call)]]);
      expect(sentence('permissions')).toBe(
        `denied: ${name} ${reported(simulation, call)}; deploy again, and look for policies that deny it to these roles; EC2 says: UnauthorizedOperation: You are not authorized to perform this operation. No identity-based policy allows the ec2:${action} action.`,
      );
      simulation.repair(denial);
      probed(simulation, { failed: false, secondsAgo: 1 });
      const repaired = await checkOnce(simulation);
      expect({ answer: repaired.answer, open: repaired.open }).toEqual({ answer: 'ready', open: {} });
      expect(published(simulation, 'ready')).toEqual([0, 1]);
    }),
  );
});

describe('nothing is left out', () => {
  test('every call that is tried has been seen denied', () =>
    onLaunched(async (simulation) => {
      const { dryRuns } = await checkOnce(simulation);
      const allowed = dryRuns.map(({ name, check }) => [
        name,
        check.filter(({ verdict }) => verdict === 'allowed').map(({ call }) => call),
      ]);
      const known = CHANGING_FUNCTIONS.map((name) => [name, TRIED[name].map((call) => reported(simulation, call))]);
      expect(Object.fromEntries(allowed)).toEqual(Object.fromEntries(known));
    }));

  test('every call that a step may make to EC2 or CloudWatch is tried, or listed as not testable', () =>
    onReady({}, async (simulation) => {
      const { dryRuns } = await checkOnce(simulation);
      const missing = CHANGING_FUNCTIONS.flatMap((name) => {
        const named = dryRuns.find((one) => one.name === name)?.check.map(({ call }) => call.split(' ')[0]) ?? [];
        const wanted = new Set(
          granted(name).map((action) => (name === LAUNCH ? (WITH_LAUNCH[action] ?? action) : action)),
        );
        return [...wanted].flatMap((action) => (named.includes(action) ? [] : [`${name} ${action}`]));
      });
      expect(missing).toEqual([]);
    }));

  test('every step of a takeover that may change anything is asked', () => {
    const steps = readdirSync('functions/takeover').map((file) => file.replace('.ts', '') as FunctionName);
    const changing = steps.filter((name) => granted(name).some((action) => !/:(Describe|List|Get)/.test(action)));
    expect(changing.toSorted()).toEqual([...CHANGING_FUNCTIONS].toSorted());
  });
});

/** EC2 authorizes the tags that are given at launch together with the launch. */
const LAUNCH: FunctionName = 'launch-replacement';
const WITH_LAUNCH: Record<string, string> = { 'ec2:CreateTags': 'ec2:RunInstances' };

const granted = (name: FunctionName): string[] =>
  grantsFor(name, aConfiguration(), ACCOUNT)
    .flatMap(({ actions }) => actions)
    .filter((action) => /^(ec2|cloudwatch):/.test(action));
