/** What a message advises to write is accepted by the parser: an operator who follows it is not refused again. */
import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../shared/config/parse.ts';
import { whyNotAdoptable } from '../../../shared/domain/takeover/adoptable.ts';

const fileWith = (line: string, place: 'appliance' | 'top' = 'appliance'): string => {
  const key = line.split(':')[0] ?? '';
  const lines = [
    ...['name: sophos', 'floatingIp: 203.0.113.10', 'vpc: my-vpc', 'subnets: public', 'instance: sophos'],
    ...['image: sophos', 'securityGroups: sophos', 'vpnCidrs: [10.242.2.0/24]'],
  ].filter((each) => each.split(':')[0] !== key);
  const [first, ...rest] = place === 'appliance' ? [...lines, line] : lines;
  const top = place === 'top' ? [line] : ['region: ap-northeast-1'];
  return [...top, 'appliances:', `  - ${first}`, ...rest.map((each) => `    ${each}`), ''].join('\n');
};

function faultIn(file: string): string {
  try {
    parseConfiguration(file, { file: 'appliances.yml', region: undefined, now: '2026-11-21T03:00:00.000Z' });
    return '';
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** What stands after "write it as", "write one such as" or "write one of" up to the next clause. */
const adviceIn = (fault: string): string | undefined =>
  /; (?:write (?:it as |(?:one|a name) such as |one of )?|did you mean )"?(cron\([^)]*\)|[^",;?]+?)"?(?:, | or | \(|\?|$)/.exec(
    fault,
  )?.[1];

test.each([
  ['vpnCidrs: [$]', '10.242.2.7/24'],
  ['vpnCidrs: [$]', '10.242.2.0'],
  ['vpnCidrs: [$]', '10.242.2.9'],
  ['vpnCidrs: [$]', 'sophos'],
  ['floatingIp: $', 'elastic'],
  ['ignoreAddresses: [$]', 'all'],
  ['notify: [$]', 'ops'],
  ['instanceTypes: [$]', 'large'],
  ['profile: $', 'sophos-utn'],
  ['fencing: $', 'stop-lst'],
  ['rotation: { schedule: "$" }', 'every night'],
  ['rotation: { schedule: "$" }', 'cron(0 3 31 2 ? *)'],
  ['rotation: { timezone: $ }', 'Tokio'],
  ['rotation: { prove: $ }', 'daili'],
  ['probe: { protocol: $ }', 'htps'],
])('%s with %s', (line, wrong) => {
  const fault = faultIn(fileWith(line.replace('$', wrong)));
  const advice = adviceIn(fault);
  expect({ fault, advice }).toEqual({ fault: expect.stringContaining(wrong), advice: expect.any(String) });
  expect(faultIn(fileWith(line.replace('$', advice ?? '')))).toBe('');
});

test.each(['ap-northeast1', 'eu-west1'])('the Region %s', (wrong) => {
  const advice = adviceIn(faultIn(fileWith(`region: ${wrong}`, 'top')));
  expect(faultIn(fileWith(`region: ${advice}`, 'top'))).toBe('');
});

test('every further address that adoption refuses can be listed under ignoreAddresses', () => {
  const furtherAddresses = ['10.0.0.9', '203.0.113.99', '2001:db8:10:1::5', '10.0.0.16/28', '2001:db8::/80'];
  const candidate = { instanceId: 'i-old', name: 'sophos', state: 'running', networkInterfaceIds: ['eni-old'] };
  const facts = { ...candidate, furtherAddresses, scalingGroup: undefined, hasProfile: false };
  const [reason = ''] = whyNotAdoptable(facts, { instance: 'sophos', ignoreAddresses: [] });
  const listed = /left behind: (.+) \(list them/.exec(reason)?.[1] ?? '';
  const ignoreAddresses = listed.split(', ');
  expect(faultIn(fileWith(`ignoreAddresses: [${ignoreAddresses.map((each) => `'${each}'`).join(', ')}]`))).toBe('');
  expect(whyNotAdoptable(facts, { instance: 'sophos', ignoreAddresses })).toEqual([]);
});

describe('what a refusal says about several keys is accepted', () => {
  const written = (...lines: string[]) =>
    faultIn(lines.reduce((file, line) => replaced(file, line), fileWith('mode: auto')));
  /** Puts a line in the place of the one that has its key. */
  function replaced(file: string, line: string): string {
    const key = new RegExp(`^ {4}${line.split(':')[0]}:.*\n`, 'm');
    return `${file.replace(key, '')}    ${line}\n`;
  }

  test.each<[wrong: string[], advice: RegExp, right: string[][]]>([
    [['vpnCidrs: [0.0.0.0/0]'], /routeTables: \[rtb-…\]/, [['vpnCidrs: [0.0.0.0/0]', 'routeTables: [rtb-0a1b2c3d]']]],
    [
      ['vpnCidrs: [0.0.0.0/1, 128.0.0.0/1]'],
      /routeTables: \[rtb-…\]/,
      [['vpnCidrs: [0.0.0.0/1, 128.0.0.0/1]', 'routeTables: [rtb-0a1b2c3d]']],
    ],
    [
      ['subnets: [subnet-0a1b2c3d]'],
      /write their Name, or a list of rtb-…/,
      [
        ['subnets: [subnet-0a1b2c3d]', 'routeTables: public'],
        ['subnets: [subnet-0a1b2c3d]', 'routeTables: [rtb-0a1b2c3d]'],
      ],
    ],
    [
      ['image: ami-0a1b2c3d', 'rotation: { keep: 3 }'],
      /write the Name of the images as image, or remove rotation/,
      [['image: ami-0a1b2c3d'], ['image: sophos', 'rotation: { keep: 3 }']],
    ],
    [
      ['fencing: stop-first', 'rotation: { prove: weekly }'],
      /write never, or fencing: stop-last/,
      [
        ['fencing: stop-first', 'rotation: { prove: never }'],
        ['fencing: stop-last', 'rotation: { prove: weekly }'],
      ],
    ],
    [
      ['probe: { protocol: tcp, path: /ready }'],
      /write protocol: https, or remove path/,
      [['probe: { protocol: https, path: /ready }'], ['probe: { protocol: tcp }']],
    ],
    [
      ['probe: { subnets: [subnet-0a1b2c3d] }'],
      /needs vpc: vpc-…/,
      [['probe: { subnets: [subnet-0a1b2c3d] }', 'vpc: vpc-0a1b2c3d']],
    ],
    [
      ['vpc: vpc-0a1b2c3d', 'probe: { subnets: [subnet-0a1b2c3d] }', 'rotation: { prove: never }'],
      /write weekly there, or remove probe.subnets/,
      [['vpc: vpc-0a1b2c3d', 'probe: { subnets: [subnet-0a1b2c3d] }', 'rotation: { prove: weekly }']],
    ],
    [
      ['rotation: { schedule: cron(0 22-3 * * ? *) }'],
      /write 22-23,0-3/,
      [['rotation: { schedule: "cron(0 22-23,0-3 * * ? *)" }']],
    ],
    [
      ['rotation: { schedule: cron(0 3 ? * FRI-MON *) }'],
      /write FRI-SAT,SUN-MON|write 6-7,1-2/,
      [['rotation: { schedule: "cron(0 3 ? * FRI-SAT,SUN-MON *)" }']],
    ],
    [['tags: { Name: utm }'], /remove it/, [['tags: { Team: network }']]],
    [['image: "sophos*"'], /rename the resource, or write its id/, [['image: ami-0a1b2c3d']]],
    [['vpc: 12345678'], /write it in quotes: "12345678"/, [['vpc: "12345678"']]],
    [['image: *sophos'], /write sophos without the \*/, [['image: sophos']]],
    [['image: @sophos'], /write it in quotes/, [['image: "@sophos"']]],
    [['vpc: !Ref my-vpc'], /write the value itself, without it/, [['vpc: my-vpc']]],
    [[`routeTables: "\${env:HOME}"`], /write the value itself/, [['routeTables: public']]],
    [['securityGroup: sophos'], /did you mean securityGroups\?/, [['securityGroups: sophos']]],
    [
      ['probe: { timeoutSeconds: 5, intervalSeconds: 4 }'],
      /more than intervalSeconds \(4\)/,
      [['probe: { timeoutSeconds: 4, intervalSeconds: 4 }']],
    ],
  ])('%j', (wrong, advice, right) => {
    expect(written(...wrong)).toMatch(advice);
    for (const lines of right) expect({ lines, fault: written(...lines) }).toEqual({ lines, fault: '' });
  });

  test.each(['name', 'floatingIp', 'vpc', 'subnets', 'instance', 'image', 'vpnCidrs'])('a missing %s', (key) => {
    const file = fileWith('mode: auto').replace(new RegExp(`( {4}| {2}- )${key}:.*\n`), (_, before) =>
      before === '  - ' ? '  - mode: auto\n' : '',
    );
    const bare = key === 'name' ? file.replace('    mode: auto\n', '') : file;
    const example = /is missing; write (.+?)(?:, or .*)?$/m.exec(faultIn(bare))?.[1] ?? '';
    expect(example).toMatch(new RegExp(`^${key}: `));
    expect(faultIn(`${bare}    ${example}\n`)).toBe('');
  });

  test.each([
    ['volumeInitialization: $', ''],
    ['cooldownMinutes: $', ''],
    ['rebootGraceSeconds: $', ''],
    ['bootLimitSeconds: $', ''],
    ['rotation: { keep: $ }', ''],
    ['probe: { port: $ }', ''],
    ['probe: { intervalSeconds: $, timeoutSeconds: 1 }', ''],
    ['probe: { failures: $ }', ''],
    ['probe: { timeoutSeconds: $, intervalSeconds: 60 }', ''],
    ['probe: { protocol: https, status: $ }', ''],
  ])('both bounds of %s', (line) => {
    const fault = written(line.replace('$', '-7'));
    const [, from = '', to = ''] = /from (\d+) to (\d+)/.exec(fault) ?? [];
    expect({ fault, from }).toEqual({ fault, from: expect.stringMatching(/^\d+$/) });
    for (const bound of [from, to]) expect(written(line.replace('$', bound))).toBe('');
  });
});
