/** Nights: the appliance is well when its image is taken, so that a rotation comes so far as to be disturbed at every step. */
import { describe, expect, test } from '@jest/globals';
import { drawSchedule } from '../../../../simulator/experiments/runs/draw.ts';
import { PLAIN, type Schedule, scenarioOf } from '../../../../simulator/experiments/runs/schedule.ts';
import type { Report } from '../../../../simulator/stories/report.ts';
import type { Moment, ScenarioFault } from '../../../../simulator/stories/schema.ts';
import { type Telling, tellScenario } from '../../../../simulator/stories/tell.ts';
import { aConfiguration } from '../../../support/appliances.ts';

const isNight = ({ entries: [opening] }: Schedule): boolean => opening?.name === 'rotation';
const drawn = (faults: string[], seeds: number): Schedule[] =>
  Array.from({ length: seeds }, (_, seed) => drawSchedule(seed, { faults }));

const tell = (schedule: Schedule, onEnd: Telling['onEnd']): Promise<Report> =>
  tellScenario({
    ...{ scenario: scenarioOf(schedule), configuration: aConfiguration(), seed: schedule.seed, madeUp: true },
    onEnd,
  });

/** What came of it, and not what was drawn: `prune-images DeregisterImage`, and with ` refused` behind it. */
async function madeIn(schedule: Schedule): Promise<string[]> {
  const made = new Set<string>();
  await tell(schedule, ({ calls }, { lambda }) => {
    for (const { caller, action, error } of calls) made.add(`${caller} ${action}${error ? ' refused' : ''}`);
    for (const { functionName, outcome } of lambda.invocations) made.add(`${functionName} ${outcome}`);
  });
  return [...made];
}

describe('a night', () => {
  const schedules = drawn([], 4000);

  test('is one story in twelve, of either aim, and fails in the middle of the rotation, after it, or not at all', () => {
    const nights = schedules.filter(isNight);
    expect(nights.length).toBeGreaterThan(250);
    expect(nights.length).toBeLessThan(400);
    expect(new Set(nights.map(({ aim }) => aim))).toEqual(new Set(['safety', 'liveness']));
    expect(new Set(nights.map(({ entries }) => entries.some(({ name }) => name === 'trigger'))).size).toBe(2);
  });

  test('is every other story when an image is what is to go wrong, and none when it is not', () => {
    expect(drawn(['F27', 'F1'], 400).filter(isNight).length).toBeGreaterThan(150);
    expect(drawn(['F1'], 400).filter(isNight)).toEqual([]);
  });

  test('lets a rotation come to its end, and its faults strike', async () => {
    const nights = drawn(['F26', 'F27', 'F32', 'request', 'death'], 120).filter(isNight).slice(0, 50);
    const times: Record<string, number> = {};
    for (const night of nights) for (const made of await madeIn(night)) times[made] = (times[made] ?? 0) + 1;
    const seldom = [
      ...['create-image CreateImage', 'launch-proof RunInstances', 'end-proof TerminateInstances'],
      ...['accept-image CreateTags', 'prune-images DeregisterImage'],
      ...['prove-service returned'],
    ].filter((made) => (times[made] ?? 0) < 2);
    expect(seldom).toEqual([]);
  });

  test('in which an image is pending for a day comes to its end, and not every minute of it is watched', async () => {
    const fault: ScenarioFault = { kind: 'image-slow', seconds: 80_000 };
    const moments: Moment[] = [
      { atSeconds: 0, fault },
      { atSeconds: 1, rotate: { requestedBy: 'schedule' } },
    ];
    const given = { ...PLAIN, automatic: true };
    const entries = [{ name: 'rotation', moments }];
    let sweeps = 0;
    const { executions, violations } = await tell(
      { seed: 1, aim: 'safety', given, entries, watchSeconds: 0 },
      (_world, { lambda }) => {
        sweeps = lambda.invocations.filter(({ functionName }) => functionName === 'sweep').length;
      },
    );
    expect(executions.map(({ machine, status }) => `${machine} ${status}`)).toEqual([
      'failover-dev-rotation SUCCEEDED',
    ]);
    expect(violations).toEqual([]);
    expect(sweeps).toBeGreaterThan(15);
    expect(sweeps).toBeLessThan(30);
  });
});
