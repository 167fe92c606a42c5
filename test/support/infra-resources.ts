/** What the files of infra/ make of a configuration, each in a process of its own, as the packager loads them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Resource = { Type: string; Properties: Record<string, unknown> };

/** Everything that is named for an appliance or an address; roles are named for functions. */
export const NAMED_BY_USERS = ['notifications', 'schedules', 'recycle-bin', 'alarms'];

const FILES = [
  ...['roles', 'machine-roles', 'event-permissions', 'notifications', 'schedules'],
  ...['recycle-bin', 'alarms', 'dashboard', 'reserved-concurrency'],
];

const script = (stage: string, files = FILES): string => `
  const parts = ${JSON.stringify(files)}.map((file) => {
    const made = require(${JSON.stringify(join(process.cwd(), 'infra'))} + '/' + file + '.cjs');
    return typeof made === 'function' ? made({ options: { stage: ${JSON.stringify(stage)} } }) : made;
  });
  const ids = parts.flatMap(({ Resources = {} }) => Object.keys(Resources));
  console.log(JSON.stringify({ ids, ...parts.at(-1), Resources: Object.assign({}, ...parts.map(({ Resources }) => Resources)) }));
`;

function inFile<T>(configuration: object, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'failover-infra-'));
  const file = join(folder, 'appliances.json');
  writeFileSync(file, JSON.stringify(configuration));
  try {
    return use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const environmentOf = (APPLIANCES_FILE: string) => ({ PATH: process.env.PATH, HOME: tmpdir(), APPLIANCES_FILE });

type Made = { ids: string[]; Resources: Record<string, Resource>; extensions?: Record<string, Resource> };

export const resourcesFrom = (configuration: object, stage = 'dev', files = FILES): Made =>
  inFile(configuration, (file) =>
    JSON.parse(
      execFileSync(process.execPath, ['-e', script(stage, files)], {
        ...{ env: environmentOf(file), encoding: 'utf8', maxBuffer: 64_000_000, stdio: ['ignore', 'pipe', 'ignore'] },
      }),
    ),
  );

export const complaintsAbout = (configuration: object, stage = 'dev'): string =>
  inFile(
    configuration,
    (file) => spawnSync(process.execPath, ['-e', script(stage)], { env: environmentOf(file), encoding: 'utf8' }).stderr,
  );

export const applianceNamed = (name: string, at: number, more: object = {}): object => ({
  ...{ name, image: name, floatingIp: `203.0.113.${at + 1}`, vpc: 'my-vpc', subnets: 'public', instance: 'box' },
  ...{ vpnCidrs: ['10.242.2.0/24'], rotation: { recycleBin: 7 }, ...more },
});
