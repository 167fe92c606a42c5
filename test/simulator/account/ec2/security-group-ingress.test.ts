/** Inbound rules of security groups that a story makes, whose source is another group. */
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  type IpPermission,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { codeOf, inAccount, type Told } from '../../../support/simulated-account.ts';

const rule = (GroupId: string, port = 443, Description?: string): IpPermission => ({
  ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port },
  UserIdGroupPairs: [{ GroupId, ...(Description !== undefined && { Description }) }],
});

async function onGroup(story: (told: Told, id: string, source: string) => Promise<void>, lagFactor = 0) {
  await inAccount({ settings: { consistency: { lagFactor, flickers: false } } }, async (told) => {
    const group = { GroupName: 'proofs', Description: 'isolated proofs', VpcId: told.ids.vpcId };
    const { GroupId = '' } = await told.clients.ec2.send(new CreateSecurityGroupCommand(group));
    await story(told, GroupId, told.ids.securityGroupIds[0] ?? '');
  });
}

const authorize = ({ clients }: Told, GroupId: string, ...IpPermissions: IpPermission[]) =>
  clients.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));

const revoke = ({ clients }: Told, GroupId: string, ...IpPermissions: IpPermission[]) =>
  clients.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));

async function inboundOf({ clients }: Told, GroupId: string): Promise<IpPermission[] | undefined> {
  const { SecurityGroups = [] } = await clients.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
  return SecurityGroups[0]?.IpPermissions;
}

describe('AuthorizeSecurityGroupIngress', () => {
  test('adds rules, which are shown with whose group it is, all sources of a port together', () =>
    onGroup(async (told, id, source) => {
      await authorize(told, id, rule(source, 443, 'probes'));
      await authorize(told, id, rule(id), rule(source, 8443));
      const pair = { GroupId: source, UserId: '123456789012', Description: 'probes' };
      expect(await inboundOf(told, id)).toMatchObject([
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [pair, { GroupId: id }] },
        { FromPort: 8443, UserIdGroupPairs: [{ GroupId: source }] },
      ]);
    }));

  test('refuses a rule that exists already, with any description, and then adds none', () =>
    onGroup(async (told, id, source) => {
      await authorize(told, id, rule(source, 443, 'probes'));
      const twice = authorize(told, id, rule(source, 8443), rule(source, 443, 'others'));
      expect(await codeOf(twice)).toBe('InvalidPermission.Duplicate');
      expect((await inboundOf(told, id))?.length).toBe(1);
    }));

  test('refuses a source that does not exist', () =>
    onGroup(async (told, id) =>
      expect(await codeOf(authorize(told, id, rule('sg-0123456789abcdef0')))).toBe('InvalidGroup.NotFound'),
    ));

  test('is refused before it is shown what it has done', () =>
    onGroup(async (told, id, source) => {
      while ((await codeOf(authorize(told, id, rule(source)))) !== 'succeeded') await told.world.clock.sleep(1_000);
      expect(await inboundOf(told, id)).toEqual([]);
      expect(await codeOf(authorize(told, id, rule(source)))).toBe('InvalidPermission.Duplicate');
    }, 50));

  test('knows nothing of addresses, nor of groups that were there before, and says so loudly', () =>
    onGroup(async (told, id, source) => {
      const address = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] };
      expect(await codeOf(authorize(told, id, address))).toBe('NotSimulatedError');
      expect(await codeOf(authorize(told, source, rule(id)))).toBe('NotSimulatedError');
      expect(await codeOf(authorize(told, id))).toBe('MissingParameter');
    }));
});

describe('RevokeSecurityGroupIngress', () => {
  test('takes a rule off, by what it lets in and without its description', () =>
    onGroup(async (told, id, source) => {
      await authorize(told, id, rule(source, 443, 'probes'), rule(source, 8443));
      await revoke(told, id, rule(source));
      expect(await inboundOf(told, id)).toMatchObject([{ FromPort: 8443 }]);
    }));

  test('of a rule that is not there is an error, and then none goes', () =>
    onGroup(async (told, id, source) => {
      await authorize(told, id, rule(source));
      expect(await codeOf(revoke(told, id, rule(source), rule(source, 8443)))).toBe('InvalidPermission.NotFound');
      expect((await inboundOf(told, id))?.length).toBe(1);
    }));
});
