/** DeleteLaunchTemplate and DeleteSecurityGroup: what is left when a deployment leaves an account. */
import type {
  DeleteLaunchTemplateRequest,
  DeleteLaunchTemplateResult,
  DeleteSecurityGroupRequest,
} from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import { allTrue, drawLagMs, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { presentTemplate, seenTemplate } from './launch-templates.ts';
import { missingParameter, target } from './lookup.ts';

/** "Deleting a launch template deletes all of its versions." API_DeleteLaunchTemplate */
export function deleteLaunchTemplate(world: World, input: DeleteLaunchTemplateRequest): DeleteLaunchTemplateResult {
  onlyKnows(input, {
    what: 'DeleteLaunchTemplate parameter',
    known: ['LaunchTemplateId', 'LaunchTemplateName', 'DryRun'],
  });
  const template = seenTemplate(world, input);
  write(world, world.ec2.launchTemplates, { id: template.id, value: undefined, lagMs: drawLagMs(world) });
  world.changed(`${template.id} deleted`);
  return { LaunchTemplate: presentTemplate(template) };
}

/** "If you attempt to delete a security group that is associated with an instance or network interface [...] the operation fails with DependencyViolation." */
export function deleteSecurityGroup(world: World, input: DeleteSecurityGroupRequest): object {
  onlyKnows(input, { what: 'DeleteSecurityGroup parameter', known: ['GroupId', 'DryRun'] });
  if (!input.GroupId) throw missingParameter('groupId');
  const { id } = target(world, world.ec2.securityGroups, { id: input.GroupId, prefix: 'sg-' });
  if (allTrue(world.ec2.networkInterfaces).some(({ groupIds }) => groupIds.includes(id))) {
    throw refusal('DependencyViolation', { message: `resource ${id} has a dependent object` });
  }
  write(world, world.ec2.securityGroups, { id, value: undefined, lagMs: drawLagMs(world) });
  world.changed(`${id} deleted`);
  return { Return: true, GroupId: id };
}
