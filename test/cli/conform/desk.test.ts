/** What a person sees while a row waits, and that Ctrl-C ends each wait and each question. */
import { expect, test } from '@jest/globals';
import { Interrupted, openDesk } from '../../../cli/conform/desk.ts';
import { silentTerminal } from '../../../cli/conform/simulated-lab.ts';
import { noPerson } from '../../support/command-line.ts';

function desk({ live = false, pressed = false, answer }: { live?: boolean; pressed?: boolean; answer?: string } = {}) {
  let nowMs = 0;
  const written: string[] = [];
  const clock = {
    now: () => new Date(nowMs),
    sleep: async (milliseconds: number) => {
      nowMs += milliseconds;
    },
  };
  const happened = pressed ? Promise.resolve() : new Promise<void>(() => undefined);
  const person = { ...noPerson, ask: async () => answer, interruption: () => ({ happened, forget: () => undefined }) };
  const terminal = { ...silentTerminal((text) => void written.push(text)), live };
  return { written, at: openDesk({ clock, person, terminal, quiet: false }) };
}

test('in a log each minute is a line', async () => {
  const { at, written } = desk();
  await at.wait(150_000, 'row 9, waiting');
  expect(written).toEqual(['  row 9, waiting: 60 s of 150 s\n', '  row 9, waiting: 120 s of 150 s\n']);
});

test('on a terminal one line counts the seconds, and is cleared', async () => {
  const { at, written } = desk({ live: true });
  await at.wait(3_000, 'row 9, waiting');
  expect(written.slice(0, 3).map((text) => text.trimEnd())).toEqual([
    '\r  row 9, waiting: 0 s of 3 s',
    '\r  row 9, waiting: 1 s of 3 s',
    '\r  row 9, waiting: 2 s of 3 s',
  ]);
  expect(written.at(-1)).toMatch(/^\r +\r$/);
});

test('a look that finds nothing ends when its time is over', async () => {
  let looks = 0;
  const found = await desk().at.until({ seconds: 10, everyMs: 3_000, what: 'it' }, async () => {
    looks += 1;
    return undefined;
  });
  expect({ found, looks }).toEqual({ found: undefined, looks: 4 });
});

test('Ctrl-C ends a wait, a look and a question', async () => {
  const { at } = desk({ pressed: true, answer: 'y' });
  await new Promise(setImmediate);
  await expect(at.wait(60_000, 'it')).rejects.toThrow(Interrupted);
  await expect(at.until({ seconds: 60, everyMs: 1_000, what: 'it' }, async () => undefined)).rejects.toThrow(
    Interrupted,
  );
  await expect(desk({}).at.ask('Type y: ')).rejects.toThrow(Interrupted);
});
