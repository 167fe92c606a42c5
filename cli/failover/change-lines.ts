/** The changes of a plan, one line each. */
import { changeWords } from '../../shared/domain/traffic/plan.ts';
import { plain } from '../plain.ts';

/** A machine that is newer than this command line may plan a change of another kind, which is shown as it is. */
export const changeLines = (changes: unknown[] = []): string[] =>
  changes.map((change) => `  ${plain(changeWords(change) ?? JSON.stringify(change))}`);
