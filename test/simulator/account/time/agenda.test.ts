/** The agenda of a story: time moves from one entry to the next, and never back. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createAgenda } from '../../../../simulator/account/time/agenda.ts';

const START_MS = 1_000;

function anAgenda() {
  const times: number[] = [];
  const agenda = createAgenda({ startMs: START_MS });
  const noteTime = (): void => void times.push(agenda.nowMs());
  const untilEmpty = (): void => {
    while (agenda.advance());
  };
  return { agenda, times, noteTime, untilEmpty };
}

describe('an agenda', () => {
  test('runs requests in the order of time, and of asking within one millisecond', () => {
    const delays = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 60 });
    fc.assert(
      fc.property(delays, (asked) => {
        const { agenda, untilEmpty } = anAgenda();
        const ran: { delayMs: number; index: number; atMs: number }[] = [];
        for (const [index, delayMs] of asked.entries()) {
          agenda.add(delayMs, () => ran.push({ delayMs, index, atMs: agenda.nowMs() }));
        }
        untilEmpty();
        const wanted = asked
          .map((delayMs, index) => ({ delayMs, index, atMs: START_MS + delayMs }))
          .toSorted((one, other) => one.delayMs - other.delayMs || one.index - other.index);
        expect(ran).toEqual(wanted);
      }),
    );
  });

  test('shows the new time to what happens at it, and keeps it', () => {
    const { agenda, times, noteTime } = anAgenda();
    agenda.add(5, noteTime);
    expect(agenda.advance()).toBe(true);
    expect([...times, agenda.nowMs()]).toEqual([START_MS + 5, START_MS + 5]);
    expect(agenda.advance()).toBe(false);
  });

  test('leaves out what was cancelled, and time does not stop there', () => {
    const { agenda, times, noteTime, untilEmpty } = anAgenda();
    agenda.add(5, () => expect('this').toBe('left out')).cancelled = true;
    agenda.add(9, noteTime);
    untilEmpty();
    expect(times).toEqual([START_MS + 9]);
  });

  test('puts what is asked for at once into the next millisecond while something happens, as Node does', () => {
    const { agenda, times, noteTime, untilEmpty } = anAgenda();
    agenda.add(0, () => {
      noteTime();
      agenda.add(-3, noteTime);
    });
    untilEmpty();
    expect(times).toEqual([START_MS, START_MS + 1]);
  });
});
