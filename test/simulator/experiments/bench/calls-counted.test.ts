/** Every call is counted for the account; for what sets the pace of a fleet, those alone that grow with it. */
import { expect, test } from '@jest/globals';
import type { Call } from '../../../../simulator/account/world.ts';
import { callsOfTakeovers, everyCall, totalOf } from '../../../../simulator/experiments/bench/calls-counted.ts';

const call = (caller: string, service: Call['service'], action: string, error?: string): Call => ({
  ...{ atMs: 0, endedAtMs: 1, caller, service, action, input: {}, dryRun: false },
  ...(error && { error }),
});

const CALLS = [
  call('assess', 'EC2', 'DescribeAddresses'),
  call('claim', 'EC2', 'DescribeAddresses', 'RequestLimitExceeded'),
  call('sweep', 'EC2', 'DescribeAddresses'),
  call('check-readiness', 'EC2', 'DescribeAddresses'),
  call('stop-failed', 'EC2', 'DescribeInstances', 'InternalError'),
  call('close-takeover', 'CloudWatch', 'PutMetricAlarm', 'Throttling'),
  call('claim', 'SFN', 'DescribeExecution', 'ThrottlingException'),
  call('notify', 'SNS', 'Publish'),
];

test('everybody and every service, with what each service calls "too many"', () => {
  expect([...everyCall(CALLS)]).toEqual([
    ['EC2 DescribeAddresses', { asked: 3, throttled: 1 }],
    ['EC2 DescribeInstances', { asked: 1, throttled: 0 }],
    ['CloudWatch PutMetricAlarm', { asked: 0, throttled: 1 }],
    ['SFN DescribeExecution', { asked: 0, throttled: 1 }],
    ['SNS Publish', { asked: 1, throttled: 0 }],
  ]);
  expect(totalOf(everyCall(CALLS))).toEqual({ asked: 5, throttled: 3 });
});

test('what failover machines and takeovers ask of any service', () => {
  expect([...callsOfTakeovers(CALLS)]).toEqual([
    ['DescribeAddresses', { asked: 1, throttled: 1 }],
    ['DescribeInstances', { asked: 1, throttled: 0 }],
    ['PutMetricAlarm', { asked: 0, throttled: 1 }],
    ['DescribeExecution', { asked: 0, throttled: 1 }],
  ]);
});
