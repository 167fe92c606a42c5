/** Lets a mocked Step Functions answer for takeovers of ours: each with the `failover` execution that made its plan. */
import { DescribeExecutionCommand, type ExecutionStatus, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { executionNameOf } from '../../shared/domain/decision/generation.ts';
import type { PastTakeover } from '../../shared/domain/decision/history.ts';
import { lastEventOf } from './genuine.ts';
import type { mockedClients } from './mocked-clients.ts';

const EXECUTIONS = 'arn:aws:states:ap-northeast-1:123456789012:execution';

/** Under the number of the generation, for any plan: a test may be about a plan of another. */
export function mockGenuine(
  sfn: ReturnType<typeof mockedClients>['sfn'],
  past: PastTakeover,
  generation: number,
): void {
  const { status, startedAt, stoppedAt, record } = past;
  const plan = past.plan && { ...past.plan, generation };
  const execution = executionNameOf({ appliance: plan?.appliance ?? 'sophos', generation });
  const startedBy = plan?.startedBy ?? `${EXECUTIONS}:failover-dev-failover:e-1`;
  const ending = status === 'SUCCEEDED' ? 'output' : 'cause';
  const executionArn = `${EXECUTIONS}:failover-dev-takeover:${execution}`;
  sfn.on(GetExecutionHistoryCommand, { executionArn }).resolves({ events: [lastEventOf({ status })] });
  sfn.on(DescribeExecutionCommand, { executionArn }).resolves({
    ...{ status: status as ExecutionStatus, startDate: new Date(startedAt), input: JSON.stringify(plan) },
    ...(stoppedAt && { stopDate: new Date(stoppedAt) }),
    [ending]: record && JSON.stringify(record),
  });
  const output = JSON.stringify({ outcome: 'taking-over', execution, plan });
  sfn.on(GetExecutionHistoryCommand, { executionArn: startedBy }).resolves({
    events: [lastEventOf({ status: 'SUCCEEDED', output })],
  });
}
