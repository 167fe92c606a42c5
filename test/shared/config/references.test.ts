/** `references`: what a file may name, and the sentence for what it may not. */
import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../shared/config/parse.ts';

const fileWith = (references: string, probe = ''): string => `
region: ap-northeast-1
references: ${references}
appliances:
  - name: sophos
    floatingIp: 203.0.113.10
    vpc: my-vpc
    subnets: public
    instance: sophos
    image: sophos
    vpnCidrs: [10.242.2.0/24]
    ${probe}
`;

const parse = (text: string) =>
  parseConfiguration(text, { file: 'appliances.yml', region: undefined, now: '2026-11-21T03:00:00.000Z' });

function faultsOf(references: string, probe?: string): string[] {
  try {
    parse(fileWith(references, probe));
    return [];
  } catch (cause) {
    return cause instanceof Error ? cause.message.split('\n') : [];
  }
}

describe('references', () => {
  test.each([
    { written: 'www.example.com', read: ['www.example.com'] },
    { written: "['198.51.100.7:53', www.example.com]", read: ['198.51.100.7:53', 'www.example.com'] },
    { written: '[a.example, b.example, c.example, d.example, e.example]', read: 5 },
    { written: '[172.15.0.1, 172.32.0.1, 100.63.0.1, 100.128.0.1, 11.0.0.1]', read: 5 },
  ])('may be one host or up to five: $written', ({ written, read }) => {
    const { references } = parse(fileWith(written));
    expect(typeof read === 'number' ? references?.length : references).toEqual(read);
  });

  test('are absent where the file has none', () => {
    expect(parse(fileWith('x').replace('references: x\n', '')).references).toBeUndefined();
  });

  const host = 'is not a host; write a name such as www.example.com or an IPv4 address, and :port where it is not 443';
  const inside = 'is not on the internet; name a host that a function outside every VPC reaches';

  test.each([
    ['[]', 'references: is an empty list; name 1 to 5 hosts, or remove it'],
    [
      '[a.example, b.example, c.example, d.example, e.example, f.example]',
      'references: names more than 5 hosts; name 1 to 5',
    ],
    ["'https://www.example.com'", `references: "https://www.example.com" ${host}`],
    ["['www.example.com:0']", `references[0]: "www.example.com:0" ${host}`],
    ["['www.example.com:65536']", `references[0]: "www.example.com:65536" ${host}`],
    ["['2001:db8::1']", `references[0]: "2001:db8::1" ${host}`],
    ["['']", `references[0]: "" ${host}`],
    ...['127.0.0.1', '10.0.0.2', '172.16.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0', '100.64.0.1'].map(
      (address) => [`[${address}]`, `references[0]: "${address}" ${inside}`] as const,
    ),
    ['[localhost]', `references[0]: "localhost" ${inside}`],
    ['[ip-10-0-0-1.ec2.internal]', `references[0]: "ip-10-0-0-1.ec2.internal" ${inside}`],
    ['[a.example, a.example]', 'references[1]: "a.example" is listed twice; remove one'],
    ["[a.example, 'A.example:443']", 'references[1]: "A.example:443" is the same host as "a.example"; remove one'],
    [
      '[203.0.113.10]',
      'references[0]: "203.0.113.10" is asked as appliances[0]; name a host that does not fail with it',
    ],
    ['42', 'references: must be a name or a list, not 42'],
    ['{ host: a.example }', 'references: must be a name or a list, not a mapping of keys'],
    ['[443]', 'references[0]: must be text, not 443; write it in quotes: "443"'],
  ])('%s is refused in one sentence', (written, fault) => {
    expect(faultsOf(written)).toEqual([`appliances.yml: ${fault}`]);
  });

  test("may not be a probe's own host", () => {
    expect(faultsOf("['VPN.example.com:8443']", 'probe: { host: vpn.example.com }')).toEqual([
      'appliances.yml: references[0]: "VPN.example.com:8443" is asked as appliances[0]; name a host that does not fail with it',
    ]);
  });
});
