/** Runs the tests of one file in this process with Jest's own runner of tests, circus, and says how each has ended. */
import { addEventHandler, type Event, getState, resetState, run } from 'jest-circus';
import { loadAgain } from './fresh.ts';
import { strays } from './strays.ts';
import { stryker } from './stryker.ts';

type Entry = Extract<Event, { name: 'test_start' }>['test'];

export type Ending = 'passed' | 'failed' | 'endless' | 'skipped';
export type TestRun = { id: string; name: string; ending: Ending; message: string; tookMs: number };

/** `error`: the file could not be loaded, or something of it failed outside its tests. */
export type FileRun = { tests: TestRun[]; error?: string };

export type Choice = {
  /** Everything else that the file registers is skipped. */
  only?: ReadonlySet<string> | undefined;
  /** Nothing runs after the first failure. */
  bail: boolean;
  limitMs: number;
};

let file = '';
let choice: Choice = { bail: false, limitMs: 5000 };
let over = false;

export const fileOf = (id: string): string => id.slice(0, id.indexOf(': '));

function nameOf({ name, parent }: { name: string; parent?: Entry['parent'] | undefined }): string {
  return parent?.parent ? `${nameOf(parent)} ${name}` : name;
}
const idOf = (test: Entry): string => `${file}: ${nameOf(test)}`;

/** Called by circus between all that it does, and waited for. */
async function watch(event: Event): Promise<void> {
  if (event.name === 'test_start') {
    const id = idOf(event.test);
    if (over || (choice.only && !choice.only.has(id))) event.test.mode = 'skip';
    else stryker.currentTestId = id;
  } else if (event.name === 'test_done') {
    delete stryker.currentTestId;
    event.test.errors.push(...(await strays()));
    over ||= choice.bail && event.test.errors.length > 0;
  }
}

export const watchTests = (): void => addEventHandler(watch as (event: Event) => void | Promise<void>);

const textOf = (error: unknown): string => {
  const thrown: unknown = Array.isArray(error) ? (error[0] ?? error[1]) : error;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
};

function runOf(test: Entry): TestRun {
  const message = test.errors.map(textOf).join('\n');
  const failed = /Exceeded timeout of \d+ ms for a (test|hook)/.test(message) ? 'endless' : 'failed';
  const ending = test.status !== 'done' ? 'skipped' : test.errors.length > 0 ? failed : 'passed';
  return { id: idOf(test), name: nameOf(test), ending, message, tookMs: test.duration ?? 0 };
}

const testsIn = (block: Entry['parent']): Entry[] =>
  block.children.flatMap((child) => (child.type === 'test' ? [child] : testsIn(child)));

export async function runFile(path: string, chosen: Choice): Promise<FileRun> {
  [file, choice, over] = [path, chosen, false];
  resetState();
  try {
    await loadAgain(path);
  } catch (error) {
    await strays();
    return { tests: [], error: textOf(error) };
  }
  getState().testTimeout = choice.limitMs;
  const { unhandledErrors } = await run();
  const outside = [...unhandledErrors, ...(await strays()).map(textOf)];
  const tests = testsIn(getState().rootDescribeBlock).map(runOf);
  return { tests, ...(outside.length > 0 && { error: outside.join('\n') }) };
}
