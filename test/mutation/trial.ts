/**
 * One mutant before the tests that reach it. The process has lived through other mutants, and one of those may have left
 * something behind that fails a test: so a test catches a mutant only when it fails with it, passes without it, and fails
 * with it again.
 */
import { relative } from 'node:path';
import {
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
} from '@stryker-mutator/api/test-runner';
import { type Costs, inOrder, limitMs, readCosts } from './costs.ts';
import { loadOnce } from './fresh.ts';
import { type FileRun, fileOf, runFile } from './run-file.ts';
import { stryker, whileActive } from './stryker.ts';

/** Tests of one file. */
type Sought = { file: string; ids: string[] };
type Notice = Sought & { result: MutantRunResult; endless: boolean };

/** `doubt`: why another process has to judge. `spent`: why this one may judge no other mutant. */
export type Verdict = { result: MutantRunResult; doubt?: string; spent?: string };

let known: Costs | undefined;
const costs = (): Costs => {
  known ??= readCosts();
  return known;
};

const run = ({ file, ids }: Sought): Promise<FileRun> =>
  runFile(file, { only: new Set(ids), bail: true, limitMs: limitMs(file, costs()) });

/** What the tests have to say against the mutant; nothing, when they pass. */
function notice({ file, ids }: Sought, { tests, error }: FileRun): Notice | undefined {
  const failed = tests.find(({ ending }) => ending === 'failed' || ending === 'endless');
  const endless = failed?.ending === 'endless';
  const noticeOf = (result: MutantRunResult): Notice => ({ file, ids: failed ? [failed.id] : ids, result, endless });

  const lost = determineHitLimitReached(stryker.hitCount, stryker.hitLimit);
  if (lost) return noticeOf({ ...lost, status: MutantRunStatus.Timeout });
  if (error) return noticeOf({ status: MutantRunStatus.Error, errorMessage: error });
  if (!failed) return undefined;
  if (endless) return noticeOf({ status: MutantRunStatus.Timeout, reason: `${failed.id}: ${failed.message}` });
  const nrOfTests = tests.filter(({ ending }) => ending !== 'skipped').length;
  return noticeOf({ status: MutantRunStatus.Killed, killedBy: [failed.id], failureMessage: failed.message, nrOfTests });
}

async function underMutant({ activeMutant }: MutantRunOptions, sought: Sought): Promise<Notice | undefined> {
  await loadOnce(sought.file);
  return notice(sought, await whileActive(activeMutant.id, () => run(sought)));
}

async function passes(sought: Sought): Promise<boolean> {
  const { tests, error } = await run(sought);
  const passed = tests.filter(({ ending }) => ending === 'passed').map(({ id }) => id);
  return !error && sought.ids.every((id) => passed.includes(id));
}

async function weigh(options: MutantRunOptions, found: Notice): Promise<Verdict> {
  const { result, endless, file, ids } = found;
  countHits(options);
  if (!(await passes(found))) {
    const broken = `${ids.join(', ')} of ${file} fails without the mutant as well`;
    return { result, doubt: broken, spent: broken };
  }
  if (endless) return { result, spent: `${ids.join(', ')} is still under way` };
  const again = await underMutant(options, found);
  if (again) return { result };
  return {
    result: { status: MutantRunStatus.Survived, nrOfTests: ids.length },
    doubt: `${ids.join(', ')} failed once`,
  };
}

const countHits = ({ hitLimit }: MutantRunOptions): void =>
  void Object.assign(stryker, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });

export async function tryMutant(options: MutantRunOptions): Promise<Verdict> {
  const ids = options.testFilter ?? [];
  const mutated = relative(process.cwd(), options.sandboxFileName);
  countHits(options);
  for (const file of inOrder([...new Set(ids.map(fileOf))], mutated, costs())) {
    const found = await underMutant(options, { file, ids: ids.filter((id) => fileOf(id) === file) });
    if (found) return await weigh(options, found);
  }
  const result: MutantRunResult = { status: MutantRunStatus.Survived, nrOfTests: ids.length };
  return stryker.hitCount === 0 ? { result, doubt: 'no test has met the mutant' } : { result };
}
