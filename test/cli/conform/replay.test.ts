/** `--replay`: the table, the sentence for each difference, and the exit code. */
import { expect, test } from '@jest/globals';
import type { Door } from '../../../cli/conform/door.ts';
import { main } from '../../../cli/conform/main.ts';
import { silentTerminal } from '../../../cli/conform/simulated-lab.ts';

const observation = { at: '2026-11-21T01:00:00.000Z', end: 'complete', messages: {}, order: {}, seconds: {} };

const file = (limit: number) => ({
  ...{ version: 1, made: observation.at, partition: 'aws' },
  rows: [{ row: 0, ...observation, codes: {}, counts: { 'concurrent executions': limit } }],
});

async function replay(text: string | undefined, ...args: string[]) {
  let out = '';
  const door = { environment: {}, read: () => text } as unknown as Door;
  const terminal = silentTerminal((written) => {
    out += written;
  });
  return { code: await main(['--replay', 'f.json', ...args], terminal, door), out };
}

test('a file that agrees ends with 0', async () => {
  const { code, out } = await replay(JSON.stringify(file(1000)));
  expect(code).toBe(0);
  expect(out).toMatch(/ 0 +concurrent executions +1000 +at least 50 +agrees\n/);
  expect(out).toMatch(/1 agree, 0 differ, 0 not compared\n$/);
});

test('a file that differs ends with 1, and one sentence says what to correct', async () => {
  const { code, out } = await replay(JSON.stringify(file(10)));
  expect(code).toBe(1);
  expect(out.replace(/\s+/g, ' ')).toContain(
    'row 0, concurrent executions: observed 10, simulated at least 50. Correct: reality.md R18; ',
  );
});

test('--json is a document', async () => {
  const { code, out } = await replay(JSON.stringify(file(10)), '--json');
  expect({ code, said: JSON.parse(out) }).toMatchObject({ code: 1, said: [{ row: 0, verdict: 'differs' }] });
});

test('a row that is not modelled is compared with nothing', async () => {
  const one = { ...file(3), rows: [{ ...file(3).rows[0], row: 1 }] };
  const { code, out } = await replay(JSON.stringify(one));
  expect(code).toBe(0);
  expect(out).toMatch(/0 agree, 0 differ, 1 not compared/);
});

test('a file that is not there, or malformed, is one sentence', async () => {
  expect(await replay(undefined)).toEqual({ code: 1, out: 'there is no file f.json; npm run conform writes one\n' });
  expect(await replay('{')).toEqual({ code: 1, out: 'f.json is not JSON; was it written by npm run conform?\n' });
});

test('a mistake ends with 2, and help with 0', async () => {
  const said: string[] = [];
  const terminal = silentTerminal((text) => void said.push(text));
  const door = { environment: {} } as unknown as Door;
  expect(await main(['--rows', '99'], terminal, door)).toBe(2);
  expect(await main([], terminal, { ...door, environment: { npm_config_rows: '3' } })).toBe(2);
  expect(await main(['--help'], terminal, door)).toBe(0);
  expect(said).toEqual([
    '--rows: there is no row "99"; rows are 0 to 21, as in --rows 0,3,8\n',
    'npm took --rows for an option of its own; options come after --: npm run conform -- --rows 0,3,8\n',
    expect.stringMatching(
      /^Usage: npm run conform -- \[options\]\n\nObserves, in a lab account, what AWS really answers/,
    ),
  ]);
});
