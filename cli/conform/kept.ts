/** What the kit has made or changed and has to undo: each with the way back, the proof of it, and the command for a person. */

import { codeOf } from '../../shared/aws/classify-error.ts';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/domain/errors.ts';
import { poll } from '../../shared/steps/pace/poll.ts';

type Made = {
  /** Such as `the instance i-…`. */
  what: string;
  undo(): Promise<unknown>;
  /** Read back: whether it is undone. */
  undone(): Promise<boolean>;
  /** What a person types when the kit could not. */
  command: string;
};

export type Left = { what: string; why: string; command: string };

export type Kept = {
  add(made: Made): void;
  /** It was undone by the row itself. */
  drop(what: string): void;
  /** The newest first; what could not be undone, or not be read back, is returned. */
  clear(): Promise<Left[]>;
};

const READ_BACK = { seconds: 180, everyMs: 3_000 };

/** A request that fails is tried again: EC2 refuses to end what it does not show yet. */
const UNDO = { seconds: 60, everyMs: 5_000 };

async function undo({ what, undo: undoing, undone, command }: Made, clock: Clock): Promise<Left | undefined> {
  let why = 'not asked';
  const asked = await poll(clock, UNDO, async () => {
    try {
      await undoing();
      return true;
    } catch (cause) {
      why = `${codeOf(cause)}: ${messageOf(cause)}`;
      return (await undone().catch(() => false)) || undefined;
    }
  });
  if (asked === undefined) return { what, why, command };
  const seen = await poll(clock, READ_BACK, async () => (await undone().catch(() => false)) || undefined);
  return seen ? undefined : { what, why: `still there ${READ_BACK.seconds} s after the request`, command };
}

export function keeping(clock: Clock): Kept {
  let made: Made[] = [];
  return {
    add: (each) => void made.push(each),
    drop: (what) => {
      made = made.filter((each) => each.what !== what);
    },
    async clear() {
      const left: Left[] = [];
      for (const each of made.toReversed()) {
        const stays = await undo(each, clock);
        if (stays) left.push(stays);
      }
      made = [];
      return left;
    },
  };
}
