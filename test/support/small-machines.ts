/** Step Functions alone, with two small machines and Lambdas that are functions of the test. */
import type { Machine } from '../../shared/machines/load-machine.ts';
import type { StepFunctions } from '../../simulator/account/sfn/state.ts';
import { createStepFunctions, type StepFunctionsOptions } from '../../simulator/account/step-functions.ts';
import { runInVirtualTime, type VirtualClock } from '../../simulator/account/time/clock.ts';
import { seededRandom } from '../../simulator/random.ts';

const FRONT: Machine = {
  StartAt: 'Look',
  States: {
    Look: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:look',
      TimeoutSeconds: 10,
      Next: 'Work',
    },
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution',
      Parameters: { StateMachineArn: 'arn:x:stateMachine:back', Name: 'taken', Input: { 'from.$': '$$.Execution.Id' } },
      TimeoutSeconds: 10,
      Catch: [{ ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'], Next: 'Held' }],
      Next: 'Done',
    },
    Held: { Type: 'Pass', Result: { outcome: 'held' }, End: true },
    Done: { Type: 'Succeed' },
  },
};

const BACK: Machine = {
  StartAt: 'First',
  States: {
    First: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:first',
      TimeoutSeconds: 10,
      Parameters: { 'started.$': '$$.Execution.StartTime', 'redrives.$': '$$.Execution.RedriveCount', 'input.$': '$' },
      Retry: [{ ErrorEquals: ['TransientError'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry', ResultPath: '$.error' }],
      Next: 'Pause',
    },
    Pause: { Type: 'Wait', Seconds: 30, Next: 'Second' },
    Second: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:second',
      TimeoutSeconds: 5,
      End: true,
    },
    Sorry: { Type: 'Fail', Error: 'Gave up', Cause: 'nothing worked' },
  },
};

type Options = Partial<Pick<StepFunctionsOptions, 'invoke' | 'readLagMs'>>;
type Story<T> = (service: StepFunctions, clock: VirtualClock) => Promise<T>;

export const BACK_ARN = 'arn:aws:states:eu-west-1:123456789012:stateMachine:back';
export const executionArn = (name: string) => `arn:aws:states:eu-west-1:123456789012:execution:back:${name}`;

export function tell<T>({ invoke, readLagMs }: Options, story: Story<T>): Promise<T> {
  return runInVirtualTime({ startAt: new Date('2026-01-01T00:00:00Z'), seed: 3 }, (clock) => {
    const service = createStepFunctions({
      ...{ clock, random: seededRandom(3), region: 'eu-west-1', accountId: '123456789012' },
      machines: { front: FRONT, back: BACK },
      invoke: invoke ?? (async (name, payload) => ({ name, payload })),
      transitionMs: { min: 20, max: 60 },
      readLagMs: readLagMs ?? { min: 0, max: 0 },
    });
    return story(service, clock);
  });
}

export const act = (
  service: StepFunctions,
  action: string,
  input: Record<string, unknown>,
): Record<string, unknown> => {
  const run = service.actions[action];
  if (!run) throw new Error(`no action ${action}`);
  return run(input);
};

export const begin = (service: StepFunctions, name: string, input = '{}') =>
  act(service, 'StartExecution', { stateMachineArn: BACK_ARN, name, input });

export const status = (service: StepFunctions, name: string) =>
  act(service, 'DescribeExecution', { executionArn: executionArn(name) });
