/** Security groups that a story makes, and their outbound rules as facts. */
import {
  CreateSecurityGroupCommand,
  type CreateSecurityGroupCommandInput,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupEgressCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { codeOf, inAccount, launchOf, type Told } from '../../../support/simulated-account.ts';

const TAGS = [{ Key: 'failover:role', Value: 'proof' }];
const EVERYTHING = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];

async function create({ clients, ids }: Told, overrides: Partial<CreateSecurityGroupCommandInput> = {}) {
  const TagSpecifications = [{ ResourceType: 'security-group' as const, Tags: TAGS }];
  const usual = { GroupName: 'proofs', Description: 'isolated proofs', VpcId: ids.vpcId, TagSpecifications };
  return (await clients.ec2.send(new CreateSecurityGroupCommand({ ...usual, ...overrides }))).GroupId ?? '';
}

async function taggedAsProof({ clients }: Told) {
  const Filters = [{ Name: 'tag:failover:role', Values: ['proof'] }];
  return (await clients.ec2.send(new DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups ?? [];
}

const revoke = ({ clients }: Told, GroupId: string, IpPermissions = EVERYTHING) =>
  clients.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions }));

describe('CreateSecurityGroup', () => {
  test('a new group lets everything out and nothing in, and is found again by its tag', () =>
    inAccount({}, async (told) => {
      const GroupId = await create(told);
      const found = { GroupId, GroupName: 'proofs', VpcId: told.ids.vpcId, IpPermissions: [] };
      expect(await taggedAsProof(told)).toMatchObject([{ ...found, IpPermissionsEgress: EVERYTHING }]);
    }));

  test.each([
    [{ GroupName: 'sophos' }, 'InvalidGroup.Duplicate'],
    [{ GroupName: 'sg-proofs' }, 'InvalidParameterValue'],
    [{ GroupName: 'default' }, 'InvalidGroup.Reserved'],
    [{ Description: undefined }, 'MissingParameter'],
    [{ VpcId: undefined }, 'VPCIdNotSpecified'],
    [{ VpcId: 'vpc-0nothing' }, 'InvalidVpcID.NotFound'],
  ])('%j is answered with %s', (overrides, code) =>
    inAccount({}, async (told) => expect(await codeOf(create(told, overrides))).toBe(code)),
  );

  test('its name is taken before anybody sees it, and nothing is launched into it until then', () =>
    inAccount({ settings: { consistency: { lagFactor: 1000, flickers: false } } }, async (told) => {
      const id = await create(told);
      expect(await taggedAsProof(told)).toEqual([]);
      expect(await codeOf(create(told))).toBe('InvalidGroup.Duplicate');
      expect(await codeOf(revoke(told, id))).toBe('InvalidGroup.NotFound');
      const launch = new RunInstancesCommand({ ...launchOf(told), SecurityGroupIds: [id] });
      expect(await codeOf(told.clients.launcher.send(launch))).toBe('InvalidGroup.NotFound');
    }));
});

describe('RevokeSecurityGroupEgress', () => {
  test('the rule that lets everything out goes, once', () =>
    inAccount({}, async (told) => {
      const id = await create(told);
      await revoke(told, id);
      expect((await taggedAsProof(told))[0]?.IpPermissionsEgress).toEqual([]);
      expect(await codeOf(revoke(told, id))).toBe('InvalidPermission.NotFound');
    }));

  test('a rule that is not there is an error, and then none is revoked', () =>
    inAccount({}, async (told) => {
      const id = await create(told);
      const wrong = [...EVERYTHING, { IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0/8' }] }];
      expect(await codeOf(revoke(told, id, wrong))).toBe('InvalidPermission.NotFound');
      expect((await taggedAsProof(told))[0]?.IpPermissionsEgress).toEqual(EVERYTHING);
    }));

  test('of a group that was there before the rules are unknown, and saying so is loud', () =>
    inAccount({}, async (told) =>
      expect(await codeOf(revoke(told, told.ids.securityGroupIds[0] ?? ''))).toBe('NotSimulatedError'),
    ));
});
