/** A few of the outages that `npm run bench -- outage` measures: that they are measured alike, and add up. */
import { describe, expect, test } from '@jest/globals';
import { CONTENDERS, type Failure } from '../../../../simulator/experiments/bench/outage-contenders.ts';
import { type OutageRun, outage } from '../../../../simulator/experiments/bench/outage-seconds.ts';
import { PHASES } from '../../../../simulator/stories/report.ts';
import { aConfiguration, anAppliance } from '../../../support/appliances.ts';

type Asked = { failure?: Failure; seed?: number; earlyLaunch?: 'on' | 'off' };

function run(id: string, { failure = 'dead-instance', seed = 1, earlyLaunch = 'on' }: Asked = {}) {
  const contender = CONTENDERS.find((each) => each.id === id);
  if (!contender) throw new Error(`no instance is called ${id}`);
  const configuration = aConfiguration({ appliances: [anAppliance({ earlyLaunch })] });
  return outage(configuration, { contender, failure, seed });
}

function back(found: OutageRun) {
  if (!found.back) throw new Error(`it did not come back: ${found.because}`);
  return found;
}

const OF_A_DEAD_INSTANCE = CONTENDERS.filter(({ only }) => only !== 'lost-zone').map(({ id }) => id);
const HELPLESS_IN_A_LOST_ZONE = ['recipe-by-hand', 'recipe-by-alarm', 'stop-first'];
const OF_A_LOST_ZONE = CONTENDERS.map(({ id }) => id).filter((id) => !HELPLESS_IN_A_LOST_ZONE.includes(id));

const CASES = [
  ...OF_A_DEAD_INSTANCE.map((id) => ({ id, failure: 'dead-instance' as const })),
  ...OF_A_LOST_ZONE.map((id) => ({ id, failure: 'lost-zone' as const })),
];

test.each(CASES)('$id, $failure: the phases up to the answer are the outage', async ({ id, failure }) => {
  const { seconds, phases } = back(await run(id, { failure }));
  const sum = PHASES.filter((name) => name !== 'verify').reduce((total, name) => total + phases[name], 0);
  expect(sum).toBeCloseTo(seconds, 3);
  expect(Math.min(phases.detect, phases.launch)).toBeGreaterThan(0);
  // A running standby has booted long before.
  if (id === 'running') expect(phases.boot).toBe(0);
  else expect(phases.boot).toBeGreaterThan(0);
});

test('a seed tells the same outage again', async () => {
  expect(await run('ours', { seed: 5 })).toEqual(await run('ours', { seed: 5 }));
});

describe('in a lost zone', () => {
  test.each(['recipe-by-hand', 'recipe-by-alarm'])(
    '%s ends in its first line, because EC2 lists nothing',
    async (id) => {
      expect(await run(id, { failure: 'lost-zone' })).toEqual({
        back: false,
        because: expect.stringMatching(/^Unavail|^Inter/),
      });
    },
  );

  test('a contender that waits for the stop first waits without effect', async () => {
    const found = await run('stop-first', { failure: 'lost-zone' });
    expect(found).toEqual({ back: false, because: expect.stringMatching(/^TimeoutError.*TIMEOUT/) });
  });
});

test('stopping first and waiting costs minutes in which nothing is launched', async () => {
  expect(back(await run('stop-first')).phases.decide).toBeGreaterThan(100);
  expect(back(await run('recipe-by-alarm')).phases.decide).toBeLessThan(10);
});

test('the status check alarm rings at the same moment for every contender', async () => {
  const [one, other] = [back(await run('recipe-by-alarm')), back(await run('stop-first'))];
  expect(Math.abs(one.phases.detect - other.phases.detect)).toBeLessThan(2);
});

describe('the lower bound without early launch', () => {
  test.each([1, 2, 3])(
    'is below our own outage without an early launch, and higher with the alarm (seed %i)',
    async (seed) => {
      const { seconds, bounds } = back(await run('ours', { seed, earlyLaunch: 'off' }));
      const total = ({ detect, launch, boot }: { detect: number; launch: number; boot: number }) =>
        detect + launch + boot;
      const [probed, detected] = [bounds?.probed, bounds?.detected];
      if (!probed || !detected) throw new Error('a run of ours has both bounds');
      expect(total(probed)).toBeLessThan(total(detected));
      expect(total(detected)).toBeLessThan(seconds);
      // Three probes, ten seconds apart, and the time-out of the last: nothing can be known any sooner.
      expect(probed.detect).toBeGreaterThanOrEqual(22);
      // What is launched before the decision need not wait for it.
      expect(back(await run('ours', { seed })).seconds).toBeLessThan(seconds);
    },
  );
});
