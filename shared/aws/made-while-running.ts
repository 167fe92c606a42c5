/** What a deployment makes while it runs, outside of its stack: alarms, a launch template and a group for each appliance. */
import { DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteLaunchTemplateCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2';
import { lackingTags } from '../domain/own-tags.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { proofGroupNameOf, proofGroupTags } from './proof-group.ts';
import { tagsOf } from './tags.ts';

export type Group = { id: string; name: string; isOurs: boolean };

/** By its name, in every VPC. The tags say whether it is ours. */
export async function readProofGroups(
  { ec2 }: Pick<Clients, 'ec2'>,
  of: { stage: string; appliance: string; owner: string },
): Promise<Group[]> {
  const name = proofGroupNameOf(of);
  const Filters = [{ Name: 'group-name', Values: [name] }];
  const { SecurityGroups = [] } = await sending(`reading security group ${name}`, () =>
    ec2.send(new DescribeSecurityGroupsCommand({ Filters })),
  );
  return SecurityGroups.flatMap(({ GroupId: id, Tags }) =>
    id ? [{ id, name, isOurs: lackingTags(tagsOf(Tags), proofGroupTags(of)) === undefined }] : [],
  );
}

/** EC2 refuses while a network interface uses it. */
export const deleteGroup = ({ ec2 }: Pick<Clients, 'ec2'>, GroupId: string): Promise<unknown> =>
  sending(`deleting security group ${GroupId}`, () => ec2.send(new DeleteSecurityGroupCommand({ GroupId })));

export const deleteTemplate = ({ ec2 }: Pick<Clients, 'ec2'>, LaunchTemplateId: string): Promise<unknown> =>
  sending(`deleting launch template ${LaunchTemplateId}`, () =>
    ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId })),
  );

export const deleteAlarms = ({ cloudwatch }: Pick<Clients, 'cloudwatch'>, AlarmNames: string[]): Promise<unknown> =>
  sending(`deleting the alarms ${AlarmNames.join(', ')}`, () =>
    cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames })),
  );
