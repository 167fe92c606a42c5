/** The order of the changes, and their words. */
import { describe, expect, test } from '@jest/globals';
import { type Change, changeWords, plannedChanges } from '../../../../shared/domain/traffic/plan.ts';
import { aPlan } from '../../../support/plans.ts';

const kindsOf = (changes: Change[]): string[] => changes.map(({ kind }) => kind);

describe('the plan', () => {
  test('moves every part before it stops the failed one', () => {
    expect(plannedChanges(aPlan())).toEqual([
      { kind: 'launch-replacement' },
      { kind: 'let-replacement-forward' },
      { kind: 'move-address', allocationId: 'eipalloc-1' },
      { kind: 'move-route', routeTableId: 'rtb-a', destination: '10.242.2.0/24' },
      { kind: 'move-route', routeTableId: 'rtb-c', destination: '10.242.2.0/24' },
      { kind: 'stop-failed' },
    ]);
  });

  test('stops the failed one first when a licence forbids two copies', () => {
    const kinds = kindsOf(plannedChanges(aPlan({ fencing: 'stop-first' })));
    expect(kinds.slice(0, 2)).toEqual(['stop-failed', 'launch-replacement']);
    expect(kinds.at(-1)).toBe('move-route');
  });

  test('stops no instance when there is none to stop', () => {
    expect(kindsOf(plannedChanges(aPlan({ old: undefined })))).not.toContain('stop-failed');
  });
});

describe('the words of a change', () => {
  test('name what is moved', () => {
    expect(plannedChanges(aPlan()).map(changeWords)).toEqual([
      'launch the replacement',
      'switch off its source/destination check',
      'move the address eipalloc-1 to it',
      'move the route 10.242.2.0/24 of rtb-a to it',
      'move the route 10.242.2.0/24 of rtb-c to it',
      'stop the old instance',
    ]);
  });

  test.each([{ kind: 'move-target' }, {}, undefined, 'move-address'])('are unknown for %j', (change) => {
    expect(changeWords(change)).toBeUndefined();
  });
});
