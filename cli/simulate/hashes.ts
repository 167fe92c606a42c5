/** `npm run simulate -- --hashes FILE`: what every scenario and many random stories are, to be compared with `diff`. */
import { writeFileSync } from 'node:fs';
import { allScenarios } from '../../simulator/stories/library.ts';
import { hasVariants } from '../../simulator/stories/variants.ts';
import type { Terminal } from '../terminal.ts';
import { ask, compileOnce, dismiss, openChild } from './child.ts';
import type { HashesWish } from './options.ts';
import { lineOn } from './progress.ts';
import type { Hashed } from './protocol.ts';

const upTo = (count: number, from = 1): number[] => Array.from({ length: count }, (_, index) => from + index);

/** The longest first, so that no process waits for the last one of them; the file has them in another order. */
function storiesOf({ from, seeds, scenarioSeeds }: HashesWish): Hashed[] {
  const scenarios = allScenarios().toSorted((one, other) => Number(hasVariants(other)) - Number(hasVariants(one)));
  return [
    ...scenarios.flatMap(({ name }) => upTo(scenarioSeeds).map((seed) => ({ scenario: name, seed }))),
    ...upTo(seeds, from).map((seed) => ({ seed })),
  ];
}

/** Each process takes the next story when it is done with the last. */
async function hashAll(stories: Hashed[], jobs: number, onHashed: (count: number) => void): Promise<string[]> {
  const left = [...stories];
  const lines: string[] = [];
  const work = async (): Promise<void> => {
    const child = openChild();
    try {
      for (let story = left.shift(); story; story = left.shift()) {
        const answer = await ask(child, { do: 'hash', story });
        if (answer.did !== 'hash') throw new Error('the child process answered something else');
        lines.push(...answer.lines);
        onHashed(stories.length - left.length);
      }
    } finally {
      dismiss(child);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, stories.length) }, work));
  return lines.toSorted(new Intl.Collator('en', { numeric: true }).compare);
}

/** The exit code: 0, as no story is right or wrong here. */
export async function runHashes(wish: HashesWish, terminal: Terminal): Promise<number> {
  // A file that cannot be written is found out before the work, not after it.
  writeFileSync(wish.file, '');
  await compileOnce();
  const startedMs = performance.now();
  const stories = storiesOf(wish);
  const progress = lineOn(process.stderr);
  const seconds = (): number => (performance.now() - startedMs) / 1000;
  const lines = await hashAll(stories, wish.jobs, (count) =>
    progress.show(`${count} of ${stories.length} stories`, seconds()),
  );
  progress.end();
  writeFileSync(wish.file, lines.map((line) => `${line}\n`).join(''));
  terminal.write(`${lines.length} lines of ${stories.length} stories in ${seconds().toFixed(1)} s: ${wish.file}\n`);
  return 0;
}
