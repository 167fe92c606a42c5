/** Seeded runs: a fixed set of them holds every invariant, and a seed gives the same output to the last byte on every run. */
import { describe, expect, test } from '@jest/globals';
import { drawSchedule } from '../../../../simulator/experiments/runs/draw.ts';
import { FAULT_NAMES } from '../../../../simulator/experiments/runs/names.ts';
import { runSchedule, slackSecondsOf } from '../../../../simulator/experiments/runs/run.ts';
import { aConfiguration } from '../../../support/appliances.ts';

const configuration = aConfiguration();
const anything = { faults: [] };

describe('a fixed set of seeds', () => {
  test.each([1, 21, 41])('seeds %i and the nineteen after it hold every invariant', async (from) => {
    for (let seed = from; seed < from + 20; seed++) {
      const { violations } = await runSchedule(drawSchedule(seed, anything), configuration);
      expect({ seed, violations }).toEqual({ seed, violations: [] });
    }
  });

  test('most of them take over, and some do not', async () => {
    const outcomes = new Set<string | undefined>();
    for (let seed = 1; seed < 20; seed++) {
      outcomes.add((await runSchedule(drawSchedule(seed, anything), configuration)).report?.outcome);
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['taken-over', 'failed']));
  });
});

describe('a seed', () => {
  test('gives the same, to the last change and call, after any other scenario in the process', async () => {
    const schedule = drawSchedule(77, anything);
    const first = await runSchedule(schedule, configuration);
    for (const seed of [78, 79]) await runSchedule(drawSchedule(seed, anything), configuration);
    const again = await runSchedule(drawSchedule(77, anything), configuration);
    expect(again.logHash).toMatch(/^[0-9a-f]{16}$/);
    expect(again.logHash).toBe(first.logHash);
    expect(again.report).toEqual(first.report);
  });

  test('tells something else than its neighbour', async () => {
    const hashes = new Set<string>();
    for (const seed of [5, 6, 7]) hashes.add((await runSchedule(drawSchedule(seed, anything), configuration)).logHash);
    expect(hashes.size).toBe(3);
  });

  test('in which the traffic goes back to a machine that a person gave the address to breaks no invariant: it runs', async () => {
    const { violations } = await runSchedule(drawSchedule(260845997, anything), configuration);
    expect(violations).toEqual([]);
  });

  test('decides its schedule alone', () => {
    expect(drawSchedule(1234, anything)).toEqual(drawSchedule(1234, anything));
  });
});

describe('a loss of one event', () => {
  test('delays nothing for longer than a sweep, be it of the event or of the Lambda that heard it', async () => {
    for (const seed of [100, 300, 500]) {
      const schedule = drawSchedule(seed, anything);
      const { violations } = await runSchedule(schedule, configuration);
      expect({ seed, loses: schedule.losesOneEvent, violations }).toEqual({ seed, loses: true, violations: [] });
    }
  });

  test('which is allowed half a minute more where it is the prober that dies: its alarm fills its window anew', async () => {
    const schedule = drawSchedule(7772100, { faults: [], aim: 'liveness' });
    expect(schedule.entries[0]?.moments).toMatchObject([{ death: { functionName: 'probe-appliance' } }]);
    expect(slackSecondsOf(schedule)).toBe(60);
    expect(slackSecondsOf({ ...schedule, entries: schedule.entries.slice(1) })).toBe(30);
    const { violations } = await runSchedule(schedule, configuration);
    expect(violations).toEqual([]);
  });
});

describe('what goes wrong', () => {
  const schedules = Array.from({ length: 4000 }, (_, seed) => drawSchedule(seed, anything));
  const names = new Set(schedules.flatMap(({ entries }) => entries.map(({ name }) => name)));

  test('is every fault of the catalogue, some time', () => {
    expect(FAULT_NAMES.filter((name) => !names.has(name))).toEqual([]);
    expect(FAULT_NAMES).toEqual(expect.arrayContaining(['F1', 'F4', 'F16', 'F22', 'F40', 'death', 'pause', 'request']));
  });

  test('is an account with nights of images to prune, some time', () => {
    expect(schedules.filter(({ given }) => given.rotatedNights !== undefined).length).toBeGreaterThan(400);
  });

  test('is one to four perils on the way of one failure', () => {
    const perils = schedules.map(({ entries }) => entries.filter(({ name }) => FAULT_NAMES.includes(name)).length);
    expect(Math.min(...perils)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...perils)).toBeLessThanOrEqual(9);
  });

  test('is a request, a Lambda or an execution of ours that breaks off before its end, in every other scenario', () => {
    const halfDone = schedules.filter(({ entries }) =>
      entries.some(({ name }) => ['request', 'death', 'F22'].includes(name)),
    );
    expect(halfDone.length).toBeGreaterThan(1800);
  });

  test('can be chosen, and then nothing else goes wrong', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { entries } = drawSchedule(seed, { faults: ['F1', 'F11'] });
      const others = entries.map(({ name }) => name).filter((name) => !['F1', 'F11'].includes(name));
      expect(others.filter((name) => /^F/.test(name))).toEqual([]);
    }
  });

  test('has schedules and alarms in one seed of ten, and in every other one of those faults cease', () => {
    const automatic = schedules.filter(({ given }) => given.automatic);
    expect(automatic).toHaveLength(400);
    expect(automatic.filter(({ aim }) => aim === 'liveness')).toHaveLength(200);
  });
});
