/** Notify: whom it listens to, and what it says about a takeover from its beginning to its end. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { notify } from '../../../../shared/steps/triggers/notify.ts';
import { type Execution, isClosed } from '../../../../simulator/account/sfn/execution.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { aPlan } from '../../../support/plans.ts';
import { aFailedRecord } from '../../../support/reported.ts';
import { aStatusEvent, aSweepRecord, eventOf } from '../../../support/status-events.ts';
import { ASK, inAccount, playIn, type Setting } from '../../../support/step-stage.ts';

const TAKEOVER = { machine: 'takeover', name: 'takeover-sophos-g1', input: aPlan() } as const;

/** The subjects that it reports as sent, what it sent, and the mails themselves. */
async function notifiedIn(simulation: Simulation, event: unknown) {
  const before = simulation.world.publications.length;
  const { output, error, why, changes } = await playIn(simulation, 'notify', event);
  const mails = simulation.world.publications.slice(before);
  return { sent: error ? undefined : Object(output).sent, error, why, changes, mails };
}

const onAdopted = (setting: Setting, story: (simulation: Simulation) => Promise<void>): Promise<void> =>
  inAccount(setting, async (simulation) => {
    await simulation.invoke('sweep', {});
    await story(simulation);
  });

async function takeoverIn(simulation: Simulation): Promise<Execution> {
  await simulation.ended(simulation.startFailover(ASK));
  const takeover = simulation.stepFunctions.executions.find(({ name }) => name === 'takeover-sophos-g1');
  if (!takeover) throw new Error('no takeover was started');
  return takeover;
}

describe('a takeover', () => {
  test('is notified when it begins and when it ends, each in one mail on the topic of the stage', () =>
    onAdopted({}, async (simulation) => {
      const takeover = await takeoverIn(simulation);
      const begun = await notifiedIn(simulation, eventOf(takeover, 'beginning'));
      expect(begun.sent).toEqual(['sophos: taking over to ap-northeast-1c, asked for by ada']);
      await simulation.ended(takeover);
      const ended = await notifiedIn(simulation, eventOf(takeover, 'end'));
      expect(ended.sent).toEqual([expect.stringMatching(/^sophos: taken over, answers again after \d+ s$/)]);
      expect(ended.changes).toEqual(['Publish', 'PutMetricData']);
      const [mail] = ended.mails;
      expect(mail?.topicArn).toBe('arn:aws:sns:ap-northeast-1:123456789012:failover-dev-notifications');
      expect(mail?.message).toMatch(
        /^info · stage dev · account \d{12} · ap-northeast-1\n\nsophos answers: i-\w+ in ap-northeast-1c has taken over from i-\w+ in ap-north/,
      );
      expect(mail?.attributes).toMatchObject({ appliance: 'sophos', kind: 'takeover-succeeded', severity: 'info' });
      expect(JSON.parse(mail?.attributes.facts ?? '')).toMatchObject({ generation: 1, toZone: 'ap-northeast-1c' });
    }));

  test('that failed says who holds the address now', () =>
    onAdopted({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'RunInstances' });
      const takeover = await simulation.ended(await takeoverIn(simulation));
      const { sent, mails } = await notifiedIn(simulation, eventOf(takeover, 'end'));
      expect(sent).toEqual(['sophos: takeover failed, nothing was moved']);
      expect(mails[0]?.message).toMatch(/\nFailure {6}RefusedError: .*UnauthorizedOperation/);
      expect(mails[0]?.message).toMatch(/\nAddress now {2}i-\w+, the old instance\n/);
    }));

  test('that failed is notified within seconds although EC2 hangs', () =>
    onAdopted({}, async (simulation) => {
      simulation.inject({ kind: 'slow', action: 'DescribeAddresses', seconds: 20 });
      const cause = JSON.stringify(aFailedRecord({ failure: 'RefusedError: denied' }));
      const beganMs = simulation.clock.nowMs();
      const { sent, mails } = await notifiedIn(simulation, aStatusEvent({ ...TAKEOVER, status: 'FAILED', cause }));
      expect(sent).toEqual(['sophos: takeover failed, nothing was moved']);
      expect(simulation.clock.nowMs() - beganMs).toBeLessThan(7_000);
      expect(mails[0]?.message).toContain('\nAddress now  could not be read just now\n');
    }));

  test.each(['TIMED_OUT', 'ABORTED', 'FAILED'])('that ended %s without a record has died', (status) =>
    onAdopted({}, async (simulation) => {
      const event = aStatusEvent({ ...TAKEOVER, status, error: 'States.Runtime', cause: 'a sentence of AWS' });
      const { sent, mails } = await notifiedIn(simulation, event);
      expect(sent).toEqual([`sophos: takeover died (${status}), it is unknown where the traffic leads`]);
      expect(mails[0]?.attributes.kind).toBe('takeover-died');
    }),
  );

  test('without a readable plan is notified by its name', () =>
    onAdopted({}, async (simulation) => {
      const event = aStatusEvent({ ...TAKEOVER, input: 'no plan', status: 'ABORTED' });
      const { sent } = await notifiedIn(simulation, event);
      expect(sent).toEqual(['sophos: takeover died (ABORTED), it is unknown where the traffic leads']);
    }));

  test('that begins again because it was redriven is not notified: it refuses to change anything', () =>
    onAdopted({}, async (simulation) => {
      const event = aStatusEvent({ ...TAKEOVER, status: 'RUNNING' }, { redriveCount: 1 });
      expect(await notifiedIn(simulation, event)).toMatchObject({ sent: [], mails: [] });
    }));
});

describe('what the event leaves out is read from the execution', () => {
  const LEFT_OUT = { input: null, inputDetails: { included: false }, output: null, outputDetails: { included: false } };

  test('its input and its output', () =>
    onAdopted({}, async (simulation) => {
      const takeover = await simulation.ended(await takeoverIn(simulation));
      const { sent } = await notifiedIn(simulation, eventOf(takeover, 'end', LEFT_OUT));
      expect(sent).toEqual([expect.stringMatching(/^sophos: taken over, answers again after \d+ s$/)]);
    }));

  test('its cause, as soon as Step Functions shows it', () =>
    onAdopted({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'RunInstances' });
      const takeover = await simulation.ended(await takeoverIn(simulation));
      expect(isClosed(takeover)).toBe(true);
      const { sent } = await notifiedIn(simulation, eventOf(takeover, 'end', { error: null, cause: null }));
      expect(sent).toEqual(['sophos: takeover failed, nothing was moved']);
    }));

  test('and when it cannot be read, what is known is notified', () =>
    onAdopted({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'DescribeExecution', caller: 'notify' });
      const { sent } = await notifiedIn(simulation, aStatusEvent({ ...TAKEOVER, status: 'FAILED' }));
      expect(sent).toEqual(['sophos: takeover died (FAILED), it is unknown where the traffic leads']);
    }));

  test('but a success of which nothing can be read is an error, and Lambda keeps it', () =>
    onAdopted({}, async (simulation) => {
      const { error, why, mails } = await notifiedIn(simulation, aStatusEvent({ ...TAKEOVER, status: 'SUCCEEDED' }));
      expect({ error, why, mails }).toEqual({
        ...{ error: 'RefusedError', mails: [] },
        why: 'takeover-sophos-g1 succeeded, and its record cannot be read',
      });
    }));
});

describe('a rotation', () => {
  const ROTATION = { machine: 'rotation', name: 'e-7', input: { appliance: 'sophos' } } as const;

  test.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('that ended %s is notified', (status) =>
    onAdopted({}, async (simulation) => {
      const { sent } = await notifiedIn(simulation, aStatusEvent({ ...ROTATION, status, cause: 'why' }));
      expect(sent).toEqual([`sophos: rotation of images failed (${status})`]);
    }),
  );

  test('that has begun needs no action', () =>
    onAdopted({}, async (simulation) => {
      const event = aStatusEvent({ ...ROTATION, status: 'RUNNING' });
      expect(await notifiedIn(simulation, event)).toMatchObject({ sent: [], mails: [], changes: [] });
    }));

  test('without an appliance is notified in the name of the stage', () =>
    onAdopted({}, async (simulation) => {
      const { sent } = await notifiedIn(
        simulation,
        aStatusEvent({ ...ROTATION, input: [], status: 'FAILED', cause: '' }),
      );
      expect(sent).toEqual(['failover-dev: rotation of images failed (FAILED)']);
    }));
});

describe('nothing is sent, and the refusal says why', () => {
  const event = aStatusEvent({ ...TAKEOVER, status: 'RUNNING' });
  const of = (stateMachineArn: string) => ({ ...event, detail: { ...event.detail, stateMachineArn } });
  const ours = event.detail.stateMachineArn;

  test.each([
    [
      'the machine of another stage',
      of(ours.replace('-dev-', '-prod-')),
      /failover-prod-takeover is no machine of stage dev/,
    ],
    ['the machine of another account', of(ours.replace('123456789012', '9')), /:9:.* is no machine of stage dev/],
    ['another sender entirely', { Records: [] }, /neither a status of an execution nor the record of a sweep/],
    ['an event without its detail', { ...event, detail: {} }, /detail\.executionArn: is missing \(string\)/],
    [
      'the record of another function',
      aSweepRecord([], 'failover-dev-assess'),
      /failover-dev-assess.*, not of failover-dev-sweep/,
    ],
    ['a sweep that says nothing', { ...aSweepRecord([]), responsePayload: null }, /responsePayload: must be object/],
  ])('when it comes from %s', (_, tidings, expected) =>
    inAccount({}, async (simulation) => {
      const { error, why, mails } = await notifiedIn(simulation, tidings);
      expect(error).toBe('RefusedError');
      expect(why).toMatch(expected);
      expect(mails).toEqual([]);
    }),
  );
});

test.each([
  ['notify', 'execution'],
  ['notify-sweep', 'sweep'],
])('it understands what events/triggers/%s.json shows: news from the %s', (file, from) => {
  const event: unknown = JSON.parse(readFileSync(`events/triggers/${file}.json`, 'utf8'));
  expect(notify.parse(event).from).toBe(from);
});
