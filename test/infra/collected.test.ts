/** What is deployed so that many appliances do not mail faster than a subscription survives. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { FUNCTION_TIMEOUT_SECONDS } from '../../shared/machines/time-outs.ts';

type Resource = { Type: string; Properties: Record<string, unknown> };

const folder = mkdtempSync(join(tmpdir(), 'collected-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SCRIPT = `
  const notifications = require('./infra/notifications.cjs')({ options: {} }).Resources;
  const alarms = require('./infra/alarms.cjs')({ options: {} }).Resources;
  console.log(JSON.stringify({ ...notifications, ...alarms }));
`;

/** In a process of its own: the configuration is read once. */
function deployedWith(count: number): Record<string, Resource> {
  const entries = Array.from(
    { length: count },
    (_, at) =>
      `  - { name: vpn-${at}, floatingIp: 203.0.113.${at + 10}, vpc: v, subnets: public, instance: vpn-${at}, image: vpn-${at}, vpnCidrs: [], notify: [ops@example.com] }`,
  );
  const file = join(folder, `${count}.yml`);
  writeFileSync(file, ['region: ap-northeast-1', 'appliances:', ...entries].join('\n'));
  const env = { ...process.env, APPLIANCES_FILE: file };
  return JSON.parse(execFileSync(process.execPath, ['-e', SCRIPT], { encoding: 'utf8', env }));
}

const MAIL = JSON.stringify([{ Ref: 'NotificationsTopic' }]);
const EACH = JSON.stringify([{ Ref: 'EachNotificationTopic' }]);

const alarmsTo = (resources: Record<string, Resource>, actions: string): string[] =>
  Object.entries(resources).flatMap(([id, { Type, Properties }]) => {
    const { AlarmActions, ActionsEnabled } = Properties;
    const acts = Type === 'AWS::CloudWatch::Alarm' && ActionsEnabled !== false;
    return acts && JSON.stringify(AlarmActions) === actions ? [id] : [];
  });

describe('a deployment of three appliances', () => {
  const resources = deployedWith(3);

  test('collects nothing: notifications and alarms go to the topic at once', () => {
    expect(Object.keys(resources).filter((id) => /Collected|Each/.test(id))).toEqual([]);
    expect(alarmsTo(resources, MAIL)).toHaveLength(4 + 3 * 3);
  });
});

describe('a deployment of four', () => {
  const resources = deployedWith(4);

  test('mails the alarms of appliances through the queue, and at once only those about our own functions', () => {
    expect(alarmsTo(resources, EACH)).toHaveLength(4 * 3 + 1);
    expect(alarmsTo(resources, MAIL)).toEqual(['UndeliveredEventsAlarm', 'UntoldAlarm', 'SweepSilentAlarm']);
  });

  test('gives Lambda ten seconds to collect, two batches at once, and a queue for what is never mailed', () => {
    expect(resources.CollectedSourceMapping?.Properties).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': ['CollectedQueue', 'Arn'] },
      MaximumBatchingWindowInSeconds: 10,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    expect(resources.CollectedQueue?.Properties).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['UntoldQueue', 'Arn'] }, maxReceiveCount: 5 },
    });
    const { VisibilityTimeout } = resources.CollectedQueue?.Properties ?? {};
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * FUNCTION_TIMEOUT_SECONDS.notify);
  });

  test('subscribes the operators to the topic of mails, and the queue to the other one', () => {
    const subscriptions = Object.values(resources).filter(({ Type }) => Type === 'AWS::SNS::Subscription');
    expect(subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.TopicArn])).toEqual([
      ['sqs', { Ref: 'EachNotificationTopic' }],
      ['email', { Ref: 'NotificationsTopic' }],
    ]);
  });
});
