/** Builders for what `notify` is handed: events of Step Functions, and the record of a sweep. */
import type { AppliancesNews } from '../../shared/domain/messages/news.ts';
import { type Execution, latest } from '../../simulator/account/sfn/execution.ts';

const STATES = 'arn:aws:states:ap-northeast-1:123456789012';

type Detail = {
  machine: 'failover' | 'takeover' | 'rotation';
  name: string;
  status: string;
  input?: unknown;
  output?: unknown;
  error?: string | undefined;
  cause?: string | undefined;
};

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

/** In stage dev; `more` are parts of its detail as the event carries them. */
export function aStatusEvent({ machine, name, status, input, output, error, cause }: Detail, more: object = {}) {
  const executionArn = `${STATES}:execution:failover-dev-${machine}:${name}`;
  return {
    version: '0',
    id: 'event-1',
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: '123456789012',
    time: '2026-11-21T03:02:30Z',
    region: 'ap-northeast-1',
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn: `${STATES}:stateMachine:failover-dev-${machine}`,
      ...{ name, status, startDate: Date.parse('2026-11-21T03:00:05Z') },
      stopDate: status === 'RUNNING' ? null : Date.parse('2026-11-21T03:02:30Z'),
      ...{ input: json(input ?? {}), inputDetails: { included: true } },
      ...{ output: json(output), outputDetails: output === undefined ? null : { included: true } },
      ...{ error: error ?? null, cause: cause ?? null },
      ...more,
    },
  };
}

/** Of a simulated execution, as it stands at its end or stood at its beginning. */
export function eventOf(execution: Execution, at: 'beginning' | 'end', more: object = {}) {
  const { status, output, error, cause } = at === 'end' ? latest(execution) : { status: 'RUNNING' };
  const machine = execution.machineName.replace('failover-dev-', '') as Detail['machine'];
  const input: unknown = JSON.parse(execution.input);
  const ending = { output: output && JSON.parse(output), error, cause };
  return aStatusEvent({ machine, name: execution.name, status, input, ...ending }, more);
}

/** As Lambda's destination hands it over. */
export const aSweepRecord = (news: AppliancesNews[], functionName = 'failover-dev-sweep') => ({
  version: '1.0',
  timestamp: '2026-11-21T03:01:04.210Z',
  requestContext: {
    requestId: 'request-1',
    functionArn: `arn:aws:lambda:ap-northeast-1:123456789012:function:${functionName}:$LATEST`,
    condition: 'Success',
    approximateInvokeCount: 1,
  },
  requestPayload: {},
  responseContext: { statusCode: 200, executedVersion: '$LATEST' },
  responsePayload: { appliances: [], news },
});
