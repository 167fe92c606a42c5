/** R26, R32: each attribute of the live instance over the comparison with its launch template, and in the launch. */
import {
  DescribeInstanceCreditSpecificationsCommand,
  DescribeLaunchTemplateVersionsCommand,
  type Instance,
  type ResponseLaunchTemplateData,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import {
  blueprintOf,
  compareBlueprint,
  keepBlueprint,
  liveBlueprint,
  notCarried,
  readBlueprint,
  readKeptBlueprint,
} from '../../../shared/aws/blueprint.ts';
import { blueprintRequest } from '../../../shared/aws/blueprint-request.ts';
import { launch } from '../../../shared/aws/launch.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';
import { aPlacement, aPlan } from '../../support/plans.ts';

const OF = { name: 'failover-dev-sophos', sweepRoleName: 'failover-dev-SweepRole-1' };
const SWEEP = `arn:aws:sts::123456789012:assumed-role/${OF.sweepRoleName}/failover-dev-sweep`;
const APPLIANCE = { userData: 'none', mode: 'auto', tags: {} } as const;

const PLAIN: Instance = { InstanceId: 'i-old', InstanceType: 'm5.large', SecurityGroups: [{ GroupId: 'sg-1' }] };

type Kept = ResponseLaunchTemplateData;

const keeping = (data: Kept | undefined) => {
  const mocked = mockedClients();
  const versions = [{ LaunchTemplateId: 'lt-1', VersionNumber: 3, CreatedBy: SWEEP, LaunchTemplateData: data ?? {} }];
  mocked.ec2.on(DescribeLaunchTemplateVersionsCommand).resolves({ LaunchTemplateVersions: data ? versions : [] });
  return mocked;
};

/** What the sweep would write for this instance. */
async function templateFor(raw: Instance): Promise<Kept> {
  const { clients, ec2 } = keeping(undefined);
  const live = await blueprintOf(clients, raw, APPLIANCE);
  await keepBlueprint(clients, { ...live, ...OF, imageId: undefined, tags: {} });
  const sent = sentBy(ec2).at(-1)?.input as { LaunchTemplateData: Kept };
  return sent.LaunchTemplateData;
}

const differing = async (raw: Instance, data: Kept): Promise<string[] | undefined> =>
  compareBlueprint(keeping(data).clients, { ...liveBlueprint(raw, APPLIANCE), ...OF });

const CARRIED: [string, Partial<Instance>, Partial<Kept>][] = [
  ['tenancy', { Placement: { Tenancy: 'dedicated' } }, { Placement: { Tenancy: 'dedicated' } }],
  ['detailed monitoring', { Monitoring: { State: 'enabled' } }, { Monitoring: { Enabled: true } }],
  [
    'capacity reservation',
    { CapacityReservationSpecification: { CapacityReservationPreference: 'none' } },
    { CapacityReservationSpecification: { CapacityReservationPreference: 'none' } },
  ],
  [
    'hostname type',
    { PrivateDnsNameOptions: { HostnameType: 'resource-name' } },
    { PrivateDnsNameOptions: { HostnameType: 'resource-name' } },
  ],
  [
    'DNS record of the resource name',
    { PrivateDnsNameOptions: { EnableResourceNameDnsARecord: true } },
    { PrivateDnsNameOptions: { EnableResourceNameDnsARecord: true } },
  ],
  ['metadata tokens', { MetadataOptions: { HttpTokens: 'required' } }, { MetadataOptions: { HttpTokens: 'required' } }],
  [
    'metadata hop limit',
    { MetadataOptions: { HttpPutResponseHopLimit: 3 } },
    { MetadataOptions: { HttpPutResponseHopLimit: 3 } },
  ],
  [
    'tags in the metadata',
    { MetadataOptions: { InstanceMetadataTags: 'enabled' } },
    { MetadataOptions: { InstanceMetadataTags: 'enabled' } },
  ],
  [
    'metadata over IPv6',
    { MetadataOptions: { HttpProtocolIpv6: 'enabled' } },
    { MetadataOptions: { HttpProtocolIpv6: 'enabled' } },
  ],
  [
    'tags',
    { Tags: [{ Key: 'CostCenter', Value: '4711' }] },
    { TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'CostCenter', Value: '4711' }] }] },
  ],
];

describe.each(CARRIED)('%s', (what, raw, data) => {
  const live = { ...PLAIN, ...raw };

  test('goes into the launch template', async () => {
    const { TagSpecifications = [], ...wanted } = data;
    expect(await templateFor(live)).toMatchObject(wanted);
    expect((await templateFor(live)).TagSpecifications ?? []).toEqual(expect.arrayContaining(TagSpecifications));
  });

  test('is named as a difference while the template does not say it, and no longer when it does', async () => {
    expect(await differing(live, await templateFor(PLAIN))).toEqual([what]);
    expect(await differing(live, await templateFor(live))).toEqual([]);
    expect(await differing(PLAIN, await templateFor(live))).toEqual([what]);
  });

  test('is in the launch when the template cannot be named', async () => {
    const { clients } = keeping(await templateFor(live));
    const kept = await readBlueprint(clients, OF);
    if (!kept) throw new Error('there is a template');
    const { TagSpecifications: _, SecurityGroupIds: __, InstanceType: ___, ...template } = await templateFor(live);
    expect(blueprintRequest(kept.blueprint, 'm5.large')).toEqual(template);
    expect(kept.blueprint.tags).toEqual(raw.Tags && { CostCenter: '4711' });
  });
});

describe('CPU credits', () => {
  const T3: Instance = { ...PLAIN, InstanceType: 't3.small' };
  const reading = (CpuCredits: string | undefined) => {
    const mocked = keeping({ InstanceType: 't3.small', CreditSpecification: { CpuCredits: 'standard' } });
    const answer = mocked.ec2.on(DescribeInstanceCreditSpecificationsCommand);
    if (CpuCredits) answer.resolves({ InstanceCreditSpecifications: [{ InstanceId: 'i-old', CpuCredits }] });
    else answer.rejects(awsError('InternalError', 500));
    return mocked;
  };
  const compared = async (credits: string | undefined) => {
    const { clients } = reading(credits);
    const { differs } = {
      differs: await compareBlueprint(clients, { ...(await blueprintOf(clients, T3, APPLIANCE)), ...OF }),
    };
    return (differs ?? []).filter((each) => each === 'CPU credits');
  };

  test('are compared with the template', async () => {
    expect(await compared('standard')).toEqual([]);
    expect(await compared('unlimited')).toEqual(['CPU credits']);
  });

  test('that EC2 does not tell are no difference, and stay in the template', async () =>
    expect(await compared(undefined)).toEqual([]));

  test('are not read of a type without any', async () => {
    const { clients, ec2 } = reading('standard');
    await blueprintOf(clients, PLAIN, APPLIANCE);
    expect(sentBy(ec2)).toEqual([]);
  });

  test('are left out of the launch of a type without any, which EC2 would refuse', async () => {
    const { clients, launcher } = reading('standard');
    launcher.on(RunInstancesCommand).resolves({ Instances: [{ InstanceId: 'i-new', State: { Name: 'pending' } }] });
    const kept = await readKeptBlueprint(clients, OF);
    const plan = aPlan(kept && { blueprint: { ...kept.blueprint, securityGroupIds: ['sg-1'] } });
    const request = { plan, stage: 'dev', executionStart: '2026-11-21T03:00:05.000Z', by: 'arn' };
    await launch(clients, { ...request, placement: aPlacement({ instanceType: 'm5.large' }) });
    await launch(clients, { ...request, placement: aPlacement({ instanceType: 't3.small' }) });
    const [other, same] = sentBy(launcher).map(({ input }) => input);
    expect(other).not.toHaveProperty('LaunchTemplate');
    expect(other).not.toHaveProperty('CreditSpecification');
    expect(same).toHaveProperty('LaunchTemplate');
  });
});

describe('what no launch in another zone can have', () => {
  test.each<[string, Partial<Instance>]>([
    ['dedicated host h-1', { Placement: { Tenancy: 'host', HostId: 'h-1' } }],
    ['the Spot purchase (it is launched On-Demand)', { InstanceLifecycle: 'spot' }],
    ['placement group web', { Placement: { GroupName: 'web' } }],
    [
      'capacity reservation cr-1 (any open one is used)',
      { CapacityReservationSpecification: { CapacityReservationTarget: { CapacityReservationId: 'cr-1' } } },
    ],
    ['DNS record for IPv6', { PrivateDnsNameOptions: { EnableResourceNameDnsAAAARecord: true } }],
    [
      'the tags Team Name',
      { MetadataOptions: { InstanceMetadataTags: 'enabled' }, Tags: [{ Key: 'Team Name', Value: 'x' }] },
    ],
  ])('is named: %s', (name, raw) => expect(notCarried({ ...PLAIN, ...raw }, { tags: {} })).toEqual([name]));

  test('is nothing of a plain instance', () =>
    expect(notCarried({ ...PLAIN, Placement: { Tenancy: 'default', GroupName: '' } }, { tags: {} })).toEqual([]));

  test('is a reservation in its own zone: any open one is taken instead', () => {
    const target = { CapacityReservationTarget: { CapacityReservationId: 'cr-1' } };
    const { blueprint } = liveBlueprint({ ...PLAIN, CapacityReservationSpecification: target }, APPLIANCE);
    expect(blueprintRequest(blueprint, 'm5.large')).toMatchObject({
      CapacityReservationSpecification: { CapacityReservationPreference: 'open' },
    });
  });
});

test('neither protection nor shutdown behaviour goes into the template: a takeover must be able to end a replacement', async () => {
  const data = await templateFor(PLAIN);
  for (const key of ['DisableApiStop', 'DisableApiTermination', 'InstanceInitiatedShutdownBehavior'])
    expect(data).not.toHaveProperty(key);
});
