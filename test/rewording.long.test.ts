/** Rewording any message changes no behaviour: every scenario comes out the same with other words in all of `shared/`. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Throwaway, throwawayOf } from '../simulator/experiments/mutants/throwaway.ts';
import { scenarioNames } from '../simulator/stories/library.ts';
import { literalsIn, reworded } from './support/reworded.ts';
import { sourceFiles } from './support/source-files.ts';

/** The release before wrote its own words, and they stay as they are. */
const OLD_WORDS = 'shared/domain/images/earlier-release.ts';

let tree: Throwaway;
let count = 0;

beforeAll(() => {
  tree = throwawayOf(process.cwd());
  cpSync('test/support', join(tree.root, 'test', 'support'), { recursive: true });
  for (const { path } of sourceFiles(['shared']).filter((file) => file.path !== OLD_WORDS)) {
    const becomes = reworded(readFileSync(path, 'utf8'), { from: count });
    writeFileSync(join(tree.root, path), becomes.source);
    count += becomes.count;
  }
});

afterAll(() => tree.remove());

type Told = { scenario: string; state?: string; unmet: string[] };

function tellAll(): Told[] {
  const script = join('test', 'support', 'reworded-scenarios.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--no-warnings', script], {
    ...{ cwd: tree.root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n').flatMap((line): Told[] => (line === '' ? [] : [JSON.parse(line)]));
}

test('every scenario comes out as it says, but for the texts that it quotes', () => {
  const told = tellAll();
  expect(count).toBeGreaterThan(1_000);
  expect([...new Set(told.map(({ scenario }) => scenario))].sort()).toEqual(scenarioNames());
  expect(told.filter(({ unmet }) => unmet.length > 0)).toEqual([]);
}, 1_200_000);

/** As it would stand in a source, so that no literal of this file holds a placeholder of its own. */
const source = (text: string): string => text.replaceAll('$(', '${').replaceAll(')$', '}');

describe('rewording a source', () => {
  test.each([
    ['throw new RefusedError(`$(id)$ is gone`);', "throw new RefusedError('reworded b');"],
    ["hold('paused', 'paused until then')", "hold('paused', 'reworded b')"],
    ["`all $(`of $(c)$`)$ them` + 'one two'", "'reworded b' + 'reworded c'"],
    ["/it's/.test(text) && 'one two' // it's", "/it's/.test(text) && 'reworded b' // it's"],
  ])('of %s', (text, becomes) => expect(reworded(source(text), { from: 1 }).source).toBe(becomes));

  test.each(["'kebab-case'", "'not verified'", '`$(one)$-$(two)$`', "', '"])('leaves %s as it is', (text) =>
    expect(reworded(source(text), { from: 1 })).toEqual({ source: source(text), count: 0 }),
  );

  test('finds the literals of a line with everything in it', () => {
    const literals = literalsIn(source("a('x', \"it's\", `y $(z ? 'in' : {})$ w`) / 2; // 'no'"));
    expect(literals.map(({ text }) => text)).toEqual(['x', "it's", 'y § w']);
  });
});
