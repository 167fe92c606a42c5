/** `npm run simulate -- --mutants`: a check on the checkers. Each deliberate fault of ours has to be noticed. */
import { join } from 'node:path';
import { MUTANTS } from '../../simulator/experiments/mutants/list.ts';
import type { Mutant } from '../../simulator/experiments/mutants/mutant.ts';
import { outOfDate, throwawayOf } from '../../simulator/experiments/mutants/throwaway.ts';
import type { Terminal } from '../terminal.ts';
import { type Caught, hunt } from './mutant-hunt.ts';
import { isCaught, mutantDocument, mutantLines, rulesLine, verdictLine } from './mutant-table.ts';

const TREE = join(import.meta.dirname, '..', '..');

type MutantsWish = { only: string | undefined; jobs: number; json: boolean };

/** Each process spoils a copy of its own, and takes the next mutant when it has caught the last one. */
async function huntAll(mutants: Mutant[], jobs: number, onCaught: (caught: Caught) => void): Promise<Caught[]> {
  const all: Caught[] = [];
  const left = [...mutants];
  const work = async (): Promise<void> => {
    const throwaway = throwawayOf(TREE);
    process.once('exit', throwaway.remove);
    try {
      for (let mutant = left.shift(); mutant; mutant = left.shift()) {
        const caught = await hunt(mutant, throwaway);
        all.push(caught);
        onCaught(caught);
      }
    } finally {
      throwaway.remove();
      process.off('exit', throwaway.remove);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, mutants.length) }, work));
  return all.toSorted((one, other) => mutants.indexOf(one.mutant) - mutants.indexOf(other.mutant));
}

/** The exit code: 0 when every mutant was caught, 1 when one survived, 2 when one is out of date. */
export async function runMutants({ only, jobs, json }: MutantsWish, terminal: Terminal): Promise<number> {
  const mutants = MUTANTS.filter(({ name, breaks }) => only === undefined || breaks === only || name.includes(only));
  const stale = outOfDate(TREE, mutants);
  if (mutants.length === 0) stale.push(`no mutant is about "${only}"`);
  if (stale.length > 0) {
    terminal.complain(`${stale.join('\n')}\n`);
    return 2;
  }
  const onCaught = (caught: Caught): void => {
    if (!json) terminal.write(`${mutantLines(caught, terminal.width).join('\n')}\n`);
  };
  // An interrupted hunt leaves no copies of the tree behind: what is done at the exit is done for a signal as well.
  const stop = (): never => process.exit(130);
  process.once('SIGINT', stop);
  const all = await huntAll(mutants, jobs, onCaught);
  process.off('SIGINT', stop);
  terminal.write(
    json ? `${JSON.stringify(mutantDocument(all), undefined, 2)}\n` : `${verdictLine(all)}\n${rulesLine(all)}\n`,
  );
  return all.every(isCaught) ? 0 : 1;
}
