/** Instances that a takeover could not carry over: the sweep refuses them by name, and so does the failover machine. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { truth, write } from '../../simulator/account/consistency.ts';
import { ec2Actions } from '../../simulator/account/ec2/actions.ts';
import { newId } from '../../simulator/account/ec2/ids.ts';
import type { InstanceRecord } from '../../simulator/account/ec2/state.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { holder, type Knock, knock, sweepOver } from './steps/knock.ts';

type Row = Knock & { what: string; why: RegExp };

/** Changes what EC2 has on record of the holder. */
const holding =
  (change: (simulation: Simulation, instance: InstanceRecord) => Partial<InstanceRecord>) =>
  (simulation: Simulation): void => {
    const { instances } = simulation.world.ec2;
    const instance = truth(instances, holder(simulation));
    if (!instance) throw new Error('the address has no holder');
    const value = { ...instance, ...change(simulation, instance) };
    write(simulation.world, instances, { id: instance.id, value, lagMs: 0 });
  };

const secondInterface = holding(({ world }, { networkInterfaceIds: [first = ''] }) => {
  const { networkInterfaces } = world.ec2;
  const model = truth(networkInterfaces, first);
  if (!model) throw new Error('the holder has no network interface');
  const second = { ...model, id: newId(world, 'eni'), privateIp: '10.0.0.99' };
  write(world, networkInterfaces, { id: second.id, value: second, lagMs: 0 });
  return { networkInterfaceIds: [first, second.id] };
});

/** The simulator gives an interface one private address; here EC2 answers with a second one. */
const SECONDARY = { Primary: false, PrivateIpAddress: '10.0.0.99', Association: { PublicIp: '203.0.113.99' } };
const { DescribeInstances: describeInstances } = ec2Actions;

function furtherAddress(): void {
  ec2Actions.DescribeInstances = (world, input) => {
    const { Reservations: [reservation] = [] } = describeInstances(world, input);
    for (const item of reservation?.Instances?.[0]?.NetworkInterfaces ?? []) item.PrivateIpAddresses?.push(SECONDARY);
    return { Reservations: reservation ? [reservation] : [] };
  };
}

afterEach(() => {
  ec2Actions.DescribeInstances = describeInstances;
});

const instanceProfile = { arn: 'arn:aws:iam::123456789012:instance-profile/sophos', id: 'AIPASOPHOS' };

/** What prevents the instance from being carried over, for every caller. */
const unfit: Row[] = [
  {
    what: 'two network interfaces',
    why: /i-\w+ has 2 network interfaces, and a takeover can carry over only one/,
    upset: secondInterface,
  },
  {
    what: 'a further address',
    why: /further addresses that would be left behind: 10\.0\.0\.99, 203\.0\.113\.99/,
    upset: furtherAddress,
  },
  {
    what: 'an instance profile without a role',
    why: /has an instance profile; name its role under instanceRole/,
    upset: holding(() => ({ instanceProfile })),
  },
];

/** What makes it doubtful which instance is meant; a takeover takes the holder of the address for it. */
const doubtful: Row[] = [
  { what: 'a twin of its Name', why: /the Name "sophos" is ambiguous: i-\w+, i-\w+/, build: { twins: ['instance'] } },
  {
    what: 'another Name than the configured one',
    why: /the address is held by i-\w+, named "mail", and not by "sophos"/,
    upset: holding((_, { tags }) => ({ tags: { ...tags, Name: 'mail' } })),
  },
  {
    what: 'no Name',
    why: /named "", and not by "sophos"/,
    upset: holding(() => ({ tags: {} })),
  },
  {
    what: 'an address that belongs to another stack',
    why: /belongs to failover-prod, and this is failover-dev/,
    build: { addressTags: { 'failover:owner': 'failover-prod' } },
  },
  {
    what: 'an address that is attached to nothing',
    why: /the address 203\.0\.113\.10 is attached to no/,
    build: { unattached: true },
  },
  { what: 'an instance that is stopped', why: /i-\w+ is stopped/, build: { instanceState: 'stopped' } },
];

describe('the sweep does not adopt, and changes nothing for', () => {
  test.each([...unfit, ...doubtful])('$what', async ({ what, why, ...how }) => {
    expect(await sweepOver(how)).toEqual({ refused: expect.stringMatching(why), changed: [] });
  });

  test.each([
    {
      what: 'the further address is one to ignore',
      appliance: { ignoreAddresses: ['10.0.0.99', '203.0.113.99'] },
      upset: furtherAddress,
    },
    {
      what: 'the role of the instance profile is named',
      appliance: { instanceRole: 'sophos' },
      upset: holding(() => ({ instanceProfile })),
    },
    { what: 'nothing stands in the way', appliance: {}, upset: () => undefined },
  ])('and adopts when $what', async ({ what, ...how }) => {
    expect(await sweepOver(how)).toMatchObject({ refused: '' });
  });
});

describe('a takeover of what was never adopted is refused for', () => {
  test.each(unfit)('$what', async ({ what, why, ...how }) => {
    const told = await knock({ ...how, adopted: false });
    expect(told).toEqual({
      ...{ outcome: 'RefusedError', why: expect.stringMatching(why) },
      ...{ changed: [], takeovers: 0, violations: [] },
    });
  });
});
