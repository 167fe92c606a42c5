/** DeleteLaunchTemplate, DeleteSecurityGroup and DeleteAlarms, as a deployment that leaves uses them. */
import { DeleteAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  DeleteLaunchTemplateCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { codeOf, inAccount } from '../../../support/simulated-account.ts';

describe('DeleteSecurityGroup', () => {
  test('removes a group that no network interface uses', () =>
    inAccount({}, async ({ clients: { ec2 }, ids }) => {
      const made = { GroupName: 'proofs', Description: 'proofs', VpcId: ids.vpcId };
      const { GroupId } = await ec2.send(new CreateSecurityGroupCommand(made));
      await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
      const GroupIds = [GroupId ?? ''];
      expect(await codeOf(ec2.send(new DescribeSecurityGroupsCommand({ GroupIds })))).toBe('InvalidGroup.NotFound');
      expect(await codeOf(ec2.send(new DeleteSecurityGroupCommand({ GroupId })))).toBe('InvalidGroup.NotFound');
    }));

  test('refuses one that is in use', () =>
    inAccount({}, async ({ clients: { ec2 }, ids }) => {
      const [GroupId] = ids.securityGroupIds;
      expect(await codeOf(ec2.send(new DeleteSecurityGroupCommand({ GroupId })))).toBe('DependencyViolation');
    }));
});

test('DeleteLaunchTemplate removes it with its versions', () =>
  inAccount({}, async ({ clients: { ec2 }, world }) => {
    const made = { LaunchTemplateName: 'appliance', LaunchTemplateData: { InstanceType: 'm5.large' as const } };
    const { LaunchTemplate } = await ec2.send(new CreateLaunchTemplateCommand(made));
    const { LaunchTemplateId } = LaunchTemplate ?? {};
    await ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId }));
    await world.clock.sleep(10_000);
    const again = ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId }));
    expect(await codeOf(again)).toBe('InvalidLaunchTemplateId.NotFound');
  }));

test('DeleteAlarms removes all that are named, or none', () =>
  inAccount({}, async ({ clients: { cloudwatch }, world }) => {
    const metric = { MetricName: 'm', Namespace: 'n', Period: 60, EvaluationPeriods: 1, Threshold: 1 };
    const rule = { Statistic: 'Maximum', ComparisonOperator: 'GreaterThanThreshold' } as const;
    await cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: 'one', ...metric, ...rule }));
    const both = cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['one', 'two'] }));
    expect(await codeOf(both)).toBe('ResourceNotFound');
    expect([...world.cloudwatch.alarms.keys()]).toContain('one');
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['one'] }));
    expect([...world.cloudwatch.alarms.keys()]).not.toContain('one');
  }));
