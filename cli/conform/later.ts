/** The second look of a row, an hour after the first: waited for, or done by the next run. */
import { Interrupted } from './desk.ts';
import { keeping } from './kept.ts';
import type { Lab } from './lab.ts';
import { Notes, type Observation } from './observation.ts';
import type { Row } from './row.ts';

type Around = { lab: Omit<Lab, 'notes' | 'kept'>; present: boolean; keep(observation: Observation): void };

type Due = { row: Row; observation: Observation; later: NonNullable<Row['later']> };

/** Rows whose first look is there and whose second is not. */
export const dueLater = (rows: readonly Row[], observations: readonly Observation[]): Due[] =>
  rows.flatMap((row) => {
    const observation = observations.find((each) => each.row === row.number);
    const { later } = row;
    return later && observation && !(later.name in observation.counts) ? [{ row, observation, later }] : [];
  });

/** Why it was not done; undefined when it was. @throws Interrupted */
export async function lookAgain({ row, observation, later }: Due, around: Around): Promise<string | undefined> {
  const { lab, present, keep } = around;
  const { clock } = lab.deps;
  const dueMs = Date.parse(observation.at) + later.seconds * 1000;
  const waitMs = dueMs - clock.now().getTime();
  const after = new Date(dueMs).toISOString().slice(0, 16).replace('T', ' ');
  if (waitMs > 0 && !present) return `its second look is due at ${after} UTC: run the same command again then`;
  try {
    if (waitMs > 0)
      await lab.desk.wait(waitMs, `row ${row.number}, until its second look at ${after} UTC (Ctrl-C ends the wait)`);
    const notes = new Notes();
    await later.run({ ...lab, notes, kept: keeping(clock) });
    keep({ ...observation, counts: { ...observation.counts, ...notes.counts } });
    return undefined;
  } catch (cause) {
    if (cause instanceof Interrupted) return `its second look is due at ${after} UTC: run the same command again then`;
    throw cause;
  }
}
