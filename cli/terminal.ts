/** The terminal itself: the one room of the command line that touches the process, its streams and its real time. */
import { createPaint, type Paint, showsColour } from './paint.ts';

export type Terminal = {
  write(text: string): void;
  complain(text: string): void;
  /** A person is watching, so the scenario may take its time. */
  live: boolean;
  width: number;
  paint: Paint;
  pause(milliseconds: number): Promise<void>;
  exitWith(code: number): void;
};

/** Beyond this a line is no longer read at a glance; below it nothing fits. */
const WIDTH = { min: 44, usual: 100, max: 124 };

/** 128 + SIGPIPE, which is what a shell reports of a program that writes to a closed pipe. */
const NOBODY_READS = 141;

/** The reader of our output is gone, as `head` is after its lines: that is no error, and there is nothing left to write to. */
function endWithoutReader(cause: NodeJS.ErrnoException): void {
  if (cause.code !== 'EPIPE') throw cause;
  process.exit(NOBODY_READS);
}

export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  for (const stream of [stdout, stderr]) stream.on('error', endWithoutReader);
  // In a build no person watches, even where it gives a terminal.
  const live = stdout.isTTY === true && !process.env.CI;
  const width = Math.min(WIDTH.max, Math.max(WIDTH.min, live ? stdout.columns || WIDTH.usual : WIDTH.usual));
  return {
    write: (text) => void stdout.write(text),
    complain: (text) => void stderr.write(text),
    live,
    width,
    paint: createPaint(showsColour(stdout)),
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    exitWith: (code) => {
      process.exitCode = code;
    },
  };
}
