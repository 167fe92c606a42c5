/** The look that `prepare` has taken: it may stand for the own one, and never against an answer. */
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { LookBeside } from '../../../../shared/domain/decision/look-beside.ts';
import type { Trigger } from '../../../../shared/domain/decision/trigger.ts';
import type { Look } from '../../../../shared/steps/world/look.ts';
import { lookBeside } from '../../../../shared/steps/world/look-beside.ts';
import { clockOf, runInVirtualTime } from '../../../../simulator/account/time/clock.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';

const START = new Date('2026-11-21T03:00:00.000Z');
const at = (seconds: number): string => new Date(START.getTime() + seconds * 1000).toISOString();

const BY_PROBER: Trigger = {
  ...{ by: 'prober', appliance: 'sophos', mode: 'failover', requestedBy: 'prober', reason: 'five probes failed' },
  ...{ since: at(-10), at: at(-1) },
};

type Story = {
  own?: { afterSeconds: number; look: Look };
  look?: LookBeside;
  watched?: LookBeside;
  tier?: 'cold' | 'running';
  trigger?: Trigger;
  unreadable?: boolean;
};

/** What is known, after how long, and how often the history was read. */
function known(story: Story): Promise<{ look: Look; seconds: number; reads: number }> {
  const { own = { afterSeconds: 3, look: { verdict: 'failing' } }, tier = 'running', trigger = BY_PROBER } = story;
  return runInVirtualTime({ startAt: START, seed: 1, limitSeconds: 60 }, async (virtual) => {
    const { deps, sfn } = mockedDeps({ clock: clockOf(virtual) });
    const exited = (name: string, done: unknown) => ({
      ...{ timestamp: START, type: 'TaskStateExited' as const, id: 2 },
      stateExitedEventDetails: { name, output: JSON.stringify({ done }) },
    });
    const warm = { look: story.look };
    const events = [
      { timestamp: START, type: 'ExecutionStarted' as const, id: 1 },
      exited('WarmFunctions', { warm }),
      ...(story.watched ? [exited('WatchAhead', { warm, watch: { look: story.watched } })] : []),
    ];
    if (story.unreadable) sfn.on(GetExecutionHistoryCommand).rejects(new Error('throttled'));
    else sfn.on(GetExecutionHistoryCommand).resolves({ events });
    const looking = virtual.sleep(own.afterSeconds * 1000).then(() => own.look);
    const base = anAppliance();
    const appliance = { ...base, standby: { ...base.standby, tier } };
    const look = await lookBeside(looking, { appliance, trigger }, deps);
    return {
      ...{ look, seconds: (virtual.nowMs() - START.getTime()) / 1000 },
      reads: sfn.commandCalls(GetExecutionHistoryCommand).length,
    };
  });
}

const silent = (from: number, to: number): LookBeside => ({ verdict: 'failing', from: at(from), to: at(to) });

describe('a look beside the row', () => {
  test('stands for the own one after a second and a half', async () => {
    expect(await known({ look: silent(-4, -1) })).toMatchObject({ look: { verdict: 'failing' }, seconds: 1.5 });
  });

  test('counts less than an answer to the own one', async () => {
    const own = { afterSeconds: 0.1, look: { verdict: 'answering' as const } };
    expect(await known({ look: silent(-4, -1), own })).toMatchObject({ look: { verdict: 'answering' } });
  });

  test('is the newest one that is there', async () => {
    expect(await known({ look: silent(-9, -6), watched: silent(-4, -1) })).toMatchObject({ seconds: 1.5 });
  });

  test.each<[string, Story]>([
    ['is older than three seconds', { look: silent(-9, -6) }],
    ['says that the appliance answered', { look: { verdict: 'answering', from: at(-4), to: at(-1) } }],
    ['says that the function was cut off', { look: { verdict: 'unknown', from: at(-4), to: at(-1) } }],
    ['is from the future', { look: silent(-1, 60) }],
    ['was never taken', {}],
    [
      'is silent, and a newer one was answered',
      { look: silent(-3, 0), watched: { verdict: 'answering', from: at(0), to: at(0.1) } },
    ],
    [
      'is silent, and a newer one was cut off',
      { look: silent(-3, 0), watched: { verdict: 'unknown', from: at(0), to: at(0.1) } },
    ],
    ['cannot be read', { look: silent(-4, -1), unreadable: true }],
  ])('is not used when it %s: the own look is waited for', async (_, story) => {
    expect(await known(story)).toMatchObject({ look: { verdict: 'failing' }, seconds: 3 });
  });

  test.each<[string, Story]>([
    ['a person asks', { trigger: { ...BY_PROBER, by: 'person' } as Trigger }],
    ['no standby runs', { tier: 'cold' }],
  ])('is not even read when %s', async (_, story) => {
    expect(await known({ look: silent(-4, -1), ...story })).toMatchObject({ seconds: 3, reads: 0 });
  });
});
