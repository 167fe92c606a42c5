/** Child processes share the seeds, the parent adds up, and what broke is printed in a way that can be repeated. */
import { describe, expect, test } from '@jest/globals';
import { createPaint } from '../../../cli/paint.ts';
import { main } from '../../../cli/simulate/main.ts';
import { runAll } from '../../../cli/simulate/pool.ts';
import { progressOn, progressText } from '../../../cli/simulate/progress.ts';
import { explainedLines, summaryLines } from '../../../cli/simulate/summary.ts';
import { noTally } from '../../../simulator/experiments/runs/tally.ts';

const wanted = { faults: [], aim: undefined };

function aTerminal() {
  const said = { out: '', err: '' };
  const terminal = {
    write: (text: string) => {
      said.out += text;
    },
    complain: (text: string) => {
      said.err += text;
    },
    ...{ live: false, width: 100, paint: createPaint(false), pause: async () => {}, exitWith: () => {} },
  };
  return { terminal, said };
}

describe('two processes', () => {
  test('live through each seed once, and add up', async () => {
    const seen: number[] = [];
    const outcome = await runAll({
      ...{ from: 1, seeds: 16, seconds: undefined, jobs: 2, wanted },
      onProgress: ({ tally }) => void seen.push(tally.seeds),
    });
    expect(outcome.tally).toMatchObject({ seeds: 16, failing: [] });
    expect(outcome.tally.takeovers).toBeGreaterThan(8);
    expect(seen.toSorted((one, other) => one - other).at(-1)).toBe(16);
    expect(outcome.peakMb).toBeGreaterThan(50);
    expect(summaryLines(outcome, { from: 1, jobs: 2 }).join('\n')).toMatch(
      /16 seeds from 1 on, simulated \(docs\/reference\/simulator\.md\)[\s\S]*takeovers a second[\s\S]*MB at most[\s\S]*0 violations, in 0 seeds/,
    );
  });
});

describe('the command', () => {
  test('replays one seed to the same log and story, as a document', async () => {
    const logs: unknown[] = [];
    const stories = new Set<string>();
    for (const _ of [1, 2]) {
      const { terminal, said } = aTerminal();
      expect(await main(['--replay', '3', '--json'], terminal)).toBe(0);
      const { logHash, story } = JSON.parse(said.out);
      logs.push(logHash);
      stories.add(story);
    }
    expect([...stories]).toEqual([expect.stringContaining('TIMELINE in virtual seconds')]);
    expect(logs[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(logs[1]).toBe(logs[0]);
  });

  test('says what is wrong and ends with 2', async () => {
    const { terminal, said } = aTerminal();
    expect(await main(['--seeds', 'x'], terminal)).toBe(2);
    expect(said.err).toBe('--seeds "x" is not a whole number from 1 to 999999999\n');
  });
});

describe('what people see', () => {
  const progress = { tally: { ...noTally(), seeds: 30, takeovers: 40 }, seconds: 2, megabytes: 400 };

  test('a bar that says how far, how fast and how big', () => {
    expect(progressText(progress, { seeds: 60, wanted })).toBe(
      `${'█'.repeat(15)}${'░'.repeat(15)}  50 %  30 seeds, 40 takeovers, 20/s, 400 MB`,
    );
    expect(progressText(progress, { seconds: 8, wanted })).toContain(' 25 %');
  });

  test.each([
    [[7], ', broken: 7'],
    [[7, 9, 11], ', broken: 7, 9, 11'],
    [[7, 9, 11, 13, 15], ', broken: 7, 9, 11, and 2 more'],
  ])('the seeds that broke something, as soon as they are known: %j', (seeds, text) => {
    const failing = seeds.map((seed) => ({ seed, violations: ['S2: apart'] }));
    const line = progressText({ ...progress, tally: { ...progress.tally, failing } }, { seeds: 60, wanted });
    expect(line.endsWith(`400 MB${text}`)).toBe(true);
  });

  test('a line every few seconds without a terminal', () => {
    const lines: string[] = [];
    const { show } = progressOn({ write: (text) => void lines.push(text) }, { seeds: 60, wanted });
    for (const seconds of [1, 2, 5, 6.5]) show({ ...progress, seconds });
    expect(lines).toHaveLength(2);
  });

  test('what broke, what it takes, its story, and the command that brings it back', () => {
    const text = explainedLines({
      ...{ rule: 'S2', violations: ['S2: apart'], tried: 9, logHash: 'abc', story: 'THE STORY' },
      ...{ replay: 'npm run simulate -- --replay 5:word', entries: [{ name: 'F1', moments: [{ atSeconds: 0 }] }] },
    }).join('\n');
    expect(text).toMatch(/✘ S2, shortened in 9 tries to:\n {2}F1 +\{"atSeconds":0\}\nTHE STORY[\s\S]*--replay 5:word$/);
  });
});
