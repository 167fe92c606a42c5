/**
 * Makes the package of the command line in `.build/release`: one program without dependencies, the state machines and rules that
 * `--simulated` plays, and the licences of what it carries. `npm run release` packs it as well.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noticesOf, packagesIn } from '../infra/notices.ts';
import { bundleCommandLine } from './release/bundle.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RELEASE_FOLDER = join(ROOT, '.build', 'release');

const PROGRAM = 'failover.mjs';

const INTRODUCTION = `Third-party notices

The program of this package carries code of the packages below.
`;

type Manifest = { version: string; description: string; license: string; engines: Record<string, string> };

const manifestOf = ({ version, description, license, engines }: Manifest) => ({
  ...{ name: 'ec2-appliance-failover', version, description, license, engines, type: 'module' },
  bin: { failover: PROGRAM },
});

const README = `# failover

The command line of Failover: high availability for single EC2 instances, serverless, inside your own AWS account.

    failover --help
    failover status sophos --simulated zone-lost@200
    failover status --stage prod

The first two need neither an account nor credentials. The package controls a deployment that exists already; a checkout of the project deploys and
removes one. Each command has a \`--help\` of its own. CHANGELOG.md says what is new.
`;

const copied = (): string[] => [
  ...['LICENSE', 'CHANGELOG.md', 'appliances.yml', 'infra/events.yml'],
  ...readdirSync(join(ROOT, 'state-machines')).map((file) => `state-machines/${file}`),
];

/** The folder, with everything that is packed. */
export async function makeRelease(folder = RELEASE_FOLDER): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const metafile = await bundleCommandLine(ROOT, join(folder, PROGRAM));
  chmodSync(join(folder, PROGRAM), 0o755);
  for (const file of copied()) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(ROOT, file), join(folder, file));
  }
  const manifest = manifestOf(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  writeFileSync(join(folder, 'README.md'), README);
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES'), noticesOf(packagesIn(metafile), INTRODUCTION));
  return folder;
}

if (import.meta.main) {
  const folder = await makeRelease();
  const { stdout, stderr, status } = spawnSync('npm', ['pack', '--json', '--pack-destination', dirname(folder)], {
    ...{ cwd: folder, encoding: 'utf8' },
  });
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const [packed] = JSON.parse(stdout) as { filename: string; size: number; files: unknown[] }[];
  process.stdout.write(
    `.build/${packed?.filename}: ${packed?.files.length} files, ${Math.round((packed?.size ?? 0) / 1024)} KB\n` +
      `try it: npx --yes ./.build/${packed?.filename} status sophos --simulated zone-lost@200\n`,
  );
}
