/** One sweep over one appliance: what is done, what waits, and what is notified, by what was read. */
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { SeenAlarm } from '../../../../shared/aws/alarms.ts';
import type { ListedTakeover } from '../../../../shared/aws/executions.ts';
import type { MachineReading, OurInstance } from '../../../../shared/aws/read-fleet.ts';
import type { Condition } from '../../../../shared/domain/messages/news.ts';
import { type Address, TAG } from '../../../../shared/domain/snapshot.ts';
import type { Everything } from '../../../../shared/steps/sweep/read-all.ts';
import { sweepOne } from '../../../../shared/steps/sweep/sweep-one.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { ago, onDuty, probation, tagged } from '../../../support/duties.ts';
import { mockGenuine } from '../../../support/genuine-mock.ts';
import { leaveBehind } from '../../../support/left-behind.ts';
import { awsError } from '../../../support/mocked-clients.ts';
import { failedPartlyApplied } from '../../../support/past-takeovers.ts';

const machine = (state: 'running' | 'stopped'): MachineReading => ({ reading: 'described', state, status: 'ok' });
const another = (instanceId: string, role: string, appliance = 'sophos'): OurInstance => ({
  ...{ instanceId, appliance, role },
});
const ended = (seconds: number, status: ListedTakeover['status'] = 'SUCCEEDED') =>
  new Map([['sophos', [{ generation: 3, status, stoppedAt: ago(seconds) }]]]);

/** Adopted long ago, with a probe that votes. */
const adopted = (tags: Record<string, string> = {}, overrides: Partial<Address> = {}): Address =>
  tagged({ ...probation('proven', ago(90_000)), ...tags }, overrides);

type Story = Partial<Everything> & {
  address?: Address;
  thorough?: boolean;
  serves?: boolean;
  cutOff?: boolean;
  duty?: ReturnType<typeof onDuty>;
};

/** It runs, nothing is wrong with it, its last takeover was yesterday, and no duty has its turn. */
async function sweptOne({
  address = adopted(),
  thorough = false,
  duty,
  serves = true,
  cutOff = false,
  ...read
}: Story) {
  const onIt = duty ?? onDuty({ address, serves, cutOff });
  leaveBehind(onIt);
  const { deps, wrote, sent, probedAt } = onIt;
  const everything: Everything = {
    addresses: new Map([['203.0.113.10', address]]),
    alarms: undefined,
    takeovers: ended(90_000),
    ours: [],
    ...read,
    machines: new Map([['i-old', machine('running')], ...(read.machines ?? [])]),
  };
  const { swept, news } = await sweepOne(anAppliance(), { everything, thorough }, deps);
  return { swept, news, wrote: wrote(), sent: sent(), looked: probedAt.length > 0 };
}

const kindsOf = (news: { conditions: Condition[] } | undefined) => news?.conditions.map(({ kind }) => kind) ?? [];

const calm = { appliance: 'sophos', active: 'i-old', changes: [], problems: [] };
const STOPPED = new Map([['i-old', machine('stopped')]]);
const LOSS = 'EC2 says that i-old is stopped';

test('an appliance that is well is left as it is', async () => {
  expect(await sweptOne({})).toEqual({ swept: calm, news: undefined, wrote: [], sent: [], looked: false });
});

describe('nothing is asked of AWS', () => {
  const untouched = { appliance: 'sophos', changes: [], problems: [] };
  const NO_ADDRESS = 'floatingIp: no address 203.0.113.10 in this account and Region';
  test.each<[string, Story, object]>([
    ['about an address that the account does not have', { addresses: new Map() }, { refused: NO_ADDRESS }],
    [
      'while it is unknown whether a takeover runs',
      { takeovers: undefined },
      { problems: ['whether a takeover is running is unknown'] },
    ],
  ])('%s', async (_, story, said) => {
    const ours = [another('i-retired', 'retired')];
    const machines = new Map([...STOPPED, ['i-retired', machine('running')]]);
    const { swept, news, sent } = await sweptOne({ ...story, ours, machines });
    expect({ swept, news, sent }).toEqual({ swept: { ...untouched, ...said }, news: undefined, sent: [] });
  });
});

test('while a takeover runs nothing is asked but whether it is ours', async () => {
  const { swept, news, sent } = await sweptOne({ takeovers: ended(0, 'RUNNING'), machines: STOPPED });
  expect({ swept, news }).toEqual({ swept: { appliance: 'sophos', changes: [], problems: [] }, news: undefined });
  expect(sent.map(({ command }) => command)).toEqual(['DescribeExecution']);
});

test('an address of another stack is left alone, and operators are notified for any value of its tags', async () => {
  const address = adopted({ [TAG.owner]: 'failover-prod', [TAG.sent]: 'c1' });
  const { swept, news, sent } = await sweptOne({ address });
  const refused = 'the address 203.0.113.10 belongs to failover-prod, and this is failover-dev';
  expect({ swept, sent }).toEqual({ swept: { appliance: 'sophos', changes: [], problems: [], refused }, sent: [] });
  expect(news?.conditions).toMatchObject([{ kind: 'foreign-owner', about: 'failover-prod', insist: true }]);
});

describe('an appliance that may have failed', () => {
  test('is asked about and not otherwise kept, and its relatives are', async () => {
    const machines = new Map([...STOPPED, ['i-left', machine('running')]]);
    const { swept, news } = await sweptOne({ machines, ours: [another('i-left', 'replacement')], thorough: true });
    expect(swept).toEqual({
      ...{ appliance: 'sophos', changes: [], problems: [] },
      ...{ started: 'sweep-sophos-20261121T0300', why: LOSS },
    });
    expect(kindsOf(news)).toEqual(['leftover']);
  });

  const alarm = (instanceId?: string): SeenAlarm => ({ state: 'alarm', since: ago(600), asWanted: true, instanceId });
  const word = (stands: 'since' | 'proven', since: string) => probation(stands, since)[TAG.probe];
  const watched: SeenAlarm = { state: 'ok', since: ago(600), asWanted: true, instanceId: 'i-old' };
  const PROBE_ALARM = `the probe alarm is in ALARM since ${ago(600)}`;
  const alarms = (statusCheck: SeenAlarm, probe: SeenAlarm) =>
    new Map([['sophos', { statusCheck, probe: { probation: word('proven', ago(90_000)), ...probe } }]]);

  test.each([
    ['its status check alarm', alarms(alarm('i-old'), watched), 'the status check alarm of i-old is in ALARM'],
    ['its probe alarm', alarms(watched, alarm()), PROBE_ALARM],
  ])('because of %s is kept when it answers, and not when that is unknown', async (_, seen, why) => {
    expect((await sweptOne({ alarms: seen })).swept).toEqual({ ...calm, why });
    const { swept } = await sweptOne({ alarms: seen, serves: false, cutOff: true });
    expect(swept).toEqual({ appliance: 'sophos', changes: [], problems: [], why });
  });

  test.each<[string, Story]>([
    ['watches another instance', { alarms: alarms(alarm('i-older'), watched) }],
    ['is a probe’s that has no vote', { alarms: alarms(watched, { ...alarm(), probation: word('since', ago(60)) }) }],
    ['has no data', { alarms: alarms(watched, { ...alarm(), state: 'insufficient-data' }) }],
  ])('is not looked at for an alarm that %s', async (_, story) => {
    const { swept, looked } = await sweptOne(story);
    expect({ why: swept.why, looked }).toEqual({ why: undefined, looked: false });
  });

  test('is not looked at while a rotation reboots it, as long as the silence is younger than seven minutes', async () => {
    const address = adopted({ [TAG.rebootingUntil]: ago(-600) });
    const silent = (seconds: number) =>
      sweptOne({ address, alarms: alarms(watched, { ...alarm(), since: ago(seconds) }) });
    const young = await silent(120);
    const why = `the probe alarm is in ALARM since ${ago(120)}; excused until ${ago(120 - 420)}`;
    expect({ why: young.swept.why, looked: young.looked }).toEqual({ why, looked: false });
    expect((await silent(600)).looked).toBe(true);
  });
});

describe('the last takeover', () => {
  const two = {
    ours: [another('i-new', 'active'), another('i-left', 'replacement')],
    machines: new Map([
      ['i-new', machine('running')],
      ['i-left', machine('running')],
    ]),
  };

  const halfWay = (address: Address) => {
    const duty = onDuty({ address, serves: true });
    mockGenuine(duty.sfn, failedPartlyApplied(), 3);
    return sweptOne({ ...two, address, duty, takeovers: ended(60, 'FAILED') });
  };
  const asked = { started: 'sweep-sophos-20261121T0300', why: 'the takeover of generation 3 is partially applied' };

  test('that is partially applied is what the failover machine is asked about, and the active instance is not named yet', async () => {
    const { swept, news, looked } = await halfWay(adopted({}, { instanceId: 'i-new' }));
    expect(swept).toEqual({ ...{ appliance: 'sophos', changes: [], problems: [] }, ...asked });
    expect({ news, looked }).toEqual({ news: undefined, looked: false });
  });

  test('that is partially applied with the address at the old instance leaves that one its sweeps: it may well serve', async () => {
    const { swept, news, looked } = await halfWay(adopted());
    expect(swept).toEqual({ ...calm, ...asked });
    expect({ news, looked }).toEqual({ news: undefined, looked: false });
  });

  test('that cannot be read is a problem, counts as just over, and keeps no duty from being done', async () => {
    const duty = onDuty();
    duty.sfn.on(DescribeExecutionCommand).rejects(awsError('AccessDeniedException'));
    const { swept, news } = await sweptOne({ ...two, duty, takeovers: ended(60, 'FAILED') });
    expect(swept).toEqual({ ...calm, problems: [expect.stringMatching(/^reading takeover-sophos-g3/)] });
    expect(kindsOf(news)).toEqual(['two-active']);
  });

  test.each([
    [1_200, ['two-active']],
    [1_201, ['leftover', 'two-active']],
  ])('that ended %s seconds ago leaves %j to be notified', async (seconds, kinds) => {
    expect(kindsOf((await sweptOne({ ...two, takeovers: ended(seconds) })).news)).toEqual(kinds);
  });

  test('leaves nothing where the machines are of another appliance, or the active one', async () => {
    const ours = [another('i-new', 'active', 'vpn'), another('i-old', 'active')];
    expect((await sweptOne({ ...two, ours })).news).toBeUndefined();
  });
});
