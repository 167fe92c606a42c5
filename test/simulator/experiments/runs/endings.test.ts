/** Endings: any function of ours may die, and any execution end at any of its states. */
import { expect, test } from '@jest/globals';
import { MACHINE_NAMES } from '../../../../shared/machines/load-machine.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../../../shared/machines/time-outs.ts';
import { diceFor } from '../../../../simulator/experiments/runs/dice.ts';
import { drawCrash, drawDeath } from '../../../../simulator/experiments/runs/endings.ts';
import { statesOf } from '../../../../simulator/experiments/runs/our-parts.ts';

const plots = Array.from({ length: 10_000 }, (_, seed) => ({
  dice: diceFor(seed),
  about: seed % 2 === 0 ? ('takeover' as const) : ('rotation' as const),
  triggerSeconds: 30,
  untilSeconds: 300,
}));

test('any function dies, before and after any of its first forty calls', () => {
  const deaths = plots.map(drawDeath);
  const names = new Set(deaths.map(({ functionName }) => functionName));
  expect([...names].toSorted()).toEqual(Object.keys(FUNCTION_TIMEOUT_SECONDS).toSorted());
  for (const when of ['beforeCall', 'afterCall'] as const) {
    const calls = new Set(
      deaths.flatMap((death) => ({ beforeCall: undefined, afterCall: undefined, ...death })[when] ?? []),
    );
    expect([...calls].toSorted((one, other) => one - other)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  }
});

test('an execution ends before and after any state that is not its end', () => {
  const ended = new Set(plots.map(drawCrash).map(({ machine, state, when }) => `${machine} ${state} ${when}`));
  const states = MACHINE_NAMES.flatMap((machine) => statesOf(machine).map((state) => `${machine} ${state}`));
  expect(states).toEqual(
    expect.arrayContaining(['failover Assess', 'takeover AwaitLateMoves', 'rotation ProveService']),
  );
  expect(states).not.toContain('takeover TakeoverFailed');
  expect([...ended].toSorted()).toEqual(states.flatMap((state) => [`${state} after`, `${state} before`]).toSorted());
});
