/** Runs rows one after the other, and keeps each observation at once. */
import { codeOf } from '../../shared/aws/classify-error.ts';
import { messageOf } from '../../shared/domain/errors.ts';
import type { Consent } from './consent.ts';
import { Interrupted } from './desk.ts';
import { keeping, type Left } from './kept.ts';
import { CannotObserve, type Lab } from './lab.ts';
import { Notes, type Observation, observationOf } from './observation.ts';
import type { Row } from './row.ts';

export type Result =
  | { row: Row; outcome: 'observed' | 'in part'; observation: Observation; left: Left[] }
  | { row: Row; outcome: 'skipped'; why: string };

export type Conducted = { results: Result[]; interrupted: boolean };

type Around = { lab: Omit<Lab, 'notes' | 'kept'>; consent: Consent; keep(observation: Observation): void };

const reason = (cause: unknown): string =>
  cause instanceof CannotObserve ? cause.message : `${codeOf(cause)}: ${messageOf(cause)}`;

type Ran = { observation: Observation; left: Left[]; interrupted: boolean; seen: boolean };

const hasSeen = ({ codes, counts, seconds, order }: Notes): boolean =>
  [codes, counts, seconds, order].some((facts) => Object.keys(facts).length > 0);

async function runRow(row: Row, { lab }: Around): Promise<Ran> {
  const { clock } = lab.deps;
  const notes = new Notes();
  const kept = keeping(clock);
  let why: string | undefined;
  let interrupted = false;
  try {
    await row.run({ ...lab, notes, kept });
  } catch (cause) {
    interrupted = cause instanceof Interrupted;
    why = interrupted ? 'interrupted' : reason(cause);
  }
  if (interrupted) lab.desk.say('Interrupted. What the kit has made is removed now.');
  const left = await kept.clear();
  const observation = observationOf(notes, { row: row.number, at: clock.now().toISOString(), why });
  return { observation, left, interrupted, seen: hasSeen(notes) };
}

export async function conduct(rows: readonly Row[], around: Around): Promise<Conducted> {
  const { consent, keep, lab } = around;
  const results: Result[] = [];
  for (const row of rows) {
    const refused = await consent(row).catch(interruptedBy);
    if (refused instanceof Interrupted) return { results, interrupted: true };
    if (refused !== undefined) {
      results.push({ row, outcome: 'skipped', why: refused });
      continue;
    }
    lab.desk.say(`Row ${row.number}: ${row.title}`);
    const { observation, left, interrupted, seen } = await runRow(row, around);
    if (seen) keep(observation);
    const outcome = observation.end === 'complete' ? 'observed' : 'in part';
    results.push({ row, outcome, observation, left });
    if (interrupted) return { results, interrupted };
  }
  return { results, interrupted: false };
}

function interruptedBy(cause: unknown): Interrupted {
  if (cause instanceof Interrupted) return cause;
  throw cause;
}
