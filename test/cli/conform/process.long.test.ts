/** The kit in a process of its own: help, list, replay, and an endpoint on this machine. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { fakeAws } from '../../support/fake-aws.ts';
import { type Ended, runProgram } from '../../support/run-program.ts';
import { sourceFiles } from '../../support/source-files.ts';

const CLI = join(import.meta.dirname, '..', '..', '..', 'cli', 'conform.ts');

const folder = mkdtempSync(join(tmpdir(), 'failover-conform-'));

afterAll(() => rmSync(folder, { recursive: true }));

function run(args: string[], env: object = {}): Promise<Ended> {
  const place = { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', ...env };
  return runProgram(CLI, args, { env: place });
}

test('--list shows every row with its cost and its changes, and asks nothing of AWS', async () => {
  const { code, out, complaints } = await run(['--list']);
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
  for (const text of ['row', 'cost', 'changes', 'All together about $', 'Never in production'])
    expect(out).toContain(text);
  expect(out.match(/^ {2}\d+ /gm)).toHaveLength(22);
});

test('AWS_ENDPOINT_URL is where every request goes', async () => {
  const ended = {
    status: 'SUCCEEDED',
    startDate: 1_790_000_000,
    stopDate: 1_790_000_002,
    output: '{"outcome":"rehearsed"}',
  };
  const aws = await fakeAws({ DescribeExecution: ended });
  const out = join(folder, 'observed.json');
  const env = { AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 's' };
  const args = [
    '--rows',
    '0,11',
    '--stage',
    'dev',
    '--appliance',
    'sophos',
    '--region',
    'ap-northeast-1',
    '--out',
    out,
  ];
  const { complaints } = await run(args, env);
  aws.close();
  expect(complaints).toBe('');
  expect(aws.asked.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['ListStateMachines', 'StartExecution']),
  );
  expect(JSON.parse(readFileSync(out, 'utf8')).rows).toMatchObject([{ row: 11, codes: { outcome: 'rehearsed' } }]);
});

test('no file of the kit names an endpoint of its own', () => {
  const named = sourceFiles()
    .filter(({ path }) => path.startsWith('cli/conform') || path.startsWith('shared/aws/lab/'))
    .filter(({ text }) => /\bendpoint:|https?:\/\/[^\s]*amazonaws/.test(text))
    .map(({ path }) => path);
  expect(named).toEqual([]);
});
