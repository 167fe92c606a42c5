/** A runner that kills falsely would flatter our tests: what one mutant leaves behind may not be charged to another. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';

const FIXTURE = resolve('test/mutation/fixture');

type Verdict = { status?: string; message?: string; killedBy?: string[]; reason?: string };
type Judged = { first: { status: string; tests: { status: number }[] }; verdicts: Verdict[] };

const cwd = mkdtempSync(join(tmpdir(), 'failover-mutants-'));

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

function judged(...mutants: string[]): Judged {
  const args = ['--no-warnings', join(FIXTURE, 'process.ts'), join(FIXTURE, 'answer-tests.ts'), ...mutants];
  return JSON.parse(execFileSync(process.execPath, args, { cwd, encoding: 'utf8' }));
}
const verdictsOn = (...mutants: string[]): Verdict[] => judged(...mutants).verdicts;

describe('a process in which mutants are judged', () => {
  test('runs the tests without a mutant first', () => {
    expect(judged().first).toMatchObject({ status: 'complete', tests: [{ status: 0 }, { status: 0 }] });
  });

  test('counts a mutant as caught by the first test that fails, and judges the next', () => {
    expect(verdictsOn('answers as before', 'answers wrongly', 'answers as before')).toMatchObject([
      { status: 'survived' },
      { status: 'killed', killedBy: [expect.stringMatching(/answer-tests.ts: six times seven is the same, asked 1/)] },
      { status: 'survived' },
    ]);
  });

  test('does not judge on, once a mutant has left something behind', () => {
    expect(verdictsOn('answers wrongly from now on', 'answers as before')).toMatchObject([
      { status: 'killed' },
      { message: expect.stringMatching(/spent: .*asked 1 times .*fails without the mutant as well/) },
    ]);
  });

  test('does not charge a mutant with what an earlier one has spoilt', () => {
    expect(verdictsOn('spoils what comes next', 'answers as before', 'answers as before')).toMatchObject([
      { status: 'survived' },
      { message: expect.stringMatching(/another process has to judge: .*fails without the mutant as well/) },
      { message: expect.stringMatching(/spent/) },
    ]);
  });

  test('does not charge a mutant with an error of an earlier one that comes late', () => {
    expect(verdictsOn('leaves an exception for later', 'answers as before')).toMatchObject([
      { status: 'survived' },
      { message: expect.stringMatching(/another process has to judge: .*asked 1 times failed once/) },
    ]);
  });

  test('has a mutant judged again that is caught and spoils the process that was not new', () => {
    expect(verdictsOn('answers as before', 'answers wrongly from now on')).toMatchObject([
      { status: 'survived' },
      { message: expect.stringMatching(/another process has to judge/) },
    ]);
  });

  test.each([
    ['leaves a rejection', 'killed'],
    ['counts for ever', 'timeout'],
    ['has no question', 'error'],
  ])('notices a mutant that %s', (mutant, status) => {
    expect(verdictsOn(mutant, 'answers as before')).toMatchObject([{ status }, { status: 'survived' }]);
  });

  test('does not wait for ever, and gives up the process in which something still waits', () => {
    expect(verdictsOn('never answers', 'answers as before')).toMatchObject([
      { status: 'timeout', reason: expect.stringMatching(/Exceeded timeout/) },
      { message: expect.stringMatching(/spent: .*is still under way/) },
    ]);
  });
});
