/** `npm run fuzz`: draws the inputs from a seed, counts what came of them, and prints each fault with its input. */
import { readFileSync } from 'node:fs';
import { messageOf } from '../../shared/domain/errors.ts';
import { seededRandom } from '../../simulator/random.ts';
import { answer, isMisunderstood } from '../command-line/answer.ts';
import type { Terminal } from '../terminal.ts';
import { fuzzCommandLine } from './command-lines.ts';
import { configurationFuzzer } from './configurations.ts';
import { eventFuzzer } from './events.ts';
import { type Amounts, readOptions } from './options.ts';

type Kind = 'events' | 'configurations' | 'commands';

export type Fuzzer = Record<Kind, (random: () => number) => Promise<string | undefined>>;

export const fuzzer = (example: string): Fuzzer => ({
  events: eventFuzzer(example),
  configurations: configurationFuzzer(example),
  commands: fuzzCommandLine,
});

/** More are counted and not printed. */
const SHOWN_MAX = 10;
const PROGRESS_EVERY = 10_000;

/** Each input is drawn from a number of its own, so that it does not depend on the inputs before it. */
const seedOf = (seed: number, kind: Kind, at: number): number =>
  (Math.imul(seed, 0x9e3779b1) ^ Math.imul(kind.length, 0x85ebca6b)) + at;

export async function fuzz(amounts: Amounts, fuzzers: Fuzzer, terminal: Terminal): Promise<boolean> {
  let faults = 0;
  const fault = (what: string): void => {
    faults += 1;
    if (faults <= SHOWN_MAX) terminal.write(`${what}\n`);
  };
  const unhandled = (cause: unknown): void => fault(`unhandled rejection: ${messageOf(cause)}`);
  process.on('unhandledRejection', unhandled);
  try {
    for (const kind of ['events', 'configurations', 'commands'] as const) {
      const before = faults;
      for (let at = 1; at <= amounts[kind]; at++) {
        const found = await fuzzers[kind](seededRandom(seedOf(amounts.seed, kind, at)));
        if (found !== undefined) fault(`${kind} ${at} of seed ${amounts.seed}: ${found}`);
        // A rejection that nothing handles is reported between two turns of the event loop.
        if (at % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
        if (at % PROGRESS_EVERY === 0 && at < amounts[kind]) terminal.write(`${at} of ${amounts[kind]} ${kind}\n`);
      }
      await new Promise((resolve) => setImmediate(resolve));
      terminal.write(`${amounts[kind]} ${kind}, seed ${amounts.seed}: ${faults - before} faults\n`);
    }
  } finally {
    process.off('unhandledRejection', unhandled);
  }
  return faults === 0;
}

/** The exit code: 0 all of it held, 1 it did not, 2 asked wrongly. */
export async function main(args: string[], terminal: Terminal): Promise<number> {
  const asked = readOptions(args);
  if (isMisunderstood(asked)) return answer(asked, terminal);
  return (await fuzz(asked.amounts, fuzzer(readFileSync('appliances.yml', 'utf8')), terminal)) ? 0 : 1;
}
