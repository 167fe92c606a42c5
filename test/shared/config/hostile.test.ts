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
