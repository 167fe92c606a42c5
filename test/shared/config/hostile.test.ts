/** Files that no person would write: each is refused in a bounded time and with a bounded message. */
import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../../shared/config/faults.ts';
import { parseConfiguration } from '../../../shared/config/parse.ts';

const ORIGIN = { file: 'appliances.yml', region: undefined, now: '2026-11-21T03:00:00.000Z' };

const file = (overrides: Record<string, unknown>): string =>
  JSON.stringify({
    region: 'ap-northeast-1',
    appliances: [
      {
        ...{ name: 'sophos', floatingIp: '203.0.113.10', vpc: 'my-vpc', subnets: 'public', instance: 'sophos' },
        ...{ image: 'sophos', vpnCidrs: [], ...overrides },
      },
    ],
  });

function refusalOf(text: string): string {
  try {
    parseConfiguration(text, ORIGIN);
  } catch (cause) {
    if (cause instanceof ConfigurationError) return cause.message;
    throw cause;
  }
  return 'accepted';
}

test('the file that the others are made of is accepted', () => expect(refusalOf(file({}))).toBe('accepted'));

describe('a name with a pattern', () => {
  test.each(['pub*', 'pub?ic', 'pub\\lic'])(
    'such as %s is refused, because EC2 and IAM read it differently',
    (name) => {
      for (const key of ['vpc', 'subnets', 'routeTables', 'instance', 'image', 'securityGroups']) {
        expect(refusalOf(file({ [key]: name }))).toMatch(
          new RegExp(
            `^appliances.yml: appliances\\[0\\].${key}: .* holds \\*, \\? or \\\\, which EC2 reads as a pattern`,
          ),
        );
      }
      expect(refusalOf(file({ securityGroups: [name] }))).toContain('which EC2 reads as a pattern');
    },
  );
});

test('a control character in a name is refused', () => {
  expect(refusalOf(file({ image: 'so\u001bphos' }))).toContain('holds a control character');
});

test('an alias without an anchor is a fault of the file, and says so', () => {
  expect(refusalOf('appliances:\n  - { name: sophos, subnets: *public }\n')).toMatch(/^appliances.yml: .*YAML.*public/);
});

test('a nesting without end is a fault of the file', () => {
  expect(refusalOf('['.repeat(50_000))).toMatch(/^appliances.yml: /);
});

test.each([
  ['region', JSON.stringify({ region: 'a'.repeat(100_000), appliances: [] })],
  ['an unknown key', JSON.stringify({ ['k'.repeat(100_000)]: 1, appliances: [] })],
  ['a name', file({ image: 'a'.repeat(100_000) })],
  ['an address', file({ floatingIp: '1'.repeat(100_000) })],
  ['an e-mail address', file({ notify: ['a'.repeat(100_000)] })],
  ['a host', file({ probe: { host: 'a.'.repeat(50_000) } })],
  ['a schedule', file({ rotation: { schedule: `cron(${'0,'.repeat(50_000)})` } })],
  ['a list', file({ vpnCidrs: Array.from({ length: 10_000 }, (_, at) => String(at)) })],
  ['the whole file', `# ${'x'.repeat(10_000_000)}`],
])('%s of 100 KB and more is refused within seconds and in 2,000 characters', (_, text) => {
  const before = process.cpuUsage();
  const refusal = refusalOf(text);
  const { user } = process.cpuUsage(before);
  expect(refusal).toMatch(/^appliances.yml: /);
  expect(refusal.length).toBeLessThanOrEqual(2_000);
  expect(user / 1e6).toBeLessThan(4);
});

test('many faults are shown as whole lines, and the rest is counted', () => {
  const appliances = Array.from({ length: 100 }, () => ({}));
  const lines = refusalOf(JSON.stringify({ appliances })).split('\n');
  expect(lines.slice(0, -1).every((line) => line.startsWith('appliances.yml: appliances['))).toBe(true);
  expect(lines.at(-1)).toMatch(/^and \d+ more faults$/);
});

describe('a value that the packager would replace', () => {
  test.each([
    ['vpc', '\u0024{env:HOME}-public'],
    ['image', '\u0024{AWS::StackName}'],
    ['instance', 'a${b'],
  ])('in %s is refused in one sentence: %s', (key, value) => {
    expect(refusalOf(file({ [key]: value }))).toBe(
      `appliances.yml: appliances[0].${key}: holds ${JSON.stringify(value.slice(value.indexOf('${')))}, which the packager replaces in the template and nothing replaces in the functions; write the value itself`,
    );
  });

  test.each([
    ['probe', { text: '\u0024{self:custom}' }, 'probe.text'],
    ['notify', ['a\u0024{b}@example.com'], 'notify[0]'],
    ['rotation', { timezone: '\u0024{TZ}' }, 'rotation.timezone'],
  ])('in %s is found wherever it stands', (key, value, path) =>
    expect(refusalOf(file({ [key]: value }))).toContain(`appliances[0].${path}: holds "\${`),
  );

  test('in a list that holds itself ends', () =>
    expect(refusalOf('appliances: &all [*all]')).toMatch(/^appliances.yml: /));
});

test.each([
  ['region: x\nappliances: *public\n', 'line 2: YAML reads *public'],
  ['appliances:\n  - name: sophos\n    subnets: *public\n', 'line 3: YAML reads *public'],
  ['appliances: [{ name: *later, vpc: &later x }]', 'line 1: YAML reads *later'],
])('an alias without its anchor is named with its line: %j', (text, said) => {
  const refusal = refusalOf(text);
  expect(refusal).toContain(`appliances.yml: ${said} as a reference, and no anchor before it has that name; write `);
  expect(refusal.split('\n')).toHaveLength(1);
});

test('an alias with its anchor is taken', () => {
  const text = `region: &r ap-northeast-1
appliances:
  - { name: &n sophos, floatingIp: 203.0.113.10, vpc: v, subnets: *n, instance: *n, image: *n, vpnCidrs: [] }`;
  expect(refusalOf(text)).toBe('accepted');
});

test('a prefix list is refused with the way out', () =>
  expect(refusalOf(file({ vpnCidrs: ['pl-0a1b2c3d4e5f60718'] }))).toBe(
    'appliances.yml: appliances[0].vpnCidrs[0]: "pl-0a1b2c3d4e5f60718" is a prefix list, and only routes takes it; write routes: [{ tables: …, to: ["pl-0a1b2c3d4e5f60718"] }] in the place of vpnCidrs and routeTables',
  ));

describe('networks that together are a default route', () => {
  const refusal = (vpnCidrs: string[], routeTables: unknown = 'public') => refusalOf(file({ vpnCidrs, routeTables }));

  test.each([
    [['0.0.0.0/1', '128.0.0.0/1'], 100],
    [['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'], 100],
    [['128.0.0.0/1'], 50],
    [['0.0.0.0/1', '0.0.0.0/2'], 50],
  ])('%j are refused where the route tables are given by name', (cidrs, percent) =>
    expect(refusal(cidrs)).toBe(
      `appliances.yml: appliances[0].vpnCidrs: together cover ${percent} % of all addresses, which moves a default route; list the route tables by id: routeTables: [rtb-…]`,
    ),
  );

  test('are taken where the route tables are listed by id', () =>
    expect(refusal(['0.0.0.0/1', '128.0.0.0/1'], ['rtb-0a1b2c3d'])).toBe('accepted'));

  test.each([[['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']], [['0.0.0.0/2', '64.0.0.0/3']]])(
    '%j are no default route',
    (cidrs) => expect(refusal(cidrs)).toBe('accepted'),
  );
});

test('a region of 10 MB is refused in milliseconds', () => {
  const text = `region: ${'a'.repeat(10_000_000)}\nappliances: []`;
  const before = process.cpuUsage();
  expect(refusalOf(text)).toMatch(/^appliances.yml: the file has 10000023 characters; write at most 1000000$/);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(0.2);
});
