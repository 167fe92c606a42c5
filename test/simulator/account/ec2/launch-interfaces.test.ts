/** A launch names its network interface, or its subnet and its groups, and never both. */
import { RunInstancesCommand, type RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { codeOf, inAccount, launchOf, type Told } from '../../../support/simulated-account.ts';

const interfaceOf = ({ ids }: Told) => ({
  ...{ DeviceIndex: 0, SubnetId: ids.subnetIds[1], Groups: ids.securityGroupIds },
  ...{ AssociatePublicIpAddress: false, DeleteOnTermination: true },
});

const run = ({ clients }: Told, input: RunInstancesCommandInput) => clients.ec2.send(new RunInstancesCommand(input));

describe('a launch with a network interface', () => {
  test('gets its subnet and its groups from it', () =>
    inAccount({}, async (told) => {
      const { SubnetId, SecurityGroupIds, ...rest } = launchOf(told);
      const { Instances = [] } = await run(told, { ...rest, NetworkInterfaces: [interfaceOf(told)] });
      expect(Instances[0]).toMatchObject({
        SubnetId,
        SecurityGroups: SecurityGroupIds?.map((GroupId) => ({ GroupId })),
      });
    }));

  test.each([
    ['a subnet', { SecurityGroupIds: undefined }],
    ['security groups', { SubnetId: undefined }],
  ])('is refused beside %s of the instance', (_, without) =>
    inAccount({}, async (told) => {
      const input = { ...launchOf(told), ...without, NetworkInterfaces: [interfaceOf(told)] };
      expect(await codeOf(run(told, input))).toBe('InvalidParameterCombination');
    }),
  );
});
