/** The command: finds the emulator, deploys, plays the acts, and reports of each promise whether it was met. */
import { oneLine } from '../../shared/domain/foreign-text.ts';
import { answer, isMisunderstood } from '../command-line/answer.ts';
import { wrap } from '../layout.ts';
import type { Terminal } from '../terminal.ts';
import type { Act, Finding } from './acts/act.ts';
import { ACTS } from './acts/all.ts';
import { commandOfMoto, type Emulator, isMoto, MISSING, startMoto } from './find-moto.ts';
import { onLot } from './lot.ts';
import { motoAt } from './moto.ts';
import { readOptions } from './options.ts';
import { PLACE, STACK } from './place.ts';
import { during } from './progress.ts';
import { deployedOn, packaged, type Stage } from './stage.ts';
import { type Result, summary } from './table.ts';

/** As docs/operate/first-hour.md has exit codes: 3 is for what could not be begun. */
const MISSING_CODE = 3;

/** Undefined where it can be used; else one sentence with the way out. */
async function faultOf(server: string): Promise<string | undefined> {
  if (!(await isMoto(server))) {
    const { port } = new URL(server);
    return `no moto answers at ${server}, so nothing was run: start one with python3 -m moto.server -p ${port || 80}, or leave --server out`;
  }
  const stacks = motoAt(server, PLACE.region).query('cloudformation', 'DescribeStacks', { StackName: STACK });
  const taken = await stacks.then(
    ({ Stacks }) => Array.isArray(Stacks) && Stacks.length > 0,
    () => false,
  );
  if (!taken) return undefined;
  return `${server} has a stack ${STACK} already, so nothing was run: empty it with curl -X POST ${server}/moto-api/reset, or leave --server out`;
}

async function emulatorFor(server: string | undefined, terminal: Terminal): Promise<Emulator | string> {
  if (server !== undefined) return (await faultOf(server)) ?? { url: server, stop: () => undefined };
  const command = commandOfMoto();
  if (!command) return MISSING;
  const { value: started } = await during(terminal, `starting moto ${command.version}`.trim(), () =>
    startMoto(command),
  );
  return 'because' in started ? `moto does not start, so nothing was run: ${started.because}` : started;
}

async function played({ name, promise, run }: Act, stage: Stage, terminal: Terminal): Promise<Result> {
  const { write, paint, width } = terminal;
  const failed = (cause: unknown): Finding => ({ met: false, brief: oneLine(String(cause), 600) });
  const { value: finding, seconds } = await during(terminal, terminal.live ? promise : name, () =>
    run(stage).catch(failed),
  );
  const { met, brief, details = [] } = finding;
  write(`${met ? paint.green('✔') : paint.red('✘')} ${promise} (${seconds} s)\n`);
  for (const text of [brief, ...details]) for (const line of wrap(text, width - 4)) write(`    ${paint.dim(line)}\n`);
  return { name, met, brief, seconds };
}

async function story(url: string, terminal: Terminal): Promise<number> {
  return onLot(url, async (lot) => {
    const { value: built } = await during(terminal, 'packaging three appliances', () => packaged(lot));
    const { value: stage } = await during(terminal, 'deploying the stack into moto', () => deployedOn(lot, built));
    const results: Result[] = [];
    for (const act of ACTS) results.push(await played(act, stage, terminal));
    terminal.write(`${summary(results, lot.plays.all(), terminal).join('\n')}\n`);
    return results.every(({ met }) => met) ? 0 : 1;
  });
}

export async function main(args: string[], terminal: Terminal): Promise<number> {
  const asked = readOptions(args);
  if (isMisunderstood(asked)) return answer(asked, terminal);
  const emulator = await emulatorFor(asked.server, terminal);
  if (typeof emulator === 'string') {
    terminal.complain(`${emulator}\n`);
    return MISSING_CODE;
  }
  try {
    return await story(emulator.url, terminal);
  } catch (cause) {
    terminal.complain(`the acceptance could not be played: ${oneLine(String(cause), 1_000)}\n`);
    return 1;
  } finally {
    emulator.stop();
  }
}
