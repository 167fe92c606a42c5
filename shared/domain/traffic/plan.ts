/** The changes that a takeover makes, in order: a rehearsal lists them, and the record of the takeover has those of the traffic. */
import type { TakeoverPlan } from '../takeover/takeover-plan.ts';
import { foundParts, KINDS, kindOf, type PartChange } from './kinds.ts';
import type { Part } from './part.ts';

/** No change names the replacement: the plan is made before it has an id. */
export type Change = { kind: 'stop-failed' } | { kind: 'launch-replacement' } | PartChange;

const changeOf = (part: Part): PartChange => {
  const { change: kind, named } = kindOf(part);
  return { kind, ...named(part) } as PartChange;
};

/**
 * The stop is last, and never waited for: it can hang for minutes, and the moves have already taken the traffic away.
 * Stopping first can end with no appliance at all, so only a licence that forbids two copies asks for it.
 */
export function plannedChanges(plan: Pick<TakeoverPlan, 'address' | 'routes' | 'old' | 'fencing'>): Change[] {
  const stop: Change[] = plan.old ? [{ kind: 'stop-failed' }] : [];
  const changes: Change[] = [{ kind: 'launch-replacement' }, ...foundParts(plan).map(changeOf)];
  return plan.fencing === 'stop-first' ? [...stop, ...changes] : [...changes, ...stop];
}

const WORDS: Record<Exclude<Change['kind'], PartChange['kind']>, string> = {
  'launch-replacement': 'launch the replacement',
  'stop-failed': 'stop the old instance',
};

type Known = (change: unknown) => string;

/** By the name of each change. */
const KNOWN = new Map<unknown, Known>([
  ...Object.entries(WORDS).map(([kind, words]): [string, Known] => [kind, () => words]),
  ...Object.values(KINDS).map(({ change, words }): [string, Known] => [change, words as Known]),
]);

/** Undefined for a change of another release. */
export const changeWords = (change: unknown): string | undefined => KNOWN.get(Object(change).kind)?.(change);
