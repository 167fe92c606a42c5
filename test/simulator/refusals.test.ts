/** Bad input at the deployed doors: each is answered with which and why, and nothing is changed. */
import { describe, expect, test } from '@jest/globals';
import { allTrue, truth, write } from '../../simulator/account/consistency.ts';
import { newId } from '../../simulator/account/ec2/ids.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { ASK, anAlarm, type Knock, knock, knockAtTakeover } from './steps/knock.ts';

type Row = Knock & { what: string; outcome: string; why: RegExp };

const refused = (what: string, why: RegExp, how: Knock = {}): Row => ({ what, outcome: 'RefusedError', why, ...how });
const held = (what: string, because: string, why: RegExp, how: Knock): Row => ({
  ...{ what, outcome: `held: ${because}`, why },
  ...how,
});
/** A direct probe would find it dead, so nothing but the row's own reason holds a takeover back. */
const alarmed = (input: NonNullable<Knock['input']>): Knock => ({ dead: true, input });
const asked = (input: unknown): Knock => ({ input: () => input });

const without = <Key extends string>(value: Record<string, unknown>, key: Key): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));

const inputs: Row[] = [
  held('an unknown appliance', 'unknown-appliance', /"fortigate" is not configured; these are: sophos/, {
    ...asked({ ...ASK, appliance: 'fortigate' }),
  }),
  refused(
    'an unknown mode',
    /mode: must be "failover" or "switchover" or "rehearse"/,
    asked({ ...ASK, mode: 'panic' }),
  ),
  refused('a misspelt key', /unknown key "requestdBy"/, asked({ ...ASK, requestdBy: 'ada' })),
  refused('no appliance at all', /appliance: is missing/, asked({})),
  refused('a number for a name', /appliance: must be string/, asked({ ...ASK, appliance: 7 })),
  refused('a sweep that asks for a switchover', /sweep never asks for a switchover/, {
    ...asked({ ...ASK, mode: 'switchover', requestedBy: 'sweep', force: undefined }),
  }),
  refused(
    'an alarm event without detail',
    /the alarm event is not understood: detail: is missing/,
    alarmed((simulation) => without(anAlarm(simulation), 'detail')),
  ),
  refused(
    'an event of another kind',
    /detail-type: must be "CloudWatch Alarm State Change"/,
    alarmed((simulation) => ({ ...anAlarm(simulation), 'detail-type': 'EC2 Instance State-change Notification' })),
  ),
  refused(
    'an alarm event whose timestamps are no instants',
    /is no instant/,
    alarmed((simulation) => {
      const event = anAlarm(simulation);
      const state = { ...event.detail.state, timestamp: 'yesterday' };
      return { ...event, time: 'yesterday', detail: { ...event.detail, state } };
    }),
  ),
];

const alarms: Row[] = [
  held(
    "another owner's alarm",
    'not-our-alarm',
    /cpu-high is not an alarm of stage dev/,
    alarmed((simulation) => {
      const event = anAlarm(simulation);
      return { ...event, detail: { ...event.detail, alarmName: 'cpu-high' } };
    }),
  ),
  held(
    'an alarm of another stage',
    'not-our-alarm',
    /failover-prod-sophos-status-check is not an alarm of stage dev/,
    alarmed((simulation) => anAlarm(simulation, { stage: 'prod' })),
  ),
  held(
    'an alarm of ours about an appliance that is not configured',
    'unknown-appliance',
    /"fortigate" is not configured/,
    alarmed((simulation) => anAlarm(simulation, { appliance: 'fortigate' })),
  ),
  held(
    'an alarm of another account',
    'not-our-alarm',
    /of account 999999999999 in ap-northeast-1, not of 123456789012/,
    alarmed((simulation) => anAlarm(simulation, { accountId: '999999999999' })),
  ),
  held(
    'an alarm of another Region',
    'not-our-alarm',
    /in eu-west-1, not of .* in ap-northeast-1/,
    alarmed((simulation) => anAlarm(simulation, { region: 'eu-west-1' })),
  ),
  ...(['OK', 'INSUFFICIENT_DATA'] as const).map((state) =>
    held(
      `an alarm that went to ${state}`,
      'not-in-alarm',
      new RegExp(`failover-dev-sophos-status-check went to ${state}`),
      alarmed((simulation) => anAlarm(simulation, { state })),
    ),
  ),
  held(
    'an event older than 15 minutes',
    'stale',
    /more than 15 minutes ago/,
    alarmed((simulation) => anAlarm(simulation, { ageSeconds: 901 })),
  ),
  held('an event from before the end of the last takeover', 'stale', /before the takeover that ended at/, {
    moved: true,
    input: (simulation) => anAlarm(simulation, { kind: 'probe', ageSeconds: 130 }),
  }),
  held('an event about an instance that no longer holds the address', 'stale', /is about i-\w+, but i-\w+ holds/, {
    moved: true,
    input: (simulation) => anAlarm(simulation, { instanceId: firstOf(simulation) }),
  }),
];

const firstOf = ({ world }: Simulation): string => allTrue(world.ec2.instances)[0]?.id ?? '';

const surroundings: Row[] = [
  refused('two VPCs of that Name', /vpc: 2 VPCs have the Name "my-vpc"/, { build: { twins: ['vpc'] } }),
  refused('no VPC of that Name', /vpc: 0 VPCs have the Name "my-vpc"/, {
    upset: ({ world }) => world.ec2.vpcs.clear(),
  }),
  refused('no subnet of that Name', /subnets: none named "public" in vpc-/, {
    upset: ({ world }) => world.ec2.subnets.clear(),
  }),
  refused('no route table of that Name', /routeTables: none found for "public" in vpc-/, {
    upset: ({ world }) => world.ec2.routeTables.clear(),
  }),
  refused('an address that the account does not have', /floatingIp: 0 addresses with public-ip 203\.0\.113\.10/, {
    upset: ({ world }) => world.ec2.addresses.clear(),
  }),
  refused('no image at all', /image: none of the 0 available images of this account named "sophos" is good/, {
    build: { imageAgesHours: [] },
  }),
  refused('no good image', /image: none of the 3 available images of this account named "sophos" is good/, {
    build: { imageTags: { 'failover:image': 'candidate' } },
  }),
  refused(
    'only images that another stack has made',
    /none of the 3 .* 3 of them belong to another appliance or stack/,
    {
      build: {
        imageTags: { 'failover:image': 'good', 'failover:appliance': 'sophos', 'failover:owner': 'failover-prod' },
      },
    },
  ),
];

/** The address is given to a network interface that belongs to no instance. */
function looseInterface({ world }: Simulation): void {
  const { addresses, networkInterfaces } = world.ec2;
  const [address] = allTrue(addresses);
  const model = truth(networkInterfaces, address?.networkInterfaceId ?? '');
  if (!address || !model) throw new Error('the address has no holder');
  const value = { ...model, id: newId(world, 'eni'), instanceId: undefined };
  write(world, networkInterfaces, { id: value.id, value, lagMs: 0 });
  write(world, addresses, { id: address.id, value: { ...address, networkInterfaceId: value.id }, lagMs: 0 });
}

const tagged = (key: string, value: string) => ({ adopted: false, build: { addressTags: { [key]: value } } });

const identities: Row[] = [
  held('an owner tag of another stack', 'not-owner', /belongs to failover-prod, and this is failover-dev/, {
    ...tagged('failover:owner', 'failover-prod'),
  }),
  held('neither a holder nor a tag that names one', 'no-holder', /attached to nothing, and nothing says who/, {
    ...{ adopted: false, build: { unattached: true } },
  }),
];

const nothing = { changed: [], takeovers: 0, violations: [] };

describe.each([
  ['an input that says', inputs],
  ['an alarm event:', alarms],
  ['surroundings with', surroundings],
  ['an address with', identities],
] as const)('nothing is changed by %s', (_, rows) => {
  test.each(rows)('$what', async ({ outcome, why, what, ...how }) => {
    expect(await knock(how)).toEqual({ outcome, why: expect.stringMatching(why), ...nothing });
  });
});

/** Step Functions cannot write an error beside an input that is no object, so the machine lets the error be the state. */
describe('nothing is changed by an input that is no object:', () => {
  test.each([[7], ['sophos'], [null], [[ASK]]])('%j', async (input) => {
    const { outcome, ...rest } = await knock(asked(input));
    expect(outcome).toBe('RefusedError');
    expect(rest).toMatchObject(nothing);
  });
});

test('nothing is changed by a takeover that is started by hand, without a plan of the failover machine', async () => {
  const { outcome, why, ...rest } = await knockAtTakeover({ appliance: 'sophos', mode: 'failover' });
  expect({ outcome, why }).toEqual({
    outcome: 'RefusedError',
    why: expect.stringMatching(/not a plan of the failover machine/),
  });
  expect(rest).toMatchObject({ changed: [], violations: [] });
});

describe('service comes first: a takeover goes on with', () => {
  test.each<{ what: string; how: Omit<Row, 'what' | 'outcome' | 'why'> }>([
    { what: 'the groups of the template where their Name has two', how: { build: { twins: ['security-group'] } } },
    { what: 'its own zone where there is no other', how: { build: { zones: ['a'] } } },
    { what: 'an address whose interface belongs to no instance: it leads to nothing', how: { upset: looseInterface } },
  ])('$what', async ({ how }) => {
    expect(await knock(how)).toMatchObject({
      takeovers: 1,
      violations: [],
      outcome: expect.stringMatching(/^taking-over/),
    });
  });

  test('no group at all is refused by EC2 before anything is moved', async () => {
    const upset = ({ world }: Simulation): void => world.ec2.securityGroups.clear();
    const { changed, violations } = await knock({ upset });
    expect({ changed, violations }).toEqual({
      changed: ['claim: CreateTags', 'launch-replacement: RunInstances'],
      violations: [],
    });
  });
});
