/** What a message advises to write is accepted by the parser: an operator who follows it is not refused again. */
import { expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../shared/config/parse.ts';
import { whyNotAdoptable } from '../../../shared/domain/adoptable.ts';

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
