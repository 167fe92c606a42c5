/** `npm run bench -- --json`: one document on standard output, and nothing else there. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { documentOf } from '../../../cli/bench/document.ts';
import { main } from '../../../cli/bench/main.ts';
import { MODEL_VERSION } from '../../../simulator/model-version.ts';

describe('the document', () => {
  const figures = { calls: new Map([['EC2 RunInstances', 1]]), p50: Number.POSITIVE_INFINITY };
  const document: unknown = JSON.parse(documentOf([{ bench: 'cold', met: undefined, figures }]));

  test('names the commit and the model, and each bench with its figures', () => {
    expect(document).toEqual({
      commit: expect.stringMatching(/^[0-9a-f]{10}$/),
      changed: expect.any(Boolean),
      model: MODEL_VERSION,
      benches: [{ bench: 'cold', met: null, figures: { calls: { 'EC2 RunInstances': 1 }, p50: null } }],
    });
  });
});

test('the silence bench gives a row for each setting, and its goal', async () => {
  const written: string[] = [];
  const terminal = { write: (text: string) => void written.push(text), complain: () => undefined };
  expect(await main(['silence', '--seeds', '1', '--json'], terminal)).toBe(0);
  const { benches } = JSON.parse(written.join(''));
  expect(benches).toHaveLength(1);
  expect(benches[0]).toMatchObject({ bench: 'silence', met: true, figures: { seeds: 1 } });
  expect(benches[0].figures.rows).toHaveLength(5);
  expect(benches[0].figures.rows[0]).toMatchObject({
    setting: { intervalSeconds: 2, failures: 12 },
    ...{ episodes: 1, toleratedSeconds: 25 },
    cells: expect.arrayContaining([{ disturbance: { silentSeconds: 40 }, takeovers: 1 }]),
  });
});

test('a process writes the document to standard output, and its progress to standard error', () => {
  const cli = join(import.meta.dirname, '..', '..', '..', 'cli', 'bench.ts');
  const args = ['--no-warnings', cli, 'references', '--seeds', '1', '--json'];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const [bench] = JSON.parse(stdout).benches;
  expect(bench.figures.rows[0]).toMatchObject({
    ...{ what: 'no reference in the lost zone', takeovers: 1, goalP95Seconds: 50 },
    ...{ seconds: { p50: expect.any(Number), p95: expect.any(Number), max: expect.any(Number) }, unmet: [] },
  });
  expect(stderr).toContain('1 of 1 seeds');
  expect(status).toBe(bench.met ? 0 : 1);
});
