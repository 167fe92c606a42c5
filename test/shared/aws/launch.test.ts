/** The launch: one request with everything in it, which may be repeated. */
import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { type LaunchRequest, launch, launchInput, terminate } from '../../../shared/aws/launch.ts';
import { RefusedError, TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';
import { aPlacement, aPlan } from '../../support/plans.ts';

const aRequest = (overrides: Partial<LaunchRequest> = {}): LaunchRequest => ({
  plan: aPlan(),
  placement: aPlacement(),
  stage: 'dev',
  executionStart: '2026-11-21T03:00:05.000Z',
  by: 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g1',
  ...overrides,
});

const clientTokenOf = (request: LaunchRequest): string => launchInput(request).ClientToken ?? '';

const answering = (error: Error) => {
  const { clients, launcher } = mockedClients();
  launcher.on(RunInstancesCommand).rejects(error);
  return launch(clients, aRequest());
};

describe('the client token', () => {
  test('is the same for the same request, and short enough for EC2', () => {
    expect(clientTokenOf(aRequest())).toBe(clientTokenOf(structuredClone(aRequest())));
    expect(clientTokenOf(aRequest())).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[string, Partial<LaunchRequest>]>([
    ['zone', { placement: aPlacement({ zone: 'ap-northeast-1d' }) }],
    ['type', { placement: aPlacement({ instanceType: 'm5.xlarge' }) }],
    ['image', { placement: aPlacement({ imageId: 'ami-older' }) }],
    ['generation', { plan: aPlan({ generation: 2 }) }],
    ['appliance', { plan: aPlan({ appliance: 'vpn' }) }],
    ['execution', { executionStart: '2026-11-21T03:00:06.000Z' }],
    ['stage', { stage: 'prod' }],
  ])('differs by %s', (_, overrides) => {
    expect(clientTokenOf(aRequest(overrides))).not.toBe(clientTokenOf(aRequest()));
  });
});

describe('the request', () => {
  test('launches one instance from the template, into the subnet, with the image and type of the placement', () => {
    expect(launchInput(aRequest())).toMatchObject({
      MinCount: 1,
      MaxCount: 1,
      LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '3' },
      ImageId: 'ami-new',
      InstanceType: 'm5.large',
      SubnetId: 'subnet-c',
      SecurityGroupIds: ['sg-1'],
      ClientToken: clientTokenOf(aRequest()),
    });
  });

  test('tags instance, volumes and network interface from their first moment on', () => {
    const Tags = [
      { Key: 'Name', Value: 'sophos' },
      { Key: 'failover:appliance', Value: 'sophos' },
      { Key: 'failover:role', Value: 'replacement' },
      { Key: 'failover:generation', Value: '1' },
      { Key: 'failover:by', Value: aRequest().by },
    ];
    expect(launchInput(aRequest()).TagSpecifications).toEqual(
      ['instance', 'volume', 'network-interface'].map((ResourceType) => ({ ResourceType, Tags })),
    );
  });

  test('spells everything out when the appliance was never adopted', () => {
    const blueprint = {
      securityGroupIds: ['sg-1'],
      keyName: 'ops',
      instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/utm',
      ebsOptimized: true,
      autoRecovery: 'disabled',
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 2, httpEndpoint: 'enabled' },
    } as const;
    const input = launchInput(aRequest({ plan: aPlan({ blueprint: { ...blueprint, securityGroupIds: ['sg-1'] } }) }));
    expect(input).toMatchObject({
      KeyName: 'ops',
      IamInstanceProfile: { Arn: blueprint.instanceProfileArn },
      EbsOptimized: true,
      MaintenanceOptions: { AutoRecovery: 'disabled' },
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2, HttpEndpoint: 'enabled' },
    });
    expect(input).not.toHaveProperty('LaunchTemplate');
    expect(input).not.toHaveProperty('UserData');
  });
});

describe('EC2 answers', () => {
  test('with an instance', async () => {
    const { clients, ec2, launcher } = mockedClients();
    launcher.on(RunInstancesCommand).resolves({ Instances: [{ InstanceId: 'i-new', State: { Name: 'pending' } }] });
    const answer = await launch(clients, aRequest());
    expect(answer).toMatchObject({ outcome: 'launched', instance: { id: 'i-new', state: 'pending' } });
    // By the client that the SDK does not retry, and by no other.
    expect(sentBy(launcher)).toEqual([{ command: 'RunInstances', input: launchInput(aRequest()) }]);
    expect(sentBy(ec2)).toEqual([]);
  });

  test('no capacity, which is a refusal although it comes with a status of 500', async () => {
    expect(await answering(awsError('InsufficientInstanceCapacity', 500))).toEqual({
      outcome: 'refused',
      scope: 'placement',
      code: 'InsufficientInstanceCapacity',
      message: 'message of InsufficientInstanceCapacity',
    });
  });

  test('that the image is unusable, which rules out the image', async () => {
    expect(await answering(awsError('InvalidAMIID.Unavailable'))).toMatchObject({ outcome: 'refused', scope: 'image' });
  });

  test.each([awsError('InternalError', 500), awsError('RequestLimitExceeded', 503), awsError('TimeoutError', 0)])(
    'nothing definite ($name), so that the same token is sent again',
    async (error) => {
      await expect(answering(error)).rejects.toThrow(TransientError);
    },
  );

  test('a refusal that no other placement would change', async () => {
    await expect(answering(awsError('UnauthorizedOperation', 403))).rejects.toThrow(RefusedError);
    await expect(answering(awsError('UnauthorizedOperation', 403))).rejects.toThrow(
      /m5.large in ap-northeast-1c from ami-new/,
    );
  });

  test('without an instance, which is not taken for one', async () => {
    const { clients, launcher } = mockedClients();
    launcher.on(RunInstancesCommand).resolves({ Instances: [] });
    await expect(launch(clients, aRequest())).rejects.toThrow(/without an instance/);
  });
});

test('a replacement that died is terminated by its id', async () => {
  const { clients, ec2 } = mockedClients();
  await terminate(clients, 'i-new');
  expect(sentBy(ec2)).toEqual([{ command: 'TerminateInstances', input: { InstanceIds: ['i-new'] } }]);
});
