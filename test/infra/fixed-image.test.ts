/** What is deployed for an appliance whose image is named by its id: nothing that would renew it, or miss that. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const entry = (name: string, { image, last }: { image: string; last: number }): string =>
  `  - { name: ${name}, floatingIp: 203.0.113.${last}, vpc: v, subnets: public, instance: ${name}, image: ${image}, vpnCidrs: [] }`;

const FILE = [
  ...['region: ap-northeast-1', 'appliances:', entry('nightly', { image: 'nightly', last: 10 })],
  entry('fixed', { image: 'ami-0123456789abcdef0', last: 11 }),
].join('\n');

const SCRIPT = `
  const { alarmsOf } = require('./infra/appliance-alarms.cjs');
  const { Resources } = require('./infra/schedules.cjs')({ options: {} });
  const alarms = require('./infra/configuration.cjs').appliances.flatMap((each) => alarmsOf('p', each));
  console.log(JSON.stringify([...Object.keys(Resources), ...alarms.map(([name]) => name)]));
`;

const folder = mkdtempSync(join(tmpdir(), 'fixed-image-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('no schedule and no alarm about its age; the others have both', () => {
  const file = join(folder, 'appliances.yml');
  writeFileSync(file, FILE);
  const env = { ...process.env, APPLIANCES_FILE: file };
  const made = JSON.parse(execFileSync(process.execPath, ['-e', SCRIPT], { encoding: 'utf8', env }));
  expect(made.map((name: string) => name.replace(/(Nightly|Fixed)\w+$/, '$1'))).toEqual([
    ...['RotationScheduleRole', 'RotationScheduleNightly'],
    ...['ProberSilentAlarmNightly', 'NotReadyAlarmNightly', 'ImageAgeAlarmNightly'],
    ...['ProberSilentAlarmFixed', 'NotReadyAlarmFixed'],
  ]);
});
