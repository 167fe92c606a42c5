/** The example of a Linux appliance: its configuration is accepted, its story comes out, and its files fit each other. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { parseConfiguration } from '../../shared/config/parse.ts';
import { scenarioOf } from '../../simulator/stories/scenario-text.ts';
import { tellVariants } from '../../simulator/stories/variants.ts';

const FOLDER = 'examples/linux-nva';
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

const configuration = parseConfiguration(read('appliances.yml'), {
  ...{ file: 'appliances.yml', region: 'ap-northeast-1', now: '2026-11-21T03:00:00.000Z' },
});

test('its configuration is accepted, and a replacement gets the user data', () =>
  expect(configuration.appliances).toMatchObject([{ name: 'linux-nva', vpnCidrs: ['0.0.0.0/0'], userData: 'copy' }]));

test('its scenario comes out as it says', async () => {
  const scenario = scenarioOf(read('scenario.yml'), 'scenario.yml');
  const told = await tellVariants({ scenario, configuration, seed: 1 });
  const unmet = told.flatMap(({ report }) => report.expectations.filter(({ met }) => !met));
  expect(unmet).toEqual([]);
});

test('its user data is a script, and writes every value that the rules use', () => {
  const script = read('user-data.sh');
  expect(spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('');
  const [, written = ''] = /^for name in ([A-Z_ ]+);/m.exec(script) ?? [];
  const used = ['loose.nft', 'strict.nft'].flatMap(
    (file) =>
      read(file)
        .replace(/#.*$/gm, '')
        .match(/\$[A-Z_]+/g) ?? [],
  );
  expect([...new Set(used)].sort()).toEqual(
    written
      .split(' ')
      .map((name) => `$${name}`)
      .sort(),
  );
});

test('its template has what the configuration names, and no default route that failover would have to move back', () => {
  const template = parseDocument(read('template.yml'), { logLevel: 'silent' });
  expect(template.errors).toEqual([]);
  const text = read('template.yml');
  for (const name of ['linux-nva-public', 'linux-nva']) expect(text).toContain(`Value: ${name} }`);
  expect(text.match(/AWS::EC2::Route,|Type: AWS::EC2::Route$/gm)).toHaveLength(1);
});
