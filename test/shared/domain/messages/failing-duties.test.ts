/** A duty that fails in five sweeps in a row is notified. */
import { describe, expect, test } from '@jest/globals';
import {
  countFailures,
  type DutyOutcome,
  type FailingDuties,
} from '../../../../shared/domain/messages/failing-duties.ts';

const at = (minute: number): string => `2026-11-21T03:0${minute}:00.000Z`;
const DENIED: DutyOutcome = { duty: 'alarms', why: 'putting alarm a: AccessDenied' };

function counted(outcomes: DutyOutcome[][]) {
  const failing: FailingDuties = new Map();
  return outcomes.map((each, minute) => countFailures(failing, each, at(minute)));
}

describe('a duty that fails', () => {
  test('is reported from the fifth time on, with the reason of AWS and since when', () => {
    const reports = counted([[DENIED], [DENIED], [DENIED], [DENIED], [DENIED]]);
    expect(reports.slice(0, 4)).toEqual([[], [], [], []]);
    expect(reports[4]).toEqual([
      {
        kind: 'duty-failing',
        about: 'alarms',
        detail: `alarms: putting alarm a: AccessDenied; in 5 sweeps in a row since ${at(0)}`,
      },
    ]);
  });

  test('is counted anew after it succeeded once', () =>
    expect(counted([[DENIED], [DENIED], [DENIED], [{ duty: 'alarms' }], [DENIED], [DENIED]]).flat()).toEqual([]));

  test('keeps its count while it is not due', () =>
    expect(counted([[DENIED], [DENIED], [DENIED], [DENIED], [], [DENIED]])[5]).toHaveLength(1));
});
