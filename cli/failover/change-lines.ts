/** The changes of a plan, one line each. */
import type { Change } from '../../shared/domain/plan.ts';
import { plain } from '../plain.ts';

type Words = { [Kind in Change['kind']]: (change: Extract<Change, { kind: Kind }>) => string };

const WORDS: Words = {
  'launch-replacement': () => 'launch the replacement',
  'let-replacement-forward': () => 'switch off its source/destination check',
  'move-address': ({ allocationId }) => `move the address ${allocationId} to it`,
  'move-route': ({ routeTableId, destination }) => `move the route ${destination} of ${routeTableId} to it`,
  'stop-failed': () => 'stop the old instance',
};

const isKnown = (change: unknown): change is Change => Object.hasOwn(WORDS, String(Object(change).kind));

const wordsOf = <Kind extends Change['kind']>(change: Extract<Change, { kind: Kind }>): string =>
  (WORDS[change.kind as Kind] as (each: typeof change) => string)(change);

/** A machine that is newer than this command line may plan a change of another kind, which is shown as it is. */
export const changeLines = (changes: unknown[] = []): string[] =>
  changes.map((change) => `  ${plain(isKnown(change) ? wordsOf(change) : JSON.stringify(change))}`);
