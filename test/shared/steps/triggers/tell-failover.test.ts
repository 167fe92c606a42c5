/** What people hear of the failover machine: each new reason once, and again after it was over. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { truthOf } from '../../../../simulator/checks/watch/truth.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { tag, tagsOf } from '../../../support/console-hands.ts';
import { aStatusEvent } from '../../../support/status-events.ts';
import { inAccount, playIn } from '../../../support/step-stage.ts';

const FAILOVER = { machine: 'failover', name: 'e-3' } as const;
const SWEEP = { appliance: 'sophos', requestedBy: 'sweep', reason: 'silent' };

const held = (
  because: string,
  { input = SWEEP, ...more }: { input?: object; detail?: string; announced?: true; appliance?: string } = {},
) =>
  aStatusEvent({
    ...{ ...FAILOVER, status: 'SUCCEEDED', input },
    output: { outcome: 'held', because, detail: 'why', appliance: 'sophos', evidence: { health: 'suspect' }, ...more },
  });

const undecided = (cause: string) =>
  aStatusEvent({ ...FAILOVER, status: 'FAILED', input: SWEEP, error: 'RefusedError', cause });

async function notifiedIn(simulation: Simulation, event: unknown): Promise<{ sent: string[]; changes: string[] }> {
  const { output, error, why, changes } = await playIn(simulation, 'notify', event);
  expect(`${error}${why}`).toBe('');
  return { sent: Object(output).sent, changes };
}

const addressIn = ({ world }: Simulation) => truthOf(world, anAppliance()).traffic.address;
const sentTagIn = (simulation: Simulation) => tagsOf(simulation.world, addressIn(simulation).allocationId)[TAG.sent];

describe('a hold', () => {
  test('is notified once for each reason, and remembered on the address after it was published', () =>
    inAccount({}, async (simulation) => {
      const sent = ['sophos: does not answer, and is given time to reboot'];
      expect(await notifiedIn(simulation, held('rebooting'))).toEqual({
        sent,
        changes: ['Publish', 'CreateTags', 'PutMetricData'],
      });
      expect(await notifiedIn(simulation, held('rebooting', { detail: 'later' }))).toEqual({ sent: [], changes: [] });
      const other = await notifiedIn(simulation, held('paused'));
      expect(other.sent).toEqual(['sophos: not taken over, automatic takeovers are paused']);
      expect(sentTagIn(simulation)).toMatch(/^h\w+ h\w+$/);
    }));

  test.each([
    ['paused', 1],
    ['cooling-down', 1],
    ['stopped-by-person', 0],
    ['rebooting', 0],
  ])('is notified again when the sweep reminds of it, unless it ends by the clock: %s', (because, times) =>
    inAccount({}, async (simulation) => {
      await notifiedIn(simulation, held(because));
      const reminding = held(because, { input: { ...SWEEP, remind: true } });
      expect((await notifiedIn(simulation, reminding)).sent).toHaveLength(times);
    }),
  );

  test('for a reboot that a rotation has announced is not notified, as it would be every night', () =>
    inAccount({}, async (simulation) => {
      const announced = held('rebooting', { detail: 'any words', announced: true });
      expect(await notifiedIn(simulation, announced)).toEqual({ sent: [], changes: [] });
      // In the words of the release before: F33.
      const detail = 'rebooted for its nightly image, and excused until 2026-11-21T03:10:00.000Z';
      expect(await notifiedIn(simulation, held('rebooting', { detail }))).toEqual({ sent: [], changes: [] });
    }));

  test('for an announced reboot is sent once the sweep says that it still does not answer, even if the list has it', () =>
    inAccount({}, async (simulation) => {
      const input = { ...SWEEP, remind: true };
      const long = held('rebooting', { detail: 'any words', announced: true, input });
      expect((await notifiedIn(simulation, long)).sent).toHaveLength(1);
      expect((await notifiedIn(simulation, long)).sent).toHaveLength(1);
    }));

  test('is notified again after it was over', () =>
    inAccount({}, async (simulation) => {
      await notifiedIn(simulation, held('rebooting'));
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.sent]: '' });
      expect((await notifiedIn(simulation, held('rebooting'))).sent).toHaveLength(1);
    }));

  test('that was not published is not remembered, and fails so that it is repeated', () =>
    inAccount({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'Publish' });
      const { error, changes } = await playIn(simulation, 'notify', held('rebooting'));
      expect(error).toBe('RefusedError');
      expect(changes).toEqual([expect.stringMatching(/^Publish: /)]);
      expect(sentTagIn(simulation)).toBeUndefined();
    }));

  test('that cannot be remembered is notified all the same, and does not fail: a repetition would send it again', () =>
    inAccount({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'CreateTags' });
      const { sent } = await notifiedIn(simulation, held('rebooting'));
      expect(sent).toHaveLength(1);
      expect(simulation.lambda.log.some(({ entry }) => 'notRemembered' in entry)).toBe(true);
    }));

  test.each([
    ['denied', { kind: 'deny', action: 'DescribeAddresses' }],
    ['not answered', { kind: 'slow', action: 'DescribeAddresses', seconds: 20 }],
  ] as const)('is notified although reading the address is %s', (_, fault) =>
    inAccount({}, async (simulation) => {
      simulation.inject(fault);
      expect(await notifiedIn(simulation, held('paused'))).toMatchObject({
        sent: [expect.any(String)],
        changes: ['Publish', 'PutMetricData'],
      });
    }),
  );

  test('for the owner of the address writes nothing on what belongs to another', () =>
    inAccount({ build: { addressTags: { [TAG.owner]: 'failover-prod' } } }, async (simulation) => {
      const { sent, changes } = await notifiedIn(simulation, held('not-owner'));
      expect(sent).toEqual(['sophos: not taken over, the address belongs to another stack']);
      expect(changes).toEqual(['Publish', 'PutMetricData']);
    }));

  test.each(['healthy', 'already-running', 'settling', 'stale', 'not-in-alarm', 'not-our-alarm'])(
    'because of %s needs no action',
    (because) =>
      inAccount({}, async (simulation) => {
        expect(await notifiedIn(simulation, held(because))).toEqual({ sent: [], changes: [] });
      }),
  );

  test('of a rehearsal is not notified: its caller reads the answer', () =>
    inAccount({}, async (simulation) => {
      const input = { appliance: 'sophos', mode: 'rehearse', requestedBy: 'ada' };
      expect(await notifiedIn(simulation, held('no-holder', { input }))).toEqual({ sent: [], changes: [] });
    }));

  test('about an appliance that is not configured has its name from who asked', () =>
    inAccount({}, async (simulation) => {
      const byPerson = aStatusEvent({
        ...{ ...FAILOVER, status: 'SUCCEEDED', input: { appliance: 'vpn' } },
        output: { outcome: 'held', because: 'unknown-appliance', detail: '"vpn" is not configured' },
      });
      const byAlarm = { ...byPerson, detail: { ...byPerson.detail } };
      byAlarm.detail.input = JSON.stringify({ detail: { alarmName: 'failover-dev-gone-probe' } });
      expect((await notifiedIn(simulation, byPerson)).sent).toEqual(['vpn: not taken over, it is not configured']);
      expect((await notifiedIn(simulation, byAlarm)).sent).toEqual(['gone: not taken over, it is not configured']);
    }));

  test('for an unknown reason is an error', () =>
    inAccount({}, async (simulation) => {
      const { error, why } = await playIn(simulation, 'notify', held('moonlight'));
      expect(`${error}: ${why}`).toBe('RefusedError: e-3 is held for "moonlight", which is no reason');
    }));
});

describe('a failover machine that opens', () => {
  test.each(['taking-over', 'rehearsed'])(
    'to %s tells nothing: who asked reads it, and the takeover speaks for itself',
    (outcome) =>
      inAccount({}, async (simulation) => {
        const event = aStatusEvent({
          ...FAILOVER,
          status: 'SUCCEEDED',
          output: { outcome, because: 'failed', plan: {} },
        });
        expect(await notifiedIn(simulation, event)).toEqual({ sent: [], changes: [] });
      }),
  );

  test('tells nothing yet when it begins', () =>
    inAccount({}, async (simulation) => {
      expect(await notifiedIn(simulation, aStatusEvent({ ...FAILOVER, status: 'RUNNING' }))).toEqual({
        sent: [],
        changes: [],
      });
    }));

  test('with an unknown outcome is an error', () =>
    inAccount({}, async (simulation) => {
      const event = aStatusEvent({ ...FAILOVER, status: 'SUCCEEDED', output: { outcome: 'lost' } });
      expect((await playIn(simulation, 'notify', event)).error).toBe('RefusedError');
    }));
});

describe('a failover machine that could not decide', () => {
  const sent = ['sophos: failover could not be decided (FAILED)'];

  test('is notified once for the same failure, with any ids and instants', () =>
    inAccount({}, async (simulation) => {
      const first = await notifiedIn(simulation, undecided('tagging i-0a1: denied, message 8sJ2k at 03:00'));
      expect(first).toEqual({ sent, changes: ['Publish', 'CreateTags'] });
      const again = await notifiedIn(simulation, undecided('tagging i-0b2: denied, message 99xQ1 at 03:01'));
      expect(again.sent).toEqual([]);
    }));

  test('is notified again for another failure', () =>
    inAccount({}, async (simulation) => {
      await notifiedIn(simulation, undecided('no image is good'));
      expect((await notifiedIn(simulation, undecided('no subnet is free'))).sent).toEqual(sent);
    }));

  test.each(['TIMED_OUT', 'ABORTED'])('because it ended %s is notified', (status) =>
    inAccount({}, async (simulation) => {
      const event = aStatusEvent({ ...FAILOVER, status, input: SWEEP });
      expect((await notifiedIn(simulation, event)).sent).toEqual([`sophos: failover could not be decided (${status})`]);
    }),
  );
});
