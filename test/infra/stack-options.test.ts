/** Options that concern the deployment as a whole: off by default, and what each adds. */
import { describe, expect, test } from '@jest/globals';
import { statementsFor } from '../../infra/permissions.ts';
import { ACCOUNT } from '../support/account.ts';
import { aConfiguration } from '../support/appliances.ts';
import { applianceNamed, complaintsAbout, type Resource, resourcesFrom } from '../support/infra-resources.ts';

const file = (more: object = {}) => ({ region: 'ap-northeast-1', ...more, appliances: [applianceNamed('box', 0)] });
const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';
const KEY = '0a1b2c3d-0000-1111-2222-333344445555';

const plain = resourcesFrom(file());
const full = resourcesFrom(file({ permissionsBoundary: BOUNDARY, notificationsKey: KEY, reservedConcurrency: 2 }));

const roles = ({ Resources }: typeof plain): Resource[] =>
  Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
const topic = ({ Resources }: typeof plain) => Resources.NotificationsTopic?.Properties;

describe('without options', () => {
  test('no role has a boundary, the topic has no key, and nothing is reserved', () => {
    expect(roles(plain).length).toBeGreaterThan(25);
    expect(roles(plain).filter(({ Properties }) => 'PermissionsBoundary' in Properties)).toEqual([]);
    expect(topic(plain)).not.toHaveProperty('KmsMasterKeyId');
    expect(plain.extensions).toBeUndefined();
    expect(complaintsAbout(file())).toBe('');
  });

  test('notify may use no key', () =>
    expect(JSON.stringify(statementsFor('notify', aConfiguration(), ACCOUNT))).not.toContain('kms:'));
});

describe('with permissionsBoundary', () => {
  test('every role of the deployment has it', () => {
    expect(roles(full)).toHaveLength(roles(plain).length);
    expect(new Set(roles(full).map(({ Properties }) => Properties.PermissionsBoundary))).toEqual(new Set([BOUNDARY]));
  });
});

describe('with notificationsKey', () => {
  test('the topic is encrypted, and notify alone may use the key, through SNS alone', () => {
    expect(topic(full)).toHaveProperty('KmsMasterKeyId', KEY);
    const configuration = aConfiguration({ notificationsKey: KEY });
    expect(statementsFor('notify', configuration, ACCOUNT)).toContainEqual({
      ...{ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'] },
      Resource: [`arn:aws:kms:${ACCOUNT.region}:${ACCOUNT.accountId}:key/${KEY}`],
      Condition: { StringEquals: { 'kms:ViaService': [`sns.${ACCOUNT.region}.amazonaws.com`] } },
    });
    expect(JSON.stringify(statementsFor('sweep', configuration, ACCOUNT))).not.toContain('kms:');
  });

  test('an alias, such as the key of SNS, which alarms cannot use, is refused', () =>
    expect(complaintsAbout(file({ notificationsKey: 'alias/aws/sns' }))).toContain(
      'notificationsKey: "alias/aws/sns" is not a key; write its ARN or its key id',
    ));
});

describe('with reservedConcurrency', () => {
  test('sweep and prober have it, and packaging says what it needs of the account', () => {
    const reserved = { Properties: { ReservedConcurrentExecutions: 2 } };
    expect(full.extensions).toEqual({ SweepLambdaFunction: reserved, ProbeApplianceLambdaFunction: reserved });
    expect(complaintsAbout(file({ reservedConcurrency: 2 })).trim()).toBe(
      'reservedConcurrency: 2 for each of sweep and probe-appliance needs an account limit of 104 concurrent executions or more; with less, the deployment fails',
    );
  });
});

test.each([
  ['permissionsBoundary', 'boundary', '"boundary" is not the ARN of a policy; write one such as'],
  ['reservedConcurrency', 0, 'must be a whole number from 2 to 100 (executions)'],
  ['notificationKey', KEY, 'unknown key; did you mean notificationsKey?'],
])('%s: %j is refused with the way out', (key, value, said) =>
  expect(complaintsAbout(file({ [key]: value }))).toContain(`${key}: ${said}`),
);

test('every role that a service other than Lambda uses is bound to this account', () => {
  type Trust = { Statement: { Principal: { Service: string }; Condition?: unknown }[] };
  const trusts = roles(plain).flatMap(({ Properties }) => (Properties.AssumeRolePolicyDocument as Trust).Statement);
  const bound = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
  for (const { Principal, Condition } of trusts) {
    expect({ Principal, Condition }).toEqual({
      Principal,
      Condition: Principal.Service === 'lambda.amazonaws.com' ? undefined : bound,
    });
  }
});
