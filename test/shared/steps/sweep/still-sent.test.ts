/** What a sweep remembers of the sent notifications, and what it notifies again. */
import { DeleteTagsCommand, DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { type Condition, sentTag } from '../../../../shared/domain/messages/news.ts';
import { type Address, TAG } from '../../../../shared/domain/snapshot.ts';
import { memoryOf, rememberSent } from '../../../../shared/steps/sweep/sweep-memory.ts';
import { sweepOne } from '../../../../shared/steps/sweep/sweep-one.ts';
import type { Round } from '../../../../shared/steps/sweep/work.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { ago, listed, NOW, onDuty, probation, tagged } from '../../../support/duties.ts';
import { leaveBehind } from '../../../support/left-behind.ts';
import { awsError } from '../../../support/mocked-clients.ts';

const DRIFT: Condition = { kind: 'drift', about: 'rtb-a 10.242.2.0/24', detail: '' };
const HELD: Condition = { kind: 'held', about: 'cooldown', detail: '' };
const MALFORMED: Condition = {
  ...{ kind: 'malformed-tag', about: 'failover:paused-until' },
  detail:
    'failover:paused-until is "forever", which is not a valid time: automatic takeovers are held; end it with: npm run failover -- resume sophos --stage dev',
};
const LEFTOVER: Condition = {
  ...{ kind: 'leftover', about: 'i-left' },
  detail: 'i-left was launched by a takeover that did not use it, and is running',
};

const sent = (...conditions: Condition[]) => ({ [TAG.sent]: sentTag(conditions) });

type Story = {
  meanwhile?: Record<string, string>;
  tags: Record<string, string>;
  state?: 'running' | 'stopped';
  thorough?: boolean;
  left?: boolean;
};

/** Its last takeover was yesterday; `left` is an unused replacement. */
function roundOf(
  address: Address,
  { state = 'running', thorough = false, left = false }: Omit<Story, 'tags' | 'meanwhile'>,
): Round {
  const ids = ['i-old', ...(left ? ['i-left'] : [])];
  return {
    thorough,
    everything: {
      addresses: new Map([['203.0.113.10', address]]),
      alarms: undefined,
      takeovers: new Map([['sophos', [{ generation: 3, status: 'SUCCEEDED', stoppedAt: ago(90_000) }]]]),
      ours: left ? [{ instanceId: 'i-left', appliance: 'sophos', role: 'replacement' }] : [],
      machines: new Map(
        ids.map((id) => [id, { reading: 'described', state: id === 'i-old' ? state : 'running', status: 'ok' }]),
      ),
    },
  };
}

async function sweeping({ tags, meanwhile = {}, ...story }: Story, duty = onDuty()) {
  leaveBehind(duty);
  const address = tagged({ ...probation('proven', ago(90_000)), ...tags });
  duty.ec2.on(DescribeAddressesCommand).resolves(listed({ ...address, tags: { ...address.tags, ...meanwhile } }));
  const { swept, news } = await sweepOne(anAppliance(), roundOf(address, story), duty.deps);
  const wrote = duty.wrote().filter(({ command }) => command.endsWith('Tags'));
  return { swept, news, wrote };
}

const wroteTags = (command: 'CreateTags' | 'DeleteTags', Key: string, Value: string) => ({
  command,
  input: { Resources: ['eipalloc-1'], Tags: [{ Key, Value }] },
});

describe('news', () => {
  const news = { appliance: 'sophos', allocationId: 'eipalloc-1', publicIp: '203.0.113.10' };
  const tags = { [TAG.pausedUntil]: 'forever' };

  test('are all that is so now, as soon as one of it was not notified', async () => {
    const conditions = [LEFTOVER, { ...MALFORMED, insist: true }];
    const story = { tags: { ...tags, ...sent(MALFORMED) }, left: true };
    expect((await sweeping(story)).news).toEqual({ ...news, conditions });
  });

  test('are none once all of it was notified', async () => {
    const story = { tags: sent(LEFTOVER), left: true };
    expect((await sweeping(story)).news).toBeUndefined();
  });

  test('are what holds every takeover as well, even if the list has it, until this environment has sent it', async () => {
    const duty = onDuty();
    const story = { tags: { ...tags, ...sent(MALFORMED, LEFTOVER) }, left: true };
    const first = (await sweeping(story, duty)).news;
    expect(first?.conditions).toEqual([LEFTOVER, { ...MALFORMED, insist: true }]);
    if (first) rememberSent(first, memoryOf('sophos', duty.deps), NOW);
    expect((await sweeping(story, duty)).news).toBeUndefined();
  });
});

describe('what was notified', () => {
  test('stays in the list while not everything was compared', async () => {
    expect(await sweeping({ tags: sent(DRIFT) })).toMatchObject({ wrote: [], swept: { active: 'i-old' } });
  });

  test('stays in the list while the instance may have failed, for then its routes are not compared', async () => {
    const { wrote, swept } = await sweeping({ tags: sent(DRIFT), state: 'stopped', thorough: true });
    expect({ wrote, why: swept.why }).toEqual({ wrote: [], why: 'EC2 says that i-old is stopped' });
  });

  test('stays in the list while its instance is refused, for then its routes were not compared either', async () => {
    const { wrote, swept } = await sweeping({ tags: sent(DRIFT), thorough: true });
    expect(swept.refused).toBe('i-old holds the address, but is absent');
    expect(wrote).toEqual([]);
  });

  test('of a hold is forgotten once the instance is well, and nothing else is', async () => {
    const { wrote } = await sweeping({ tags: sent(DRIFT, HELD) });
    expect(wrote).toEqual([wroteTags('CreateTags', TAG.sent, sentTag([DRIFT]))]);
  });

  test('during the sweep stays, when a hold is forgotten', async () => {
    const image: Condition = { kind: 'image-protected', about: 'ami-1', detail: '' };
    const { wrote } = await sweeping({ tags: sent(HELD), meanwhile: sent(HELD, image) });
    expect(wrote).toEqual([wroteTags('CreateTags', TAG.sent, sentTag([image]))]);
  });

  test('of a hold alone is taken away as it was read', async () => {
    const { wrote } = await sweeping({ tags: sent(HELD) });
    expect(wrote).toEqual([wroteTags('DeleteTags', TAG.sent, sentTag([HELD]))]);
  });

  test('of a hold stays in the list while the instance may have failed', async () => {
    expect((await sweeping({ tags: sent(HELD), state: 'stopped' })).wrote).toEqual([]);
  });
});

describe('a tag whose time is over', () => {
  const over = ago(600);

  test.each([
    [TAG.pausedUntil, `the pause until ${over} is over`],
    [TAG.rebootingUntil, `the excuse for a reboot until ${over} is over`],
  ])('%s is taken away as it was read, and that is said', async (key, change) => {
    const { swept, wrote } = await sweeping({ tags: { [key]: over } });
    expect(swept).toEqual({ appliance: 'sophos', active: 'i-old', changes: [change], problems: [] });
    expect(wrote).toEqual([wroteTags('DeleteTags', key, over)]);
  });

  test('that cannot be taken away is a problem, and the next duty is done all the same', async () => {
    const duty = onDuty();
    const Tags = [{ Key: TAG.pausedUntil, Value: over }];
    duty.ec2.on(DeleteTagsCommand, { Resources: ['eipalloc-1'], Tags }).rejects(awsError('UnauthorizedOperation', 403));
    const { swept } = await sweeping({ tags: { [TAG.pausedUntil]: over, [TAG.rebootingUntil]: over } }, duty);
    expect(swept).toEqual({
      ...{ appliance: 'sophos', active: 'i-old' },
      changes: [`the excuse for a reboot until ${over} is over`],
      problems: [expect.stringMatching(/^removing tags of eipalloc-1/)],
    });
  });
});
