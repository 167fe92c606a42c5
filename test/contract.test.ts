/** One name, five places: state, function, step, event and what is deployed have to agree, and so do the error names. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import aslValidator from 'asl-validator';
import { parse } from 'yaml';
import { ERROR_NAMES } from '../shared/domain/errors.ts';
import { loadMachine, MACHINE_NAMES } from '../shared/machines/load-machine.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../shared/machines/time-outs.ts';
import { steps } from '../simulator/stories/steps.ts';

const FOLDERS = [...MACHINE_NAMES, 'triggers'];

type Catcher = { ErrorEquals: string[] };
type Task = { Type: string; Resource?: string; TimeoutSeconds?: number; Retry?: Catcher[]; Catch?: Catcher[] };

const arn = (name: string): string => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
const resolve = ({ logicalId, attribute }: { logicalId: string; attribute: string }): string => {
  if (logicalId === 'AWS::Partition') return 'aws';
  return attribute === 'Ref' ? `arn:aws:states:eu-west-1:123456789012:stateMachine:${logicalId}` : arn(logicalId);
};

const machines = MACHINE_NAMES.map((name) => ({ name, definition: loadMachine(name, resolve) }));

const kebab = (state: string): string => state.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
const camel = (file: string): string => file.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const tasks = machines.flatMap(({ name, definition }) =>
  Object.entries(definition.States as Record<string, Task>)
    .filter(([, { Type }]) => Type === 'Task')
    .map(([state, task]) => ({ machine: name, state, file: kebab(state), task })),
);
const lambdas = tasks.filter(({ task }) => task.Resource?.startsWith('arn:aws:lambda'));

/** What no state calls: schedules, events and what a sweep found. */
const TRIGGERS = ['check-readiness', 'notify', 'probe-appliance', 'route-instance-event', 'sweep'];

/** As the packager reads them, outside of this process: CommonJS that loads modules. */
const deployedFunctions = (): Record<string, { handler: string }> =>
  JSON.parse(
    execFileSync(
      process.execPath,
      ['-e', "console.log(JSON.stringify(require('./infra/functions.cjs')({ options: {} })))"],
      { encoding: 'utf8' },
    ),
  );

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));

describe('the state machines', () => {
  test.each(machines)('$name is valid Amazon States Language', ({ definition }) => {
    const { isValid, errorsText } = aslValidator(definition, { checkPaths: true, checkArn: true });
    expect(isValid ? '' : errorsText()).toBe('');
  });

  test('a state has its name in one machine only', () => {
    const names = machines.flatMap(({ definition }) => Object.keys(definition.States));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  test.each(tasks)('$state has a time-out, retries what may pass, and catches everything', ({ task }) => {
    expect(task.TimeoutSeconds).toBeGreaterThan(0);
    expect(task.Retry?.length).toBeGreaterThan(0);
    // Amazon States Language wants States.ALL alone and last; the validator does not notice.
    expect(task.Catch?.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
    expect((task.Catch ?? []).slice(0, -1).flatMap(({ ErrorEquals }) => ErrorEquals)).not.toContain('States.ALL');
  });

  test.each(tasks)('$state has no catcher that does what the next one does', ({ task }) => {
    const doing = (task.Catch ?? []).map(({ ErrorEquals: _, ...does }) => JSON.stringify(does));
    expect(doing.filter((does, at) => does === doing[at + 1])).toEqual([]);
  });

  // A function that died may have launched, and nothing but its name says so.
  const once = ['LaunchAhead'];

  test('a state that is not repeated after a death repeats only what ended before its work', () => {
    const found = lambdas.filter(({ state }) => once.includes(state));
    const repeats = found.map(({ task }) => task.Retry?.map(({ ErrorEquals }) => ErrorEquals));
    expect(repeats).toEqual([[['TransientError', 'Lambda.TooManyRequestsException']]]);
  });

  const repeated = lambdas.filter(({ state }) => !once.includes(state));

  test.each(repeated)('$state retries the errors that may pass, which are the same for every function', ({ task }) => {
    expect(task.Retry?.at(-1)?.ErrorEquals).toEqual([
      'TransientError',
      ...['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException'],
      ...['Lambda.TooManyRequestsException', 'Lambda.Unknown', 'Runtime.ExitError', 'Sandbox.Timedout'],
      'States.Timeout',
    ]);
  });

  test.each(lambdas)('$state outwaits its function, so that no attempt outlives the next', ({ file, task }) => {
    const functionSeconds = (FUNCTION_TIMEOUT_SECONDS as Record<string, number>)[file] ?? Number.NaN;
    expect(task.TimeoutSeconds).toBeGreaterThan(functionSeconds);
  });

  test('no machine matches a name that nothing throws, and of ours only the one that it retries', () => {
    const ours = (each: Catcher[] = []): string[] =>
      each.flatMap(({ ErrorEquals }) => ErrorEquals).filter((name) => /^[A-Za-z]+Error$/.test(name));
    expect(new Set(tasks.flatMap(({ task }) => ours(task.Retry)))).toEqual(new Set(['TransientError']));
    expect(tasks.flatMap(({ task }) => ours(task.Catch))).toEqual([]);
    expect(ERROR_NAMES).toContain('TransientError');
  });
});

describe('one name, five places', () => {
  test('finds all the steps', () => {
    expect(lambdas.map(({ state }) => state).sort()).toEqual([
      'AcceptImage',
      'Assess',
      'AwaitHealthy',
      'AwaitImage',
      'AwaitProof',
      'AwaitReplacement',
      'Claim',
      'CloseTakeover',
      'CreateImage',
      'EndAhead',
      'EndOldStandby',
      'EndProof',
      'GateRotation',
      'KeepStandby',
      'LaunchAhead',
      'LaunchProof',
      'LaunchReplacement',
      'MoveTraffic',
      'PlanAhead',
      'ProveService',
      'PruneImages',
      'SettleStandby',
      'StopFailed',
      'UndoTraffic',
      'VerifyTraffic',
      'WarmFunctions',
      'WatchAhead',
    ]);
  });

  test.each(lambdas)('$state invokes its own function', ({ state, task }) => {
    expect(task.Resource).toBe(arn(`${state}LambdaFunction`));
  });

  test.each(lambdas)('$state has a function, a step and an event', ({ machine, file }) => {
    const missing = [
      `functions/${machine}/${file}.ts`,
      `shared/steps/${machine}/${file}.ts`,
      `events/${machine}/${file}.json`,
    ].filter((path) => !existsSync(path));
    expect(missing).toEqual([]);
  });

  test.each(lambdas)('$state understands the input that its event shows', ({ machine, file }) => {
    const event: unknown = JSON.parse(readFileSync(`events/${machine}/${file}.json`, 'utf8'));
    expect(() => steps[file as FunctionName].parse(event)).not.toThrow();
  });

  test.each(lambdas)('$state has a test of its own', ({ machine, file }) => {
    expect(existsSync(`test/shared/steps/${machine}/${file}.test.ts`)).toBe(true);
  });

  test.each(FOLDERS)('functions/%s holds nothing that has no step', (folder) => {
    const known =
      folder === 'triggers' ? TRIGGERS : lambdas.filter(({ machine }) => machine === folder).map(({ file }) => file);
    expect(filesIn(`functions/${folder}`, '.ts').sort()).toEqual([...known].sort());
    for (const file of known) {
      const door = readFileSync(`functions/${folder}/${file}.ts`, 'utf8');
      expect(door).toMatch(new RegExp(`^export const handler = to\\w*Lambda\\(${camel(file)}\\);$`, 'm'));
      expect(door).toContain(`/shared/steps/${folder}/${file}.ts'`);
    }
  });

  test('exactly these functions and machines are deployed', () => {
    const doors = FOLDERS.flatMap((folder) =>
      filesIn(`functions/${folder}`, '.ts').map((file) => `functions/${folder}/${file}.handler`),
    );
    const handlers = Object.values(deployedFunctions()).map(({ handler }) => handler);
    expect(handlers.sort()).toEqual(doors.sort());
    const { stepFunctions } = parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent' }) as {
      stepFunctions: { stateMachines: Record<string, unknown> };
    };
    expect(Object.keys(stepFunctions.stateMachines).sort()).toEqual(MACHINE_NAMES.toSorted());
  });

  test('every function has a time-out, and every time-out a function', () => {
    const files = FOLDERS.flatMap((folder) => filesIn(`functions/${folder}`, '.ts'));
    expect(Object.keys(FUNCTION_TIMEOUT_SECONDS).sort()).toEqual(files.sort());
  });
});
