/** How the acceptance resolves the template, holds the emulator's answers against it, and words what it found. */
import { describe, expect, test } from '@jest/globals';
import type { Deployed } from '../../../cli/acceptance/deployed/deploy.ts';
import { differences } from '../../../cli/acceptance/deployed/differences.ts';
import { resolved } from '../../../cli/acceptance/deployed/intrinsics.ts';
import { pascalKeys, pythonDocument } from '../../../cli/acceptance/deployed/shapes.ts';
import { compared, made } from '../../../cli/acceptance/deployed/summary.ts';

const VALUES = {
  ref: (id: string) => `<${id}>`,
  attribute: (id: string, name: string) => `<${id} ${name}>`,
};

/** `#{…}` is written for the braces of Fn::Sub. */
const dollar = (text: string) => text.replaceAll('#{', () => '$' + '{');

const sub = (text: string, values?: object) => ({ 'Fn::Sub': values ? [dollar(text), values] : dollar(text) });

describe('an intrinsic function of CloudFormation', () => {
  test.each([
    [{ Ref: 'Topic' }, '<Topic>'],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }, '<Role Arn>'],
    [{ 'Fn::GetAtt': 'Role.Arn' }, '<Role Arn>'],
    [sub('arn:#{AWS::Partition}:#{Role.Arn}'), 'arn:<AWS::Partition>:<Role Arn>'],
    [sub('#{a} and #{Topic}', { a: { Ref: 'A' } }), '<A> and <Topic>'],
    [sub('$$.Execution and #{!Literal}'), dollar('$$.Execution and #{Literal}')],
    [
      { list: [{ Ref: 'A' }], text: 'as it is', number: 1 },
      { list: ['<A>'], text: 'as it is', number: 1 },
    ],
  ])('%j', (value, expected) => expect(resolved(value, VALUES)).toEqual(expected));

  test('that is unknown is an error, because its value would be compared with nothing', () => {
    expect(() => resolved({ 'Fn::ImportValue': 'x' }, VALUES)).toThrow('Fn::ImportValue');
  });
});

describe('a difference from the template', () => {
  test('is none where the emulator adds something, or writes a number as text', () => {
    expect(differences({ Name: 'a', Age: 900 }, { Name: 'a', Age: '900', Arn: 'arn' })).toEqual([]);
  });

  test.each([
    [{ Targets: [{ RoleArn: 'a' }] }, { Targets: [{ RoleArn: 'b' }] }, 'Targets.0.RoleArn', false],
    [{ Targets: [{ RoleArn: 'a' }] }, { Targets: [{}] }, 'Targets.0.RoleArn', true],
    [{ Policies: ['a', 'b'] }, { Policies: ['a'] }, 'Policies', false],
    [{ Pattern: { source: ['x'] } }, { Pattern: 'text' }, 'Pattern', false],
  ])('%j, answered %j', (wanted, found, path, absent) =>
    expect(differences(wanted, found)).toMatchObject([{ path, absent }]),
  );
});

test("answers get the shape of the template: capitals, and a document in Python's notation", () => {
  expect(pascalKeys({ roleArn: 'a', logging: { level: 'ERROR' } })).toEqual({
    RoleArn: 'a',
    Logging: { Level: 'ERROR' },
  });
  expect(pythonDocument("{'Version': '2012-10-17', 'Statement': []}")).toEqual({
    Version: '2012-10-17',
    Statement: [],
  });
});

const aRule = (fields: Partial<Deployed> = {}): Deployed => ({
  ...{ id: 'AlarmRule', type: 'AWS::Events::Rule', by: 'CloudFormation' },
  ...{ wanted: { Name: 'a' }, found: { Name: 'a' } },
  ...fields,
});

describe('the summary of a deployment', () => {
  test('names each type that CloudFormation in the emulator does not know, and nothing where it knows all', () => {
    const anAlarm = aRule({ type: 'AWS::CloudWatch::Alarm', by: 'the API' });
    const sentences = made([aRule(), anAlarm, anAlarm, aRule({ type: 'AWS::New::Thing', by: 'nothing' })]);
    expect(sentences).toEqual([
      "1 of 4 resources made by moto's CloudFormation",
      'types that it does not know: AWS::CloudWatch::Alarm, AWS::New::Thing',
      "made by the API of their service instead, with the template's properties: CloudWatch::Alarm 2",
      'not made at all: New::Thing 1',
    ]);
    expect(made([aRule()])).toEqual(["1 of 1 resource made by moto's CloudFormation"]);
  });

  test('is wrong about a value that differs, and about a resource that is not there', () => {
    const { same, wrong } = compared([aRule(), aRule({ found: { Name: 'b' } }), aRule({ found: undefined })]);
    expect({ same, wrong }).toEqual({
      same: 1,
      wrong: ['AlarmRule Name: "b", declared "a"', 'AlarmRule is not there'],
    });
  });

  test('names what the emulator does not keep', () => {
    const wanted = { Architectures: ['arm64'], Handler: 'x' };
    const found = { Architectures: ['x86_64'], Handler: 'x' };
    const aFunction = aRule({ type: 'AWS::Lambda::Function', wanted, found });
    expect(compared([aFunction])).toEqual({ same: 1, wrong: [], notKept: ['Lambda::Function Architectures'] });
  });
});
