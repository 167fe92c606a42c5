/** The command: finds out whether the machine can do it, runs each variant, and says what came of it. */
import { messageOf } from '../../shared/domain/errors.ts';
import { oneLine } from '../../shared/domain/foreign-text.ts';
import { during } from '../acceptance/progress.ts';
import { answer, isMisunderstood } from '../command-line/answer.ts';
import type { Terminal } from '../terminal.ts';
import { kernelFault, type Machine, missingOn } from './missing.ts';
import { endProcess, present, remove } from './network/remove.ts';
import { once } from './once.ts';
import { type LabAsked, readOptions } from './options.ts';
import type { Run } from './run-command.ts';
import { asExpected, resultTable, type Series } from './table.ts';
import { VARIANTS } from './variants.ts';

/** `ACTIVE` is for what could not be begun; 77 is what test drivers take for a skipped test. */
const CODE = { active: 3, skipped: 77 } as const;

export type LabDoor = { machine: Machine; execute: Run };

function list({ write }: Terminal): number {
  for (const { name, survives, what } of VARIANTS) {
    write(`${name.padEnd(26)}${what}; ${survives ? 'survives' : 'TCP and SSH do not survive'}\n`);
  }
  return 0;
}

async function skipReason({ machine, execute }: LabDoor): Promise<string | undefined> {
  const missing = missingOn(machine);
  if (missing.length > 0) return missing.join(', ');
  const there = await present(execute);
  const fault = there.length > 0 ? undefined : await kernelFault(execute);
  return fault && `a kernel with veth, nf_tables and connection tracking (${oneLine(fault, 200)})`;
}

async function down(execute: Run, { write }: Terminal): Promise<number> {
  const gone = await remove(execute, endProcess);
  write(gone.length > 0 ? `removed: ${gone.join(', ')}\n` : 'there is nothing of the lab to remove\n');
  return 0;
}

async function series(
  { variants, runs, delay, atOnce, json }: LabAsked,
  execute: Run,
  terminal: Terminal,
): Promise<Series[]> {
  const all: Series[] = [];
  for (const variant of variants) {
    const own: Series = { variant, results: [] };
    all.push(own);
    for (let run = 1; run <= runs; run++) {
      const asked = { variant, run, delay, atOnce };
      const what = `${variant.name}, run ${run} of ${runs}: ${variant.what}`;
      const { value } = json
        ? { value: await once(asked, execute) }
        : await during(terminal, what, () => once(asked, execute));
      own.results.push(value);
      if (json) terminal.write(`${JSON.stringify(value)}\n`);
    }
  }
  return all;
}

async function run(asked: LabAsked, { execute }: LabDoor, terminal: Terminal): Promise<number> {
  const there = await present(execute);
  if (there.length > 0) {
    terminal.complain(`${there.join(', ')}: another run is active; after one that was killed: npm run lab -- --down\n`);
    return CODE.active;
  }
  const all = await series(asked, execute, terminal);
  if (!asked.json) terminal.write(`\n${resultTable(all, terminal).join('\n')}\n`);
  return all.every(({ variant, results }) => asExpected(variant, results)) ? 0 : 1;
}

export async function main(args: string[], terminal: Terminal, door: LabDoor): Promise<number> {
  const asked = readOptions(args);
  if (isMisunderstood(asked)) return answer(asked, terminal);
  if (asked.ask === 'list') return list(terminal);
  const reason = await skipReason(door);
  if (reason !== undefined) {
    terminal.write(`skipped: this needs ${reason}\n`);
    return asked.ask === 'run' && asked.required ? CODE.skipped : 0;
  }
  if (asked.ask === 'down') return down(door.execute, terminal);
  try {
    return await run(asked, door, terminal);
  } catch (cause) {
    terminal.complain(`the lab did not work: ${oneLine(messageOf(cause), 1_000)}\n`);
    return 1;
  }
}
