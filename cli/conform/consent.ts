/** Asks before a row that changes something: the account id once, then y for each row. */
import type { Lab } from './lab.ts';
import { dollarsText } from './list.ts';
import { changesNothing, type Row } from './row.ts';

/** Why the row does not run; undefined when it may. */
export type Consent = (row: Row) => Promise<string | undefined>;

type Asking = { notALab: () => Promise<string | undefined>; account: string; present: boolean };

export function asking({ desk }: Pick<Lab, 'desk'>, { notALab, account, present }: Asking): Consent {
  let refusal: string | undefined;
  let typed = false;
  const refusedBefore = async (): Promise<string | undefined> => {
    if (refusal !== undefined || typed) return refusal;
    refusal = await notALab();
    if (refusal !== undefined) return refusal;
    const answer = await desk.ask('Rows from here on change the account. Type its account id to allow them: ');
    if (answer === account) typed = true;
    else refusal = 'the account id that was typed is not the one of this account';
    return refusal;
  };
  return async (row) => {
    if (changesNothing(row)) return undefined;
    if (!present) return 'it changes something, and there is no terminal to ask at';
    const refused = await refusedBefore();
    if (refused !== undefined) return refused;
    const cost = row.dollars > 0 ? `costs about ${dollarsText(row.dollars)}, ` : '';
    desk.say(`Row ${row.number}, ${row.title}: ${cost}takes about ${row.minutes} min`);
    desk.say(`  changes: ${row.changes}`);
    const answer = await desk.ask(`Run row ${row.number}? Type y to run it: `);
    return answer === 'y' || answer === 'Y' ? undefined : 'you did not answer y';
  };
}
