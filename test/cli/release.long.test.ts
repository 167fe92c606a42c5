/** The released package: installed from its tarball into an empty folder, it runs without a checkout and without dependencies. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeRelease } from '../../cli/release.ts';

const folder = mkdtempSync(join(tmpdir(), 'failover-release-'));
const home = join(folder, 'home');
const PROGRAM = join(home, 'node_modules', 'ec2-appliance-failover', 'failover.mjs');

type Packed = { filename: string; files: { path: string }[] };

let packed: Packed;

beforeAll(async () => {
  const made = await makeRelease(join(folder, 'package'));
  const said = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: made, encoding: 'utf8' });
  [packed] = JSON.parse(said) as [Packed];
  execFileSync('npm', ['install', '--offline', '--no-audit', '--prefix', home, join(folder, packed.filename)]);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The Node of this project, and another one where the machine has it. */
const nodes = [...new Set([process.execPath, 'node'])].filter((node) => spawnSync(node, ['--version']).status === 0);

function run(node: string, words: string[]) {
  const { NODE_OPTIONS: _, APPLIANCES_FILE: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(node, [PROGRAM, ...words], { cwd: home, encoding: 'utf8', env });
  return { code: status, out: stdout, complaints: stderr };
}

describe('the package', () => {
  test('is a handful of files, with the licences of what it carries, and asks for no other package', () => {
    const files = packed.files.map(({ path }) => path);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES', 'failover.mjs']));
    expect(files.length).toBeLessThan(60);
    expect(files.filter((path) => path.startsWith('test/') || path.endsWith('.ts'))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(folder, 'package', 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ bin: { failover: 'failover.mjs' }, license: 'Apache-2.0' });
    expect(manifest.dependencies).toBeUndefined();
    const notices = readFileSync(join(folder, 'package', 'THIRD-PARTY-NOTICES'), 'utf8');
    for (const name of ['commander', 'yaml', 'zod', '@aws-sdk/client-ec2'])
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });
});

describe.each(nodes)('under %s', (node) => {
  test('the help names the program as a person types it', () => {
    const { code, out } = run(node, ['--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: failover \[options\] \[command\]$/m);
    expect(out).toMatch(/^ {2}failover switchover sophos --reason "maintenance of the zone" --stage prod$/m);
    expect(out).not.toContain('npm run failover');
  });

  test('a command answers in a simulated account, without a file of a person', () => {
    const { code, out } = run(node, ['status', 'sophos', '--simulated', 'zone-lost@200']);
    expect(code).toBe(0);
    expect(out).toMatch(/generation 1 is running since/);
    const plan = run(node, ['plan', 'sophos', '--simulated', 'zone-lost@60', '--json']);
    expect(JSON.parse(plan.out)).toMatchObject({ outcome: expect.any(String) });
    expect(plan.out).not.toContain('npm run failover');
  });

  test('a mistake is one sentence, and a file that does not exist is named', () => {
    expect(run(node, ['statsu'])).toMatchObject({ code: 2, out: '', complaints: expect.stringContaining('status') });
    const missing = run(node, ['status', '--stage', 'prod']);
    expect(missing).toMatchObject({ code: expect.any(Number), complaints: expect.stringContaining('appliances.yml') });
    expect(missing.code).not.toBe(0);
  });

  test('the file of a person comes before the example', () => {
    writeFileSync(join(home, 'appliances.yml'), 'appliances: 7\n');
    const { code, complaints } = run(node, ['status', 'sophos', '--simulated', 'zone-lost@200']);
    rmSync(join(home, 'appliances.yml'));
    expect(code).not.toBe(0);
    expect(complaints).toContain('appliances');
  });
});
