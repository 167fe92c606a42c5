/** Virtual time: `setTimeout` and `Date` obey the story, so that an hour of waiting costs a millisecond. */
import type { Clock } from '../../../shared/clock.ts';
import { seedMathRandom } from '../../random.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { installDate } from './virtual-date.ts';
import { installTimers } from './virtual-timers.ts';

export type VirtualClock = {
  nowMs(): number;
  at(epochMs: number, run: () => void): void;
  sleep(ms: number): Promise<void>;
};

/** The clock of a story: nothing else has one that can wait for real time. */
export type StoryClock = VirtualClock & {
  /** Virtual time does not move until this has settled: a person answers a question in real time. */
  standStill<T>(work: Promise<T>): Promise<T>;
};

type VirtualTime = {
  startAt: Date;
  seed: number;
  /** A story that is still running after this much virtual time has lost its way. */
  limitSeconds?: number | undefined;
  /** Asked when a story neither ends nor waits for a timer: who is waiting, and where. */
  whereabouts?: (() => string[]) | undefined;
};

/** The simulation can run only in its own time: a second scenario would move the first one's clock. */
class StoryStuckError extends Error {
  override readonly name = 'StoryStuckError';
}

const DAY_SECONDS = 86_400;
/** The event loop turns granted to real I/O (a file read on first use) before silence counts as a deadlock. */
const IDLE_TURNS_MAX = 200;
const ADVANCES_OF_A_TURN = 32;

let running = false;

/** One turn of the event loop, in which `advance` runs many times, with all that it sets going in between. */
const turn = (advance: () => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const each = (): void => {
      try {
        advance();
      } catch (cause) {
        reject(cause);
      }
    };
    for (let count = 1; count < ADVANCES_OF_A_TURN; count++) setImmediate(each);
    setImmediate(() => {
      each();
      resolve();
    });
  });

/** For what time stands still. */
type Stillness = Set<Promise<unknown>>;

function clockOn(agenda: Agenda, still: Stillness): StoryClock {
  return {
    standStill: (work) => {
      still.add(work);
      return work.finally(() => still.delete(work));
    },
    nowMs: agenda.nowMs,
    at: (epochMs, run) => void agenda.add(epochMs - agenda.nowMs(), run),
    sleep: (ms) => new Promise((resolve) => void agenda.add(ms, resolve)),
  };
}

function stuck(why: string, { whereabouts }: VirtualTime): StoryStuckError {
  const where = whereabouts?.() ?? [];
  return new StoryStuckError([why, ...where.map((line) => `  ${line}`)].join('\n'));
}

type Driven = VirtualTime & { still: Stillness };

/**
 * Lets everything run that can run now, then moves time to the next timer; again, until the story has ended. Immediates
 * that were asked for together run in one turn of the event loop, each after all promises of the one before: a turn for
 * every timer would ask the kernel for news as often.
 */
async function drive(agenda: Agenda, ended: () => boolean, { still, ...time }: Driven): Promise<void> {
  const limitMs = time.startAt.getTime() + (time.limitSeconds ?? 400 * DAY_SECONDS) * 1000;
  let idleTurns = 0;
  const advance = (): void => {
    if (ended() || still.size > 0 || !agenda.advance()) return;
    idleTurns = 0;
    if (agenda.nowMs() > limitMs) throw stuck(`the story passed ${new Date(limitMs).toISOString()}`, time);
  };
  while (!ended()) {
    if (still.size > 0) await Promise.allSettled(still);
    idleTurns += 1;
    await turn(advance);
    if (idleTurns > IDLE_TURNS_MAX) throw stuck('the story waits, and no timer is left to wake it', time);
  }
}

/** Runs one scenario in virtual time, and gives real time back in every case. */
export async function runInVirtualTime<T>(time: VirtualTime, story: (clock: StoryClock) => Promise<T>): Promise<T> {
  if (running) throw new Error('another story is already running in virtual time');
  running = true;
  const agenda = createAgenda({ startMs: time.startAt.getTime() });
  const restoreDate = installDate(agenda.nowMs);
  const restoreTimers = installTimers(agenda);
  const chance = seedMathRandom(time.seed);
  try {
    let ended = false;
    const still: Stillness = new Set();
    const outcome = story(clockOn(agenda, still)).finally(() => {
      ended = true;
    });
    // The outcome is awaited below; until then its failure must not count as unhandled.
    outcome.catch(() => {});
    await drive(agenda, () => ended, { ...time, still });
    return await outcome;
  } finally {
    chance.restore();
    restoreTimers();
    restoreDate();
    running = false;
  }
}

/** The same time in the shape that steps know. */
export const clockOf = (clock: VirtualClock): Clock => ({
  now: () => new Date(clock.nowMs()),
  sleep: (milliseconds) => clock.sleep(milliseconds),
});
