/** What one row has observed: plain facts under short names, so that a file of them can be compared. */
import { codeOf } from '../../shared/aws/classify-error.ts';
import { messageOf } from '../../shared/domain/errors.ts';

export type Observation = {
  row: number;
  /** When the row ended. */
  at: string;
  /** `in part`: the row did not reach its end, and `why` says why. */
  end: 'complete' | 'in part';
  why?: string | undefined;
  /** What AWS answered: an error's code, a status, an outcome, or `accepted`. */
  codes: Record<string, string>;
  messages: Record<string, string>;
  order: Record<string, string[]>;
  seconds: Record<string, number>;
  counts: Record<string, number>;
};

/** An encoded policy is thousands of characters long, and names the account inside. */
const MESSAGE_MAX = 300;

const tidy = (message: string): string =>
  message
    .replace(/Encoded authorization failure message:.*/s, '')
    .slice(0, MESSAGE_MAX)
    .trim();

/** Filled while a row runs, so that an interruption keeps what was seen before it. */
export class Notes {
  readonly codes: Record<string, string> = {};
  readonly messages: Record<string, string> = {};
  readonly order: Record<string, string[]> = {};
  readonly seconds: Record<string, number> = {};
  readonly counts: Record<string, number> = {};

  code(name: string, code: string, message?: string): void {
    this.codes[name] = code;
    if (message) this.messages[name] = tidy(message);
  }

  /** The code and the message of an error, or `accepted`. */
  async answer(name: string, send: () => Promise<unknown>): Promise<string> {
    try {
      await send();
      this.code(name, 'accepted');
    } catch (cause) {
      this.code(name, codeOf(cause), messageOf(cause));
    }
    return this.codes[name] ?? '';
  }

  second(name: string, seconds: number): void {
    this.seconds[name] = Math.round(seconds * 100) / 100;
  }

  count(name: string, count: number): void {
    this.counts[name] = count;
  }

  steps(name: string, steps: string[]): void {
    this.order[name] = steps;
  }
}

export const observationOf = (
  notes: Notes,
  { row, at, why }: { row: number; at: string; why?: string | undefined },
): Observation => ({
  ...{ row, at, end: why === undefined ? 'complete' : 'in part', ...(why !== undefined && { why: tidy(why) }) },
  ...{ codes: notes.codes, messages: notes.messages, order: notes.order },
  ...{ seconds: notes.seconds, counts: notes.counts },
});
