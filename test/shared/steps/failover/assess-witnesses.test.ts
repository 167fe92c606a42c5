/** Assess asks its witnesses: EC2, CloudWatch's alarms and its own eyes, none of which can make it fail. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { field } from '../../../../simulator/account/field.ts';
import {
  agoIn,
  alarmedFor,
  anAlarmIn,
  assessIn,
  onAdopted,
  onDark,
  onDead,
  probedSilent,
} from '../../../support/assessed.ts';
import { tag } from '../../../support/console-hands.ts';
import { sayOfProbe } from '../../../support/probe-word.ts';
import { ASK } from '../../../support/step-stage.ts';
import { addressIn } from '../../../support/swept.ts';

const SWEEP = { ...ASK, requestedBy: 'sweep', force: undefined };

describe('the probe alarm', () => {
  test('and the own silence are witnesses enough when EC2 does not answer', () =>
    onDark(async (simulation) => {
      probedSilent(simulation, { from: 60, to: 10 });
      alarmedFor(simulation, 'probe', 20);
      // CloudWatch keeps whole seconds.
      const failedAt = agoIn(simulation, 60).replace(/\d{3}Z$/, '000Z');
      const { output } = await assessIn(simulation, SWEEP);
      expect(output).toMatchObject({ outcome: 'taking-over', plan: { failedAt } });
      expect(field(output, 'evidence')).toMatchObject({ instance: 'unreadable', status: 'unknown', probe: 'failing' });
    }));

  test('is waited with while EC2 says that it runs, and no longer than the grace', () =>
    onDead(10, {}, async (simulation) => {
      // The grace counts from the first failed probe, and not from the alarm that goes off later.
      probedSilent(simulation, { from: 170, to: 10 });
      alarmedFor(simulation, 'probe', 140);
      const detail = expect.stringContaining(`silent since ${agoIn(simulation, 170).slice(0, 19)}`);
      expect((await assessIn(simulation, SWEEP)).output).toMatchObject({
        outcome: 'held',
        because: 'rebooting',
        detail,
      });
      await simulation.clock.sleep(10_000);
      probedSilent(simulation, { from: 0, to: 0 });
      expect((await assessIn(simulation, SWEEP)).output).toMatchObject({ outcome: 'taking-over' });
    }));

  test('is no witness when the prober has fallen silent', () =>
    onDark(async (simulation) => {
      probedSilent(simulation, { from: 200, to: 100 });
      alarmedFor(simulation, 'probe', 180);
      const { output } = await assessIn(simulation, SWEEP);
      expect(output).toMatchObject({ outcome: 'held', because: 'unconfirmed' });
      expect(field(output, 'evidence', 'alarms', 'probe')).toBe('unknown: the prober is silent');
    }));

  test('is spoken for by its own event while CloudWatch cannot be read', () =>
    onDark(async (simulation, active) => {
      simulation.inject({ kind: 'deny', action: 'DescribeAlarms' });
      simulation.inject({ kind: 'deny', action: 'GetMetricData' });
      const { output } = await assessIn(simulation, anAlarmIn(simulation, active, 'probe'));
      expect(output).toMatchObject({ outcome: 'taking-over', plan: { automatic: true } });
    }));
});

describe('CloudWatch', () => {
  test('that refuses every question is unknown, and neither an error nor a verdict', () =>
    onDead(10, {}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'DescribeAlarms' });
      simulation.inject({ kind: 'deny', action: 'GetMetricData' });
      const { output, error } = await assessIn(simulation, SWEEP);
      expect({ error, output }).toMatchObject({ error: '', output: { outcome: 'held', because: 'unconfirmed' } });
      expect(field(output, 'evidence', 'alarms')).toMatchObject({
        statusCheck: expect.stringMatching(/^unknown: reading the alarms: /),
        probe: expect.stringMatching(/^unknown: reading the alarms: /),
      });
    }));

  test('is waited for no longer than the own look takes', () =>
    onAdopted({}, async (simulation) => {
      simulation.inject({ kind: 'slow', action: 'DescribeAlarms', seconds: 5 });
      simulation.inject({ kind: 'slow', action: 'GetMetricData', seconds: 5 });
      const startedMs = simulation.clock.nowMs();
      const { output } = await assessIn(simulation, SWEEP);
      expect(output).toMatchObject({ outcome: 'held', because: 'healthy' });
      expect(simulation.clock.nowMs() - startedMs).toBeLessThan(5_000);
      expect(field(output, 'evidence', 'alarms', 'statusCheck')).toBe('unknown: CloudWatch did not answer within 3 s');
    }));
});

describe('a probe that has never got in', () => {
  const unproven = (story: Parameters<typeof onDead>[2]) =>
    onDead(150, {}, async (simulation, active) => {
      sayOfProbe(simulation, 'other proven 2026-11-21T03:00:00.000Z');
      await story(simulation, active);
    });

  test('has no vote, even when EC2 says impaired', () =>
    unproven(async (simulation, active) => {
      expect((await assessIn(simulation, anAlarmIn(simulation, active))).output).toMatchObject({
        ...{ outcome: 'held', because: 'probe-unproven', detail: expect.stringContaining('security group') },
        evidence: { status: 'impaired', probe: 'failing' },
      });
    }));

  test('is not needed when the status check alarm has outlasted every reboot', () =>
    unproven(async (simulation) => {
      alarmedFor(simulation, 'status-check', 180);
      expect((await assessIn(simulation, SWEEP)).output).toMatchObject({ outcome: 'taking-over' });
    }));
});

describe('EC2', () => {
  test('that says nothing is made up for by what the sweep has seen before', () =>
    onDark(async (simulation) => {
      expect((await assessIn(simulation, SWEEP)).output).toMatchObject({ outcome: 'held', because: 'unconfirmed' });
      const silentSince = agoIn(simulation, 45);
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.silentSince]: silentSince });
      const plan = { failedAt: silentSince };
      expect((await assessIn(simulation, SWEEP)).output).toMatchObject({ outcome: 'taking-over', plan });
    }));

  test.each(['DescribeInstances', 'DescribeInstanceStatus'])(
    'that was asked too often (%s) is asked again, and nothing is decided meanwhile',
    (action) =>
      onDead(150, {}, async (simulation) => {
        simulation.inject({ kind: 'fail', action, code: 'RequestLimitExceeded', status: 503, times: 6 });
        expect(await assessIn(simulation, SWEEP)).toMatchObject({ error: 'TransientError', changes: [] });
        expect((await assessIn(simulation, SWEEP)).output).toMatchObject({ outcome: 'taking-over' });
      }),
  );
});

describe("EC2's own event", () => {
  const routed = (instanceId: string, at: string) => ({
    ...{ appliance: 'sophos', requestedBy: 'route-instance-event', reason: `${instanceId} is stopped` },
    event: { instanceId, state: 'stopped', at },
  });

  test('that the API does not show yet is asked about again at once', () =>
    onAdopted({}, async (simulation, active) => {
      const startedMs = simulation.clock.nowMs();
      const played = await assessIn(simulation, routed(active, agoIn(simulation, 1)));
      const why = `EC2 does not show its own event yet: ${active} is stopped`;
      expect(played).toMatchObject({ error: 'TransientError', why, changes: [] });
      expect(simulation.clock.nowMs() - startedMs).toBeLessThan(1_500);
    }));

  test('of a minute ago is over when the instance runs', () =>
    onAdopted({}, async (simulation, active) => {
      const { output } = await assessIn(simulation, routed(active, agoIn(simulation, 60)));
      expect(output).toMatchObject({ outcome: 'held', because: 'healthy' });
    }));

  test('about a stop by EC2 itself is acted on, from the instant that it tells', () =>
    onAdopted({}, async (simulation, instanceId) => {
      simulation.inject({ kind: 'stopped-by-ec2', instanceId });
      await simulation.clock.sleep(1_000);
      const failedAt = agoIn(simulation, 1);
      const { output } = await assessIn(simulation, routed(instanceId, failedAt));
      const plan = { failedAt, automatic: true, requestedBy: 'route-instance-event' };
      expect(output).toMatchObject({ outcome: 'taking-over', plan });
    }));
});
