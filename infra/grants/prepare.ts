/** What each function of an early launch may do. */
import { type FunctionName, WARMED } from '../../shared/machines/time-outs.ts';
import { launchAhead, terminateAheads } from './ahead.ts';
import { decision, gate } from './gates.ts';
import type { Grant } from './grant.ts';
import { invokeFunctions } from './hand-over.ts';
import { describe, listTakeovers, readPrepares } from './reads.ts';
import type { Scope } from './selection.ts';
import { restEarly, startEarly } from './standby.ts';

type Step = Extract<FunctionName, 'plan-ahead' | 'launch-ahead' | 'warm-functions' | 'watch-ahead' | 'end-ahead'>;

export const PREPARE: Record<Step, (scope: Scope) => Grant[]> = {
  'plan-ahead': decision,
  'launch-ahead': (scope) => [
    ...gate(scope),
    readPrepares(scope),
    describe('SecurityGroups', 'Vpcs'),
    ...launchAhead(scope),
    ...startEarly(scope),
  ],
  'warm-functions': (scope) => [invokeFunctions(scope, WARMED)],
  'watch-ahead': (scope) => [...gate(scope), describe('Instances')],
  'end-ahead': (scope) => [
    ...gate(scope),
    listTakeovers(scope),
    describe('Instances', 'RouteTables', 'Tags', 'Vpcs'),
    ...terminateAheads(scope),
    ...restEarly(scope),
  ],
};
