/** Lets Step Functions know executions that a test needs: a takeover, and the `failover` execution that made its plan. */
import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import { executionArnOf, failoverMachineArnOf } from '../../shared/domain/arns.ts';
import { type ExecutionStatus, executionNameOf } from '../../shared/domain/decision/generation.ts';
import type { TakeoverPlan } from '../../shared/domain/takeover/takeover-plan.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';

export type Known = { status: ExecutionStatus; startDate: Date; input?: unknown; output?: unknown; stopDate?: Date };

type Answers = Map<string, Record<string, unknown>>;

const known = new WeakMap<object, Answers>();

function answersOf({ stepFunctions: { actions } }: Simulation): Answers {
  const before = known.get(actions);
  if (before) return before;
  const answers: Answers = new Map();
  known.set(actions, answers);
  const { DescribeExecution: describe, GetExecutionHistory: recount } = actions;
  if (!describe || !recount) throw new Error('Step Functions cannot be asked for an execution');
  actions.DescribeExecution = (request) => answers.get(String(request.executionArn)) ?? describe(request);
  actions.GetExecutionHistory = (request) => {
    const answer = answers.get(String(request.executionArn));
    return answer ? { events: [lastEventOf(answer)] } : recount(request);
  };
  return answers;
}

const ENDINGS: Record<string, string> = {
  ...{ SUCCEEDED: 'ExecutionSucceeded', FAILED: 'ExecutionFailed' },
  ...{ ABORTED: 'ExecutionAborted', TIMED_OUT: 'ExecutionTimedOut' },
};

/** As `readStarter` asks for it. */
export const lastEventOf = ({ status, output }: Record<string, unknown>): HistoryEvent => ({
  ...{ id: 2, timestamp: new Date(0) },
  type: (ENDINGS[String(status)] ?? 'TaskStateEntered') as HistoryEventType,
  ...(status === 'SUCCEEDED' && { executionSucceededEventDetails: { output: String(output) } }),
});

/** Until the returned function is called. A real execution costs half a second, and would continue its own work. */
export function know(simulation: Simulation, executionArn: string, { input, output, ...more }: Known): () => void {
  const answers = answersOf(simulation);
  answers.set(executionArn, {
    ...more,
    input: JSON.stringify(input),
    output: output === undefined ? undefined : JSON.stringify(output),
  });
  return () => answers.delete(executionArn);
}

export const takeoverArnOf = ({ deployment }: Simulation, run: { appliance: string; generation: number }): string =>
  executionArnOf({ machineArn: deployment.takeoverMachineArn, name: executionNameOf(run) });

export const starterArnOf = ({ deployment }: Simulation, name: string): string =>
  executionArnOf({ machineArn: failoverMachineArnOf(deployment), name });

export type Genuine = { plan: TakeoverPlan; startDate?: Date | undefined; status?: ExecutionStatus | undefined };

/** A takeover that our `failover` machine started with this plan; `startedBy` of the plan is its name there. */
export function knowGenuine(simulation: Simulation, { plan, startDate, status = 'RUNNING' }: Genuine): void {
  const began = startDate ?? new Date(simulation.clock.nowMs());
  const execution = executionNameOf(plan);
  know(simulation, takeoverArnOf(simulation, plan), { status, startDate: began, input: plan });
  know(simulation, plan.startedBy, {
    ...{ status: 'SUCCEEDED', startDate: began, input: {} },
    output: { outcome: 'taking-over', execution, plan },
  });
}
