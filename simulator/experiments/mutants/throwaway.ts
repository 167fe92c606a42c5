/** A copy of the tree that may be spoilt: each mutant is written into it and taken out again. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Edit, Mutant } from './mutant.ts';

/** Everything that a simulated scenario reads: the code, and the files that the deployment is made of. */
const ROOMS = ['cli', 'events', 'functions', 'infra', 'shared', 'simulator', 'state-machines'];
const FILES = ['appliances.yml', 'package.json'];

export type Throwaway = { root: string; apply(mutant: Mutant): void; heal(): void; remove(): void };

const timesIn = (text: string, { old }: Edit): number => (old === '' ? 0 : text.split(old).length - 1);

/** What is no longer as the mutants say: each old text has to stand in its file exactly once. */
export function outOfDate(root: string, mutants: Mutant[]): string[] {
  return mutants.flatMap(({ name, edits = [] }) =>
    edits
      .filter((edit) => timesIn(readFileSync(join(root, edit.file), 'utf8'), edit) !== 1)
      .map(({ file, old }) => `mutant is out of date: "${name}": ${file}, ${JSON.stringify(old)}`),
  );
}

export function throwawayOf(tree: string): Throwaway {
  const root = mkdtempSync(join(tmpdir(), 'failover-mutants-'));
  for (const name of [...ROOMS, ...FILES]) cpSync(join(tree, name), join(root, name), { recursive: true });
  symlinkSync(join(tree, 'node_modules'), join(root, 'node_modules'), 'junction');
  // As it was copied, and not as the tree is by now: a developer may be editing it.
  const spoilt = new Map<string, string>();
  const heal = (): void => {
    for (const [file, text] of spoilt) writeFileSync(join(root, file), text);
    spoilt.clear();
  };
  return {
    root,
    apply: ({ edits = [] }) => {
      heal();
      for (const { file, old, becomes } of edits) {
        const text = readFileSync(join(root, file), 'utf8');
        spoilt.set(file, spoilt.get(file) ?? text);
        writeFileSync(
          join(root, file),
          text.replace(old, () => becomes),
        );
      }
    },
    heal,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
