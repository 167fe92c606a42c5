/** Whether a takeover moved the traffic to an instance: its execution says so, and no tag does. */
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { executionNameOf } from '../../../../shared/domain/decision/generation.ts';
import { readTakenOver } from '../../../../shared/steps/line/taken-over.ts';
import { onDuty } from '../../../support/duties.ts';
import { mockGenuine } from '../../../support/genuine-mock.ts';
import { aPastTakeover, aRecord } from '../../../support/past-takeovers.ts';

const EXECUTIONS = 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover';
const arnOf = (generation: number) => `${EXECUTIONS}:${executionNameOf({ appliance: 'sophos', generation })}`;
const PAST = aPastTakeover({ record: aRecord({ from: 'i-older', to: 'i-now' }) });

/** Takeover 1 is genuine and moved to `i-now`; the other listed ones are forged, and so is the first where it is not known. */
function asking({ listed = [1], genuine = true }: { listed?: number[]; genuine?: boolean } = {}) {
  const duty = onDuty();
  if (genuine) mockGenuine(duty.sfn, PAST, 1);
  duty.sfn.on(ListExecutionsCommand).resolves({
    executions: listed.map((generation) => ({
      name: executionNameOf({ appliance: 'sophos', generation }),
      executionArn: arnOf(generation),
      stateMachineArn: 'unread',
      status: 'SUCCEEDED' as const,
      startDate: new Date(0),
    })),
  });
  return (instanceId: string, pointer?: string) =>
    readTakenOver({ appliance: { name: 'sophos' }, instanceId, pointer }, duty.deps);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test('an instance is found by the takeover that its pointer names', async () => {
  expect(await asking({ listed: [] })('i-now', arnOf(1))).toEqual({
    ...{ found: 'yes', any: true, execution: arnOf(1) },
    ...{ from: 'i-older', to: 'i-now' },
  });
});

test('an instance whose pointer was removed is found by a walk over the listed takeovers', async () => {
  expect(await asking({ listed: [3, 1] })('i-now')).toMatchObject({ found: 'yes', execution: arnOf(1) });
});

test('a pointer to a takeover that moved to another instance proves nothing', async () => {
  expect(await asking()('i-database', arnOf(1))).toEqual({ found: 'no', any: true });
});

test('an execution that was not started by our failover machine proves nothing, and is no earlier takeover', async () => {
  expect(await asking({ genuine: false })('i-now', arnOf(1))).toEqual({ found: 'no', any: false });
});

test('behind a flood of forged names it is unknown whether a takeover moved there, and not "no"', async () => {
  expect(await asking({ listed: upTo(21), genuine: false })('i-now')).toEqual({
    ...{ found: 'unknown', any: false },
    why: 'more than 20 takeovers of sophos are listed',
  });
});
