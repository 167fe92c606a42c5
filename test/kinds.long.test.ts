/** T32: a new kind of part does not compile before every table of the kinds has an entry for it. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Edit } from '../simulator/experiments/mutants/mutant.ts';
import { type Throwaway, throwawayOf } from '../simulator/experiments/mutants/throwaway.ts';

let tree: Throwaway;

beforeAll(() => {
  tree = throwawayOf(process.cwd());
  const config = JSON.parse(readFileSync('tsconfig.json', 'utf8'));
  writeFileSync(
    join(tree.root, 'tsconfig.json'),
    JSON.stringify({
      ...config,
      include: ['shared', 'infra/grants', 'simulator/checks/rules', 'simulator/checks/watch/observers.ts'],
    }),
  );
});

afterAll(() => tree.remove());

/** The files that do not compile, each as often as it has places without an answer. */
function refusedFiles(edits: Edit[]): Record<string, number> {
  tree.apply({ name: 'a new kind', breaks: '', edits, hunt: { in: 'scenarios', names: [] } });
  const { stdout } = spawnSync(join('node_modules', '.bin', 'tsc'), ['--noEmit', '--pretty', 'false'], {
    cwd: tree.root,
    encoding: 'utf8',
  });
  const files = stdout.split('\n').flatMap((line) => /^(\S+)\(\d+,\d+\): error/.exec(line)?.[1] ?? []);
  return Object.fromEntries(files.map((file) => [file, files.filter((other) => other === file).length]));
}

const NEW_PART: Edit = {
  file: 'shared/domain/traffic/part.ts',
  old: '  route: { routeTableId: string; destination: string; edge?: true | undefined };\n',
  becomes:
    "  route: { routeTableId: string; destination: string; edge?: true | undefined };\n  'private-address': { privateIp: string };\n",
};

const CARRIES: Edit = {
  file: 'shared/domain/traffic/part.ts',
  old: 'route: true } as const',
  becomes: "route: true, 'private-address': true } as const",
};

test('a kind of part is refused at every table of the kinds', () =>
  expect(refusedFiles([NEW_PART])).toEqual({
    'shared/domain/traffic/part.ts': 1,
    'shared/domain/traffic/placed.ts': 1,
    'shared/domain/traffic/plan.ts': 1,
    'shared/domain/traffic/kinds.ts': 5,
    'simulator/checks/rules/request.ts': 2,
    'shared/steps/traffic/kinds.ts': 3,
    'infra/grants/changes.ts': 1,
    'simulator/checks/watch/observers.ts': 1,
  }));

test('a kind that carries traffic has to be read, rolled back, and given the permissions of both', () =>
  expect(refusedFiles([NEW_PART, CARRIES])).toEqual({
    'shared/domain/traffic/plan.ts': 1,
    'shared/domain/traffic/kinds.ts': 5,
    'simulator/checks/rules/request.ts': 2,
    'shared/steps/traffic/kinds.ts': 6,
    'infra/grants/changes.ts': 2,
    'simulator/checks/watch/observers.ts': 1,
  }));
