/** State machine files: what CloudFormation would put in is put in, and what is no machine is refused. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { loadMachines, MACHINE_NAMES, parseMachine } from '../../../shared/machines/load-machine.ts';

const TEXT = `
StartAt: Work
States:
  Work:
    Type: Task
    Resource:
      Fn::GetAtt: [WorkLambdaFunction, Arn]
    Parameters:
      StateMachineArn:
        Ref: OtherStateMachine
    End: true
`;

const work = (machine: unknown): unknown => Object(machine).States.Work;

describe('a state machine file', () => {
  test('keeps its references readable when they are not resolved', () => {
    const resource = `\${WorkLambdaFunction.Arn}`;
    expect(work(parseMachine({ text: TEXT, file: 'x.yml' }))).toMatchObject({ Resource: resource });
  });

  test('gets the ARNs that its reader knows', () => {
    const resolve = ({ logicalId, attribute }: { logicalId: string; attribute: string }) =>
      `${attribute} of ${logicalId}`;
    expect(work(parseMachine({ text: TEXT, file: 'x.yml' }, resolve))).toMatchObject({
      Resource: 'Arn of WorkLambdaFunction',
      Parameters: { StateMachineArn: 'Ref of OtherStateMachine' },
    });
  });

  test('is refused by name when it is no machine', () => {
    expect(() => parseMachine({ text: 'a: 1', file: 'x.yml' })).toThrow('x.yml: not a state machine');
  });

  test('is every file in the folder, and every one of them is known', () => {
    const files = readdirSync('state-machines').map((file) => file.replace('.asl.yml', ''));
    expect(files.toSorted()).toEqual(MACHINE_NAMES.toSorted());
    for (const [name, machine] of Object.entries(loadMachines())) {
      expect({ name, startsAt: machine.StartAt in machine.States }).toEqual({ name, startsAt: true });
    }
  });
});
