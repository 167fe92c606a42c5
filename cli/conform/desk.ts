/** The person during a row: steps to do, waits with progress, and Ctrl-C at each of them. */
import type { Clock } from '../../shared/clock.ts';
import type { Person } from '../person.ts';
import { plain } from '../plain.ts';
import type { Terminal } from '../terminal.ts';

/** The person pressed Ctrl-C. */
export class Interrupted extends Error {}

export type Desk = {
  say(text: string): void;
  /** @throws Interrupted */
  wait(milliseconds: number, what: string): Promise<void>;
  /** Looks until it finds something; undefined when the time is over. @throws Interrupted */
  until<Answer>(
    patience: { seconds: number; everyMs: number; what: string },
    look: () => Promise<Answer | undefined>,
  ): Promise<Answer | undefined>;
  /** @throws Interrupted, also when the person leaves without an answer: at a question that is what Ctrl-C does. */
  ask(question: string): Promise<string>;
  /** @throws Interrupted */
  enter(steps: string[], question: string): Promise<void>;
  /** Work that does not ask whether it goes on. @throws Interrupted */
  guard<Answer>(work: Promise<Answer>): Promise<Answer>;
  forget(): void;
};

type Around = { clock: Clock; person: Person; terminal: Terminal; quiet: boolean };

/** On a terminal a line is rewritten each second; in a log there is one a minute. */
const EVERY_MS = { live: 1_000, log: 60_000 };

export function openDesk({ clock, person, terminal, quiet }: Around): Desk {
  const interruption = person.interruption();
  let pressed = false;
  const stopped = interruption.happened.then((): never => {
    pressed = true;
    throw new Interrupted('interrupted');
  });
  stopped.catch(() => undefined);
  const nowMs = (): number => clock.now().getTime();
  const say = (text: string): void => {
    if (!quiet) terminal.write(`${text}\n`);
  };
  const guarded = <Answer>(work: Promise<Answer>): Promise<Answer> => Promise.race([stopped, work]);
  const pause = pausing({ clock, guarded, live: terminal.live, progress: progressOf({ terminal, quiet }) });
  const ask = async (question: string): Promise<string> => {
    const answer = await guarded(person.ask(question));
    if (answer === undefined) throw new Interrupted('left without an answer');
    return answer;
  };
  return {
    say,
    ask,
    guard: guarded,
    wait: async (milliseconds, what) => {
      const begunMs = nowMs();
      await pause(begunMs + milliseconds, { what, begunMs, endMs: begunMs + milliseconds });
      pause.clear();
    },
    until: async ({ seconds: limit, everyMs, what }, look) => {
      const begunMs = nowMs();
      const endMs = begunMs + limit * 1000;
      for (;;) {
        if (pressed) throw new Interrupted('interrupted');
        const found = await look();
        if (found !== undefined || nowMs() + everyMs > endMs) {
          pause.clear();
          return found;
        }
        await pause(nowMs() + everyMs, { what, begunMs, endMs });
      }
    },
    enter: async (steps, question) => {
      for (const step of steps) say(`  ${step}`);
      await ask(question);
    },
    forget: () => interruption.forget(),
  };
}

type Pausing = {
  clock: Clock;
  guarded<Answer>(work: Promise<Answer>): Promise<Answer>;
  live: boolean;
  progress: ReturnType<typeof progressOf>;
};

/** Sleeps until an instant, and shows how far it is. */
function pausing({ clock, guarded, live, progress }: Pausing) {
  const nowMs = (): number => clock.now().getTime();
  const pause = async (untilMs: number, { what, begunMs, endMs }: Wait): Promise<void> => {
    while (nowMs() < untilMs) {
      progress.show(`${what}: ${seconds(nowMs() - begunMs)} of ${seconds(endMs - begunMs)}`, nowMs() - begunMs);
      await guarded(clock.sleep(Math.min(untilMs - nowMs(), live ? EVERY_MS.live : EVERY_MS.log)));
    }
  };
  return Object.assign(pause, { clear: progress.clear });
}

type Wait = { what: string; begunMs: number; endMs: number };

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`;

function progressOf({ terminal, quiet }: Pick<Around, 'terminal' | 'quiet'>) {
  let shownMinute = 0;
  let width = 0;
  return {
    show(text: string, sinceMs: number): void {
      if (quiet) return;
      const line = `  ${plain(text)}`;
      if (terminal.live) {
        terminal.write(`\r${line.padEnd(width)}`);
        width = line.length;
        return;
      }
      const minute = Math.floor(sinceMs / 60_000);
      if (minute !== shownMinute && minute > 0) terminal.write(`${line}\n`);
      shownMinute = minute;
    },
    clear(): void {
      shownMinute = 0;
      if (width > 0) terminal.write(`\r${' '.repeat(width)}\r`);
      width = 0;
    },
  };
}
