/** T32: a new kind of change, or of deed, does not compile before every place that decides by kinds has an answer for it. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Edit } from '../../../simulator/mutants/mutant.ts';
import { type Throwaway, throwawayOf } from '../../../simulator/mutants/throwaway.ts';

let tree: Throwaway;

beforeAll(() => {
  tree = throwawayOf(process.cwd());
  const config = JSON.parse(readFileSync('tsconfig.json', 'utf8'));
  writeFileSync(
    join(tree.root, 'tsconfig.json'),
    JSON.stringify({ ...config, include: ['shared', 'simulator/scenarios/sentences.ts'] }),
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

const PLAN = 'shared/domain/plan.ts';
const DEEDS = 'shared/domain/traffic-deeds.ts';
const MAKE = 'shared/steps/takeover/make-changes.ts';

const NEW_CHANGE: Edit = {
  file: PLAN,
  old: "  | { kind: 'stop-failed' }\n",
  becomes: "  | { kind: 'stop-failed' }\n  | { kind: 'assign-private-ip' }\n",
};
const NEW_DEED: Edit = {
  file: 'shared/domain/invariants.ts',
  old: "  | { kind: 'stop'; instanceId: string }\n",
  becomes: "  | { kind: 'stop'; instanceId: string }\n  | { kind: 'assign'; instanceId: string }\n",
};
const answered = (file: string, kind: string): Edit => ({
  file,
  old: "  'move-address': true,\n",
  becomes: `  'move-address': true,\n  '${kind}': true,\n`,
});

test('a kind without an answer is refused at each table and at each switch over all kinds', () =>
  expect(refusedFiles([NEW_CHANGE, NEW_DEED])).toEqual({
    'shared/domain/plan.ts': 4,
    'shared/domain/traffic-deeds.ts': 3,
    'shared/domain/invariants.ts': 1,
    'shared/domain/conduct-invariants.ts': 1,
    'simulator/scenarios/sentences.ts': 1,
  }));

test('a kind that moves traffic has to be made, described, read back and led back, and judged by S2, S5, S15 and S16', () => {
  const yes = [answered(PLAN, 'assign-private-ip'), answered(MAKE, 'assign-private-ip'), answered(DEEDS, 'assign')];
  expect(refusedFiles([NEW_CHANGE, NEW_DEED, ...yes])).toEqual({
    'shared/domain/plan.ts': 2,
    'shared/domain/traffic-deeds.ts': 1,
    'shared/domain/invariants.ts': 4,
    'shared/domain/story-invariants.ts': 1,
    'shared/domain/conduct-invariants.ts': 1,
    'shared/steps/takeover/make-changes.ts': 2,
    'shared/steps/takeover/move-traffic.ts': 1,
    'shared/steps/takeover/lead-back.ts': 2,
    'simulator/scenarios/sentences.ts': 1,
  });
});
