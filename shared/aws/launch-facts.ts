/** In what an instance that a dead attempt launched is not what the plan would launch: facts of its launch, and no tags. */
import { DescribeInstanceAttributeCommand, DescribeLaunchTemplateVersionsCommand } from '@aws-sdk/client-ec2';
import type { Blueprint, TakeoverPlan } from '../domain/takeover/takeover-plan.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import type { Ec2Instance } from './read-instances.ts';

type Wanted = { key: string | undefined; profile: string | undefined; userData: string | undefined };

/**
 * Empty when subnet, key, instance profile, security groups, user data and the number of interfaces are those of the plan, as
 * they are now: the launch itself is compared by EC2 (`repeat-launch.ts`). User data is compared with the template's and never kept; without a template a plan launches with none.
 *
 * @throws TransientError, RefusedError when EC2 does not show the template or the instance.
 */
export async function differencesFrom(
  clients: Clients,
  raw: Ec2Instance,
  { blueprint, placements }: Pick<TakeoverPlan, 'blueprint' | 'placements'>,
): Promise<string[]> {
  const [wanted, userData] = await Promise.all([readWanted(clients, blueprint), readUserData(clients, raw)]);
  const groups = (raw.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
  const planned = placements.find(({ subnetId }) => subnetId === raw.SubnetId);
  const facts: [string, unknown, unknown][] = [
    ['subnet', raw.SubnetId, planned?.subnetId ?? 'one of the plan'],
    ['key', raw.KeyName || undefined, wanted.key],
    ['instance profile', raw.IamInstanceProfile?.Arn, wanted.profile],
    ['security groups', groups.sort().join(), [...blueprint.securityGroupIds].sort().join()],
    ['network interfaces', raw.NetworkInterfaces?.length ?? 0, 1],
    ['user data', userData, wanted.userData],
  ];
  return facts.flatMap(([what, found, expected]) => (found === expected ? [] : [what]));
}

async function readWanted({ ec2 }: Clients, { launchTemplate, ...own }: Blueprint): Promise<Wanted> {
  if (!launchTemplate) {
    return { key: own.keyName, profile: own.instanceProfileArn, userData: undefined };
  }
  const { id, version } = launchTemplate;
  const { LaunchTemplateVersions: [found] = [] } = await sending(`reading launch template ${id}`, () =>
    ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: [version] })),
  );
  const { KeyName, IamInstanceProfile, UserData } = found?.LaunchTemplateData ?? {};
  return { key: KeyName || undefined, profile: IamInstanceProfile?.Arn, userData: UserData || undefined };
}

async function readUserData({ ec2 }: Clients, { InstanceId = '' }: Ec2Instance): Promise<string | undefined> {
  const { UserData } = await sending(`user data of ${InstanceId}`, () =>
    ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' })),
  );
  return UserData?.Value || undefined;
}
