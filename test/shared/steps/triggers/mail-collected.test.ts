/** What the queue hands to `notify`: mailed slowly, and never dropped because it cannot be read. */
import { describe, expect, test } from '@jest/globals';
import { parseCollected } from '../../../../shared/steps/triggers/collected-input.ts';
import { inAccount, playIn } from '../../../support/step-stage.ts';

const record = (envelope: unknown) => ({ eventSource: 'aws:sqs', body: JSON.stringify(envelope) });
const sent = (at: number) =>
  record({
    ...{ Type: 'Notification', Subject: `vpn-${at}: drift`, Message: `text ${at}` },
    MessageAttributes: { kind: { Type: 'String', Value: 'drift' }, severity: { Type: 'String', Value: 'warning' } },
  });

const ALARM = {
  ...{
    AlarmName: 'failover-prod-vpn-1-not-ready',
    AlarmDescription: 'For three hours nothing.',
    NewStateValue: 'ALARM',
  },
  ...{ NewStateReason: 'Threshold Crossed', StateChangeTime: '2026-11-21T03:00:00.000+0000' },
};

describe('the batch', () => {
  test('is read with its attributes', () => {
    expect(parseCollected({ Records: [sent(1)] })).toEqual([
      { subject: 'vpn-1: drift', text: 'text 1', attributes: { kind: 'drift', severity: 'warning' } },
    ]);
  });

  test('has alarms in words, under the name of their appliance', () => {
    const [mail] = parseCollected({ Records: [record({ Message: JSON.stringify(ALARM) })] }) ?? [];
    expect(mail).toMatchObject({ subject: 'vpn-1: alarm failover-prod-vpn-1-not-ready is in ALARM' });
    expect(mail?.attributes).toMatchObject({ appliance: 'vpn-1', kind: 'alarm', severity: 'warning' });
    expect(mail?.text).toContain('For three hours nothing.');
  });

  test.each(['no json', '[]', '{"Message":7}'])('passes on what it cannot read: %s', (body) => {
    const [mail] = parseCollected({ Records: [{ eventSource: 'aws:sqs', body }] }) ?? [];
    expect(mail).toEqual({ subject: 'a notification that cannot be read', text: body, attributes: {} });
  });

  test('is nothing else', () => {
    expect(parseCollected({ Records: [{ eventSource: 'aws:sns' }] })).toBeUndefined();
    expect(parseCollected({ detail: {} })).toBeUndefined();
  });
});

describe('notify', () => {
  test('mails three at most one by one, two seconds apart', () =>
    inAccount({}, async (simulation) => {
      await playIn(simulation, 'notify', { Records: [sent(1), sent(2), sent(3)] });
      const at = simulation.world.publications.map(({ atMs }) => atMs);
      expect(at).toHaveLength(3);
      expect(Math.min(...at.slice(1).map((each, index) => each - (at[index] ?? 0)))).toBeGreaterThanOrEqual(2_000);
    }));

  test('fails when SNS refuses, so that the queue keeps them all', () =>
    inAccount({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'Publish' });
      const { error } = await playIn(simulation, 'notify', { Records: [sent(1), sent(2), sent(3), sent(4)] });
      expect(error).not.toBe('');
      expect(simulation.world.publications).toEqual([]);
    }));
});
