/** Roles that are enforced: a call that the deployed role does not allow fails as at AWS, and the record says why. */
import { describe, expect, test } from '@jest/globals';
import { statementsFor } from '../../../../infra/permissions.ts';
import { readScenario } from '../../../../simulator/stories/library.ts';
import { tellScenario } from '../../../../simulator/stories/tell.ts';
import { ACCOUNT, ec2 } from '../../../support/account.ts';
import { aConfiguration } from '../../../support/appliances.ts';
import { allows } from '../../../support/policy.ts';

const configuration = aConfiguration();

async function told(name: string, roles: 'enforced' | undefined) {
  const unauthorized: string[] = [];
  await tellScenario({
    ...{ scenario: readScenario(name), configuration, seed: 1, roles },
    onEnd: ({ calls }) => {
      for (const call of calls) if (call.unauthorized) unauthorized.push(`${call.error}: ${call.unauthorized}`);
    },
  });
  return unauthorized;
}

describe('roles that are enforced', () => {
  test('refuse what the role of a function does not allow, with the error code of EC2', async () => {
    expect((await told('switchover-refused-after-a-move-by-hand', 'enforced')).join('\n')).toMatch(
      /UnauthorizedOperation: ec2:AssociateAddress on arn:aws:ec2:.*:instance\/i-/,
    );
  });

  test('refuse nothing where they are not enforced', async () => {
    expect(await told('address-moved-by-hand', undefined)).toEqual([]);
  });
});

describe('the evaluator', () => {
  const address = [ec2('elastic-ip/eipalloc-1')];
  const context = { 'ec2:PublicIpAddress': '203.0.113.10', 'aws:TagKeys': ['failover:told'] };
  const byIp = {
    Effect: 'Allow' as const,
    ...{ Action: ['ec2:CreateTags', 'ec2:DeleteTags'], Resource: address },
    Condition: { StringEquals: { 'ec2:PublicIpAddress': ['203.0.113.10'] } },
  };

  test('knows a key only where AWS lists it: the public IP for CreateTags, and not for DeleteTags', () => {
    expect(allows([byIp], { action: 'ec2:CreateTags', resources: address, context })).toBe(true);
    expect(allows([byIp], { action: 'ec2:DeleteTags', resources: address, context })).toBe(false);
  });

  test('refuses an operator that it does not know', () => {
    const strange = { ...byIp, Condition: { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01' } } };
    expect(() => allows([strange], { action: 'ec2:CreateTags', resources: address, context })).toThrow(
      /DateGreaterThan/,
    );
  });

  test('lets a denial outweigh a permission', () => {
    const all = statementsFor('claim', configuration, ACCOUNT);
    const denial = { Effect: 'Deny' as const, Action: ['ec2:*'], Resource: ['*'] };
    const read = { action: 'ec2:DescribeAddresses', resources: ['*'] };
    expect([allows(all, read), allows([...all, denial], read)]).toEqual([true, false]);
  });
});
