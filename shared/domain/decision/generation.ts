/**
 * The lock. A takeover execution is named for its generation, and Step Functions starts a name at most once, so
 * choosing the name is choosing whether a takeover may start. This room only chooses; it is pure, so that a test can
 * drive it through every interleaving.
 */
import { plusSeconds } from '../instants.ts';

export const executionNameOf = (run: { appliance: string; generation: number }): string =>
  `takeover-${run.appliance}-g${run.generation}`;

/** Whose takeover it is, by the name of its execution; undefined of any other name. */
export const applianceOfTakeover = (executionName: string): string | undefined =>
  /^takeover-(.+)-g\d+$/.exec(executionName)?.[1];

/** The generation in the name of a takeover execution of this appliance, or undefined. */
export function generationOf(executionName: string, appliance: string): number | undefined {
  const prefix = `takeover-${appliance}-g`;
  const digits = executionName.startsWith(prefix) ? executionName.slice(prefix.length) : '';
  return /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : undefined;
}

/** The generation that the tag `failover:by` points to. It says which takeover to ask, and proves nothing. */
export const generationPointedTo = (pointer: string | undefined, appliance: string): number | undefined =>
  generationOf(pointer?.split(':').at(-1) ?? '', appliance);

export type GenerationTag =
  | { kind: 'none' }
  | { kind: 'recorded'; generation: number }
  | { kind: 'malformed'; value: string };

export function readGenerationTag(value: string | undefined): GenerationTag {
  if (value === undefined) return { kind: 'none' };
  return /^[1-9]\d{0,8}$/.test(value) ? { kind: 'recorded', generation: Number(value) } : { kind: 'malformed', value };
}

/** A takeover each minute for almost two years: a tag with a higher number was not written by this deployment. */
export const mostGeneration = 1_000_000;

/**
 * The number in the tag of the address, as a hint: it says where to look, and never what is true. Undefined where there is
 * no tag, or one that is no number of ours.
 */
export function hintedGeneration(value: string | undefined): number | undefined {
  const read = readGenerationTag(value);
  return read.kind === 'recorded' && read.generation <= mostGeneration ? read.generation : undefined;
}

/**
 * From which number to walk; 0 when no takeover is known. Then every question begins with number 1, and all but one of the
 * starts collide. A number that no takeover has never counts: two questions could read two of them. After 90 days Step
 * Functions has forgotten all executions, and the numbers begin again.
 */
export const startOfWalk = ({ recorded, origin, listed }: HintEvidence): number =>
  origin === 'verified' || (origin === 'unknown' && listed === 0) ? recorded : listed;

/** `origin`: of the takeover that the tag records. `listed`: the newest listed one that may be ours, or 0. */
export type HintEvidence = { recorded: number; origin: 'verified' | 'unknown' | 'forged' | 'absent'; listed: number };

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

/**
 * What DescribeExecution said of one generation; `absent` may also mean "not visible yet". `forged`: the name is taken by an
 * execution that our `failover` machine provably did not start. It never changes anything, so it locks nothing.
 */
export type SeenExecution =
  | { status: 'absent' }
  | { status: 'forged' }
  | { status: ExecutionStatus; stoppedAt?: string | undefined };

export type NextGeneration =
  | { next: 'look'; generation: number }
  | { next: 'start'; generation: number }
  | { next: 'hold'; because: 'already-running' | 'settling'; generation: number; until?: string };

/**
 * Which generation may start, given what has been seen so far; `look` asks for one more DescribeExecution.
 *
 * The walk begins at the hint itself and not behind it: when the hinted execution is absent, either its name has
 * expired after 90 days and may be used again, or it is not visible yet and starting its name collides. Both are safe,
 * whereas starting the number behind it could run beside it. A successor therefore starts only when its predecessor was
 * seen closed, and only `settleSeconds` after it stopped, when the last Lambda that could outlive it is dead. That holds
 * for one that succeeded too: an answer that got lost leaves a Lambda behind whose repetition succeeded.
 */
export function nextGeneration(question: {
  hint: number;
  seen: ReadonlyMap<number, SeenExecution>;
  now: string;
  settleSeconds: number;
}): NextGeneration {
  const { hint, seen, now, settleSeconds } = question;
  for (let generation = Math.max(hint, 1); ; generation++) {
    const execution = seen.get(generation);
    if (!execution) return { next: 'look', generation };
    switch (execution.status) {
      case 'absent':
        return { next: 'start', generation };
      case 'forged':
        break;
      case 'RUNNING':
      case 'PENDING_REDRIVE':
        return { next: 'hold', because: 'already-running', generation };
      default: {
        const until = plusSeconds(execution.stoppedAt ?? now, settleSeconds);
        if (until > now) return { next: 'hold', because: 'settling', generation, until };
      }
    }
  }
}

/**
 * Why a step of this execution may not change anything (any more), or undefined when it may. By the execution itself and the
 * one behind it: what a tag says supersedes nothing, because others can write it.
 */
export function staleness(run: {
  generation: number;
  redriveCount: number;
  /** The first behind this one that is not forged. */
  successor: SeenExecution & { generation?: number };
}): string | undefined {
  const { generation, redriveCount, successor } = run;
  if (redriveCount > 0) return `generation ${generation} was redriven; only a new start may change anything`;
  if (successor.status !== 'absent' && successor.status !== 'forged')
    return `an execution of generation ${successor.generation ?? generation + 1} exists`;
  return undefined;
}
