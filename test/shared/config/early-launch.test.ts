/** `earlyLaunch`: on with every profile, and refused beside what forbids a second copy in a closed network. */
import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../shared/config/parse.ts';

const ORIGIN = { file: 'f', region: 'ap-northeast-1', now: '2026-11-21T00:00:00Z' };

const withLines = (...lines: string[]): string =>
  ['appliances:', '  - name: sophos', '    floatingIp: 203.0.113.10', '    vpc: my-vpc', '    subnets: public']
    .concat(
      ['    instance: sophos', '    image: sophos', '    vpnCidrs: [10.242.2.0/24]'],
      lines.map((line) => `    ${line}`),
    )
    .join('\n');

const earlyLaunch = (...lines: string[]): string | undefined =>
  parseConfiguration(withLines(...lines), ORIGIN).appliances[0]?.earlyLaunch;

describe('earlyLaunch', () => {
  test.each(['generic', 'sophos-utm', 'sophos-firewall', 'openvpn-as'])('is on with the profile %s', (profile) => {
    expect(earlyLaunch(`profile: ${profile}`)).toBe('on');
  });

  test.each(['fencing: stop-first', 'userData: copy'])('is off with %s', (line) => {
    expect(earlyLaunch(line)).toBe('off');
  });

  test('is what the file says', () => {
    expect(earlyLaunch('earlyLaunch: off')).toBe('off');
    expect(earlyLaunch('earlyLaunch: on')).toBe('on');
  });

  test.each([
    ['fencing: stop-first', 'write off, or fencing: stop-last'],
    ['userData: copy', 'write off, or userData: none'],
  ])('on is refused beside %s, with the way out', (line, wayOut) => {
    expect(() => earlyLaunch('earlyLaunch: on', line)).toThrow(wayOut);
  });
});
