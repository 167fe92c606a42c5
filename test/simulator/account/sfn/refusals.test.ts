/** What Step Functions refuses, and under which code; a refused request leaves no execution behind. */
import { expect, test } from '@jest/globals';
import { act, BACK_ARN, begin, executionArn, status, tell } from '../../../support/small-machines.ts';

const there = { stateMachineArn: BACK_ARN };
const nowhere = { executionArn: executionArn('nowhere') };

test.each<[string, object, string]>([
  ['StartExecution', { ...there, name: 'g1 g2' }, 'InvalidName'],
  ['StartExecution', { ...there, name: 'x'.repeat(81) }, 'InvalidName'],
  ['StartExecution', { ...there, name: 'g1', input: '{' }, 'InvalidExecutionInput'],
  ['StartExecution', { stateMachineArn: BACK_ARN.replace('back', 'forth'), name: 'g1' }, 'StateMachineDoesNotExist'],
  ['ListExecutions', { stateMachineArn: BACK_ARN.replace('back', 'forth') }, 'StateMachineDoesNotExist'],
  ['DescribeExecution', nowhere, 'ExecutionDoesNotExist'],
  ['GetExecutionHistory', nowhere, 'ExecutionDoesNotExist'],
  ['StopExecution', nowhere, 'ExecutionDoesNotExist'],
  ['RedriveExecution', nowhere, 'ExecutionDoesNotExist'],
])('%s with %j is refused with %s', (action, input, code) =>
  tell({}, async (service) => {
    expect(() => act(service, action, { ...input })).toThrow(expect.objectContaining({ name: code }));
    expect(service.executions).toEqual([]);
  }),
);

test('RedriveExecution refuses an execution that runs or has succeeded', () =>
  tell({}, async (service, clock) => {
    begin(service, 'g1');
    const redrive = () => act(service, 'RedriveExecution', { executionArn: executionArn('g1') });
    expect(redrive).toThrow(expect.objectContaining({ name: 'ExecutionNotRedrivable' }));
    await clock.sleep(60_000);
    expect(status(service, 'g1').status).toBe('SUCCEEDED');
    expect(redrive).toThrow(expect.objectContaining({ name: 'ExecutionNotRedrivable' }));
  }));
