/**
 * Stryker's door to the tests: it runs them in its own process, in which all that they import stays loaded. Jest would
 * make a new world for every test file of every mutant, and nearly all the time of a mutant went there.
 */
import { globSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Logger } from '@stryker-mutator/api/logging';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import { type Costs, keepCosts } from './costs.ts';
import { loadAnew } from './fresh.ts';
import { runFile, type TestRun, watchTests } from './run-file.ts';
import { collectStrays } from './strays.ts';
import { stryker } from './stryker.ts';
import { tryMutant } from './trial.ts';

/**
 * Those of the steps themselves, of the command line behind which people's steps stand, and of bad input at the deployed
 * doors. Whole stories kill mutants as well, but `npm run simulate -- --mutants` asks what the stories see.
 */
const TESTS = [
  ...['test/shared/**/*.test.ts', 'test/cli/failover/*.test.ts', 'test/simulator/refus*.test.ts'],
  'test/simulator/checks/rules/*.test.ts',
];
const DRY_LIMIT_MS = 60_000;

function asTestResult(fileName: string, { id, name, ending, message, tookMs }: TestRun): TestResult {
  const base = { id, name, fileName, timeSpentMs: tookMs };
  if (ending === 'passed') return { ...base, status: TestStatus.Success };
  if (ending === 'skipped') return { ...base, status: TestStatus.Skipped };
  return { ...base, status: TestStatus.Failed, failureMessage: message };
}

async function dryRun({ testFiles }: DryRunOptions): Promise<DryRunResult> {
  const files = (
    testFiles?.map((file) => relative(process.cwd(), file)) ??
    globSync(TESTS).filter((file) => !file.includes('.long.'))
  ).sort();
  const tests: TestResult[] = [];
  const costs: Costs = {};
  for (const file of files) {
    const ran = await runFile(file, { bail: false, limitMs: DRY_LIMIT_MS });
    if (ran.error) return { status: DryRunStatus.Error, errorMessage: `${file}: ${ran.error}` };
    tests.push(...ran.tests.map((test) => asTestResult(resolve(file), test)));
    costs[file] = ran.tests.reduce((sum, { tookMs }) => sum + tookMs, 0);
  }
  keepCosts(costs);
  const mutantCoverage = structuredClone(stryker.mutantCoverage ?? { static: {}, perTest: {} });
  return { status: DryRunStatus.Complete, tests, mutantCoverage };
}

function inProcess(log: Logger): TestRunner {
  /** Nothing has run here that could have left something behind. */
  let isNew = true;
  let spent: string | undefined;

  async function mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    if (!options.testFilter) throw new Error('this runner needs coverageAnalysis perTest');
    // Stryker answers an error with a new process, in which it asks again.
    if (spent) throw new Error(`this process is spent: ${spent}`);
    const verdict = await tryMutant(options);
    const { result, doubt } = verdict;
    spent = verdict.spent;
    const isSure = !doubt || isNew;
    isNew = false;
    if (doubt ?? spent) log.info('Mutant %s, %s: %s', options.activeMutant.id, result.status, doubt ?? spent);
    if (isSure) return result;
    spent = doubt;
    throw new Error(`another process has to judge: ${doubt}`);
  }

  return {
    // A test file's own statements run again for every mutant. What the other modules do at load is left out.
    capabilities: () => ({ reloadEnvironment: true }),
    init: async () => {
      Object.assign(process.env, { FORCE_COLOR: '0', NODE_ENV: 'test' });
      loadAnew();
      collectStrays();
      watchTests();
    },
    dryRun: (options) => {
      isNew = false;
      return dryRun(options);
    },
    mutantRun,
  };
}
inProcess.inject = tokens(commonTokens.logger);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', inProcess)] as const;
