/** The command: finds the emulator, plays the story, and says of each promise whether it was met. */
import { answer, isAnswered } from '../answered.ts';
import type { Terminal } from '../terminal.ts';
import { MISSING, startMoto } from './find-moto.ts';
import { HELP, readOptions } from './options.ts';
import { onStage, type Stage } from './stage.ts';
import { ACTS, type Act } from './story.ts';

/** As docs/operate/first-hour.md has exit codes: 3 is for what could not be begun. */
export const MISSING_CODE = 3;

async function played({ promise, run }: Act, stage: Stage, { write }: Pick<Terminal, 'write'>): Promise<boolean> {
  const startedAt = Date.now();
  const { met, found } = await run(stage).catch((cause) => ({ met: false, found: String(cause) }));
  write(`${met ? '✔' : '✘'} ${promise}\n    ${found} (${Math.round((Date.now() - startedAt) / 1_000)} s)\n`);
  return met;
}

export async function main(args: string[], terminal: Terminal): Promise<number> {
  const asked = readOptions(args);
  if (isAnswered(asked)) return answer(asked, HELP, terminal);
  const emulator = asked.server === undefined ? await startMoto() : { url: asked.server, stop: () => undefined };
  if (!emulator) {
    terminal.complain(`${MISSING}\n`);
    return MISSING_CODE;
  }
  try {
    return await onStage(
      emulator.url,
      (text) => terminal.write(`${text}\n`),
      async (stage) => {
        let met = 0;
        for (const act of ACTS) if (await played(act, stage, terminal)) met++;
        terminal.write(`${met} of ${ACTS.length} promises met in moto\n`);
        return met === ACTS.length ? 0 : 1;
      },
    );
  } finally {
    emulator.stop();
  }
}
