/** How the failover machine starts a takeover: which errors it repeats, and which one it answers by looking again. */
import { describe, expect, test } from '@jest/globals';
import { loadMachine } from '../../../shared/machines/load-machine.ts';
import { runMachine } from '../../../shared/machines/run-machine.ts';
import { runInVirtualTime } from '../../../simulator/account/time/clock.ts';

const machine = loadMachine('failover', ({ logicalId }) =>
  logicalId === 'AWS::Partition' ? 'aws' : `arn:aws:lambda:eu-west-1:123456789012:function:${logicalId}`,
);

const context = {
  Execution: { Id: 'arn', Name: 'by-hand', Input: {}, StartTime: '2026-11-21T03:00:00.000Z' },
  StateMachine: { Id: 'arn', Name: 'failover' },
};

/** The states in order, each attempt of a start on its own line; the start always fails with this error. */
function statesWith(error: string): Promise<string[]> {
  const startAt = new Date('2026-11-21T03:00:00.000Z');
  return runInVirtualTime({ startAt, seed: 1, limitSeconds: 300 }, async () => {
    const states: string[] = [];
    const assess = async () => {
      states.push('Assess');
      if (states.length > 1) return { outcome: 'held' };
      return { outcome: 'taking-over', execution: 'takeover-sophos-g1', plan: {} };
    };
    const takeOver = async () => {
      states.push('TakeOver');
      throw Object.assign(new Error('refused'), { name: error });
    };
    const { status } = await runMachine({ machine, input: {}, tasks: { Assess: assess, TakeOver: takeOver }, context })
      .ended;
    return [...states, status];
  });
}

describe('a start that is answered with', () => {
  test('ExecutionAlreadyExists is not repeated: another has the name, and it is assessed again at once', async () =>
    expect(await statesWith('StepFunctions.ExecutionAlreadyExistsException')).toEqual([
      ...['Assess', 'TakeOver', 'Assess'],
      'SUCCEEDED',
    ]));

  test.each(['StepFunctions.ThrottlingException', 'StepFunctions.SdkClientException', 'NotInAnyList'])(
    '%s is repeated four times',
    async (error) =>
      expect(await statesWith(error)).toEqual(['Assess', ...Array<string>(5).fill('TakeOver'), 'FAILED']),
  );
});
