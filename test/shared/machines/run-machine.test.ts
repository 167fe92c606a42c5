/** Running a machine by hand: tasks by state name, the context that AWS gives, and every way to end. */
import { describe, expect, test } from '@jest/globals';
import type { Machine } from '../../../shared/machines/load-machine.ts';
import { type MachineEvent, runMachine, type Task } from '../../../shared/machines/run-machine.ts';

const MACHINE: Machine = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Inside',
          States: {
            Inside: {
              Type: 'Task',
              Resource: 'r',
              TimeoutSeconds: 1,
              Parameters: { 'input.$': '$$.Execution.Input', 'at.$': '$$.Execution.StartTime' },
              End: true,
            },
          },
        },
      ],
      ResultPath: '$.both',
      Next: 'Last',
    },
    Last: { Type: 'Task', Resource: 'r', Parameters: { 'name.$': '$$.Execution.Name' }, End: true },
  },
};

const context = {
  Execution: { Name: 'g1', Input: { a: 1 }, StartTime: '2026-01-01T00:00:00.000Z' },
  StateMachine: { Id: 'arn', Name: 'm' },
};

const echo: Task = async (input) => input;

const run = (tasks: Record<string, Task>, onEvent?: (event: MachineEvent) => void) =>
  runMachine({ machine: MACHINE, input: { a: 1 }, tasks, context, onEvent });

describe('a machine', () => {
  test('keeps the context of the execution inside branches', async () => {
    const seen: unknown[] = [];
    const look: Task = async (input) => {
      seen.push(input);
      return {};
    };
    await run({ Inside: look, Last: echo }).ended;
    expect(seen).toEqual([{ input: { a: 1 }, at: '2026-01-01T00:00:00.000Z' }]);
  });

  test('tells its states in order', async () => {
    const events: string[] = [];
    const ending = await run({ Inside: echo, Last: echo }, ({ kind, state }) => events.push(`${kind} ${state}`)).ended;
    expect(ending).toEqual({ status: 'SUCCEEDED', output: { name: 'g1' } });
    expect(events.at(0)).toBe('entered Both');
    expect(events.at(-1)).toBe('exited Last');
  });

  test('fails under the name of what was thrown', async () => {
    const refuse: Task = async () => {
      throw Object.assign(new Error('no'), { name: 'RefusedError' });
    };
    expect(await run({ Inside: echo, Last: refuse }).ended).toEqual({
      status: 'FAILED',
      error: 'RefusedError',
      cause: 'no',
    });
  });

  test('can be stopped while a task is under way', async () => {
    const started = run({ Inside: () => new Promise(() => {}), Last: echo });
    started.abort();
    expect(await started.ended).toEqual({ status: 'ABORTED' });
  });
});
