/** Every action, resource type and condition key of the compiled roles, beside AWS's own service reference. */
import { describe, expect, test } from '@jest/globals';
import type { Statement } from '../../infra/grants/grant.ts';
import { statementsFor } from '../../infra/permissions.ts';
import type { Appliance } from '../../shared/domain/appliance.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/machines/time-outs.ts';
import { ACCOUNT } from '../support/account.ts';
import { aConfiguration, anAppliance, askedAppliance } from '../support/appliances.ts';
import { reference } from '../support/policy.ts';

const NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];

const KEY = '0a1b2c3d-0000-1111-2222-333344445555';

const EVERYTHING: Partial<Appliance> = {
  ...{ instanceRole: 'utm', kmsKeys: [KEY], userData: 'copy' },
};

/** By name and by id, with everything that adds a grant and without. */
const CONFIGURATIONS: Record<string, Appliance[]> = {
  'names only': [anAppliance()],
  'ids only': [
    anAppliance({
      ...EVERYTHING,
      ...{ floatingIp: 'eipalloc-0a1b2c3d', vpc: 'vpc-0a1b2c3d', subnets: ['subnet-0a1b2c3d'] },
      ...{ routeTables: ['rtb-0a1b2c3d'], image: 'ami-0a1b2c3d', securityGroups: ['sg-0a1b2c3d'] },
      instance: 'i-0a1b2c3d',
    }),
  ],
  'names, with everything else': [anAppliance({ ...EVERYTHING, recipeImages: false })],
  'asked inside the VPC': [askedAppliance()],
};

const statements = Object.values(CONFIGURATIONS).flatMap((appliances) =>
  NAMES.flatMap((name) => statementsFor(name, aConfiguration({ appliances, notificationsKey: KEY }), ACCOUNT)),
);

type Pair = { action: string; arn: string; statement: Statement };

const pairsOf = (statement: Statement): Pair[] =>
  statement.Action.flatMap((action) => statement.Resource.map((arn) => ({ action, arn, statement })));

/** What does not agree with AWS's reference, in words. */
function faultsOf(statement: Statement): string[] {
  const unknown = statement.Action.filter((action) => !reference.has(action)).map((action) => `${action} is no action`);
  const pairs = pairsOf(statement);
  // One that is weighed on nothing in particular has to be granted on everything, and a denial may always say everything.
  const misplaced = pairs
    .filter(({ action, arn }) => (arn === '*' ? mustNameOne(action, statement) : !reference.typeOf(action, arn)))
    .map(({ action, arn }) => `${action} is not weighed on ${arn}`);
  const keys = Object.values(statement.Condition ?? {}).flatMap((values) => Object.keys(values));
  const unlisted = pairs.flatMap(({ action, arn }) =>
    keys.filter((key) => !reference.lists(key, { action, arn })).map((key) => `${action} on ${arn} has no ${key}`),
  );
  return [...unknown, ...misplaced, ...unlisted];
}

/** These support types, and are granted on everything for a reason that stands on the permissions page. */
const ON_EVERYTHING =
  /^(cloudwatch:(DescribeAlarms|GetMetricData|PutMetricData)|ec2:.*(NetworkInterface|PrivateIpAddresses)|servicequotas:GetServiceQuota)/;

const mustNameOne = (action: string, { Effect }: Statement): boolean =>
  Effect === 'Allow' && reference.typesOf(action).length > 0 && !ON_EVERYTHING.test(action);

describe('the compiled roles, beside the service reference of AWS', () => {
  test('name only actions, resource types and condition keys that AWS lists for each other', () => {
    expect(statements.length).toBeGreaterThan(200);
    expect([...new Set(statements.flatMap(faultsOf))]).toEqual([]);
  });

  test.each([
    ['an action that is none', { Action: ['ec2:MoveAddress'], Resource: ['*'] }, /no action/],
    [
      'a type that the action is not weighed on',
      { Action: ['ec2:StopInstances'], Resource: ['arn:aws:ec2:eu-west-1:123456789012:volume/*'] },
      /not weighed/,
    ],
    [
      'a key that AWS does not list there',
      {
        ...{ Action: ['ec2:DeleteTags'], Resource: ['arn:aws:ec2:eu-west-1:123456789012:elastic-ip/*'] },
        Condition: { StringEquals: { 'ec2:PublicIpAddress': '203.0.113.10' } },
      },
      /has no ec2:PublicIpAddress/,
    ],
    [
      'an action on everything that could name one',
      { Action: ['ec2:StopInstances'], Resource: ['*'] },
      /not weighed on \*/,
    ],
  ])('%s is noticed', (_what, statement, fault) => {
    expect(faultsOf({ Effect: 'Allow', ...statement }).join()).toMatch(fault);
  });
});
