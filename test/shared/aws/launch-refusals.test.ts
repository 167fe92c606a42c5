/** R14, R19, R22: what a refused launch says of the next place, of what exists no more, and of what is too young. */
import {
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { type LaunchRequest, launch, launchInput } from '../../../shared/aws/launch.ts';
import { RefusedError, TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';
import { aPlacement, aPlan } from '../../support/plans.ts';

const request: LaunchRequest = {
  ...{ plan: aPlan(), placement: aPlacement(), stage: 'dev', executionStart: '2026-11-21T03:00:05.000Z' },
  by: 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g1',
};

const refusing = (...errors: Error[]) => {
  const mocked = mockedClients();
  const answers = mocked.launcher.on(RunInstancesCommand);
  for (const error of errors) answers.rejectsOnce(error);
  answers.resolves({ Instances: [{ InstanceId: 'i-new', State: { Name: 'pending' } }] });
  mocked.ec2.on(DescribeLaunchTemplateVersionsCommand).resolves({
    LaunchTemplateVersions: [
      {
        LaunchTemplateData: {
          ...{ KeyName: 'company', UserData: 'dGhl', EbsOptimized: true },
          IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/utm' },
          MetadataOptions: { State: 'pending', HttpTokens: 'required' },
        },
      },
    ],
  });
  return mocked;
};

const saying = (code: string, message: string): Error => Object.assign(awsError(code), { message });

const NO_KEY = saying('InvalidKeyPair.NotFound', "The key pair 'company' does not exist");
const NO_PROFILE = saying('InvalidParameterValue', 'Value (utm) for parameter iamInstanceProfile.name is invalid.');
const NO_GROUP = saying('InvalidGroup.NotFound', "The security group 'sg-0a' does not exist");

describe('an image that does not fit the type', () => {
  test.each(['InvalidParameterCombination', 'InvalidParameterValue'])('%s asks the next placement', async (code) => {
    const { clients } = refusing(saying(code, 'it does not fit'));
    expect(await launch(clients, request)).toMatchObject({ outcome: 'refused', scope: 'placement', code });
  });
});

describe('what exists no more', () => {
  test.each([
    ['key-pair', NO_KEY, 'KeyName'],
    ['instance-profile', NO_PROFILE, 'IamInstanceProfile'],
  ])(
    'the %s is left out, and everything else of the template is sent under the same token',
    async (part, error, key) => {
      const { clients, launcher } = refusing(error);
      expect(await launch(clients, request)).toMatchObject({ outcome: 'launched', without: [part] });
      const [, second] = sentBy(launcher).map(({ input }) => input);
      expect(second).not.toHaveProperty(key);
      expect(second).not.toHaveProperty('LaunchTemplate');
      const { ClientToken, ImageId, TagSpecifications } = launchInput(request);
      expect(second).toMatchObject({ ClientToken, ImageId, TagSpecifications, UserData: 'dGhl', EbsOptimized: true });
      expect(second).toMatchObject({ MetadataOptions: { HttpTokens: 'required' } });
    },
  );

  test('both are left out when both are gone', async () => {
    const { clients } = refusing(NO_KEY, NO_PROFILE);
    expect(await launch(clients, request)).toMatchObject({ without: ['key-pair', 'instance-profile'] });
  });

  test('of two security groups one is left out', async () => {
    const blueprint = { ...aPlan().blueprint, securityGroupIds: ['sg-0a', 'sg-0b'] };
    const two = refusing(NO_GROUP);
    await launch(two.clients, { ...request, plan: aPlan({ blueprint }) });
    expect(sentBy(two.launcher)[1]?.input).toMatchObject({ SecurityGroupIds: ['sg-0b'] });
  });

  test('that EC2 names again is not left out a second time', async () => {
    const { clients } = refusing(NO_KEY, NO_KEY, NO_KEY);
    expect(await launch(clients, request)).toMatchObject({ outcome: 'refused', code: 'InvalidKeyPair.NotFound' });
  });
});

describe('when no security group of the plan exists', () => {
  const blueprint = { ...aPlan().blueprint, securityGroupIds: ['sg-0a'] };
  const grouped = { ...request, plan: aPlan({ blueprint }) };
  const failed = (state: 'stopped' | 'terminated', ...groups: string[]) => ({
    Reservations: [{ Instances: [{ State: { Name: state }, SecurityGroups: groups.map((GroupId) => ({ GroupId })) }] }],
  });
  const otherNetwork = saying(
    'InvalidParameter',
    'Security group sg-0c and subnet subnet-1 belong to different networks.',
  );
  const denied = saying('UnauthorizedOperation', 'not authorized to perform: ec2:RunInstances on security-group/sg-0d');

  test.each([
    ['those of the failed instance', ['sg-0d', 'sg-0c'], [], ['sg-0c', 'sg-0d']],
    ['those of the failed instance that exist', ['sg-0a', 'sg-0d'], [], ['sg-0d']],
    ['those of the failed instance in the VPC of the subnet', ['sg-0c', 'sg-0d'], [otherNetwork], ['sg-0d']],
  ])('the replacement is launched with %s', async (_, has, more, sent) => {
    const { clients, ec2, launcher } = refusing(NO_GROUP, ...more);
    ec2.on(DescribeInstancesCommand, { InstanceIds: ['i-old'] }).resolves(failed('stopped', ...has));
    expect(await launch(clients, grouped)).toMatchObject({ outcome: 'launched', groupsOfFailed: sent });
    expect(sentBy(launcher).at(-1)?.input).toMatchObject({ SecurityGroupIds: sent });
  });

  test.each([
    ['it has none any more', failed('terminated'), [], /sg-0a exist no more, and .* i-old \(terminated\) has no other/],
    ['EC2 knows it no more', { Reservations: [] }, [], /the failed instance i-old exists no more/],
    ['its own are gone as well', failed('stopped', 'sg-0a'), [], /no security group is left/],
    ['its own are of another VPC', failed('stopped', 'sg-0c'), [otherNetwork], /no security group is left/],
    ['the role may not use them', failed('stopped', 'sg-0d'), [denied], /refuses .*sg-0d: .*not authorized.* deploy/],
  ])('the launch is refused with the reason: %s', async (_, instance, more, why) => {
    const { clients, ec2 } = refusing(NO_GROUP, ...more);
    ec2.on(DescribeInstancesCommand).resolves(instance);
    const asked = launch(clients, grouped);
    await expect(asked).rejects.toThrow(RefusedError);
    await expect(asked).rejects.toThrow(why);
  });

  test('the launch is refused where no failed instance is recorded', async () => {
    const plan = aPlan({ blueprint, old: undefined });
    const asked = launch(refusing(NO_GROUP).clients, { ...request, plan });
    await expect(asked).rejects.toThrow(/no failed instance is recorded/);
  });

  test('an instance that EC2 cannot describe now is asked again', async () => {
    const { clients, ec2 } = refusing(NO_GROUP);
    ec2.on(DescribeInstancesCommand).rejects(awsError('InternalError'));
    await expect(launch(clients, grouped)).rejects.toThrow(TransientError);
  });
});

describe('a version of the launch template that EC2 does not find', () => {
  const missing = saying('InvalidLaunchTemplateId.VersionNotFound', 'Could not find the specified version 3');

  test('is asked again for a minute', async () => {
    const asked = launch(refusing(missing).clients, { ...request, ageSeconds: 59 });
    await expect(asked).rejects.toThrow(TransientError);
  });

  test('is refused afterwards', async () => {
    const asked = launch(refusing(missing).clients, { ...request, ageSeconds: 61 });
    await expect(asked).rejects.toThrow(RefusedError);
  });
});

describe('tags that EC2 refuses', () => {
  const blueprint = { ...aPlan().blueprint, tags: { CostCenter: '4711' } };
  const tagged = { ...request, plan: aPlan({ blueprint }) };
  const denied = saying('UnauthorizedOperation', 'explicit deny in a service control policy');

  test.each([
    ['a service control policy', denied],
    ['a tag policy', saying('TagPolicyViolation', 'The tag policy does not allow the specified value')],
    ['the limit', saying('TagLimitExceeded', 'You have reached the maximum number of tags')],
    ['EC2 itself', saying('InvalidParameterValue', 'The tag key is not valid for instance metadata')],
  ])('by %s are left out, and ours are not', async (_, error) => {
    const { clients, launcher } = refusing(error);
    expect(await launch(clients, tagged)).toMatchObject({ outcome: 'launched', without: ['own-tags'] });
    const [first, second] = sentBy(launcher).map(({ input }) => input);
    expect(JSON.stringify(first)).toContain('CostCenter');
    expect(second).toMatchObject({ TagSpecifications: launchInput(request).TagSpecifications });
    expect(second).not.toHaveProperty('LaunchTemplate');
  });

  test('are no reason to ask again where there are none, or where it is denied all the same', async () => {
    const plain = refusing(denied);
    await expect(launch(plain.clients, request)).rejects.toThrow(RefusedError);
    expect(sentBy(plain.launcher)).toHaveLength(1);
    const twice = refusing(denied, denied);
    await expect(launch(twice.clients, tagged)).rejects.toThrow(/explicit deny/);
    expect(sentBy(twice.launcher)).toHaveLength(2);
  });
});
