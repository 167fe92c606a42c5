/** What `appliances.yml` may say, what it becomes, and how its faults are reported. */
import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../shared/config/parse.ts';
import { anAppliance } from '../../support/appliances.ts';

const RECIPE = `
region: ap-northeast-1
appliances:
  - name: sophos
    profile: sophos-utm
    floatingIp: 203.0.113.10
    vpc: my-vpc
    subnets: public
    instance: sophos
    image: sophos
    securityGroups: sophos
    vpnCidrs: [10.242.2.0/24]
    rotation: { timezone: Asia/Tokyo }
    notify: [ops@example.com]
`;

const parse = (text: string, region?: string) =>
  parseConfiguration(text, { file: 'appliances.yml', region, now: '2026-11-21T03:00:00.000Z' });

/** The recipe with one line changed, and every fault that it has then. */
function faultsOf(text: string): string[] {
  try {
    parse(text);
    return [];
  } catch (cause) {
    return cause instanceof Error ? cause.message.split('\n') : [];
  }
}

const changed = (from: string, { to }: { to: string }): string[] => faultsOf(RECIPE.replace(from, to));

const added = (lines: string): string[] => faultsOf(`${RECIPE}    ${lines}\n`);

describe('a valid file', () => {
  test('gets the defaults of its profile and of the house', () => {
    const probe = { ...anAppliance().probe, intervalSeconds: 2, failures: 12 };
    expect(parse(RECIPE)).toEqual({ region: 'ap-northeast-1', appliances: [anAppliance({ probe })] });
  });

  test('takes the region of the environment only when it names none', () => {
    expect(parse(RECIPE, 'eu-west-1').region).toBe('ap-northeast-1');
    expect(parse(RECIPE.replace('region: ap-northeast-1', ''), 'eu-west-1').region).toBe('eu-west-1');
  });

  test('keeps what it says against the defaults', () => {
    const [appliance] = parse(`${RECIPE}    probe: { port: 8443 }\n    rebootGraceSeconds: 60\n`).appliances;
    expect(appliance).toMatchObject({ probe: { port: 8443, protocol: 'tcp', failures: 12 }, rebootGraceSeconds: 60 });
  });

  test('reads a single id as a list of one', () => {
    const [appliance] = parse(`${RECIPE}    routeTables: rtb-0a1b2c3d\n`).appliances;
    expect(appliance?.routeTables).toEqual(['rtb-0a1b2c3d']);
  });

  test('is frozen to the last list', () => {
    expect(Object.isFrozen(parse(RECIPE).appliances[0]?.rotation)).toBe(true);
    expect(Object.isFrozen(parse(RECIPE).appliances[0]?.vpnCidrs)).toBe(true);
  });
});

describe('faults', () => {
  test('are reported all at once, each on a line with its path', () => {
    const faults = faultsOf(RECIPE.replace('10.242.2.0/24', '10.242.2.0').replace('my-vpc', '12').replace('Asia/', ''));
    expect(faults).toEqual([
      'appliances.yml: appliances[0].rotation.timezone: "Tokyo" is not a time zone; write a name such as Asia/Tokyo or UTC',
      'appliances.yml: appliances[0].vpc: must be text, not 12; write it in quotes: "12"',
      'appliances.yml: appliances[0].vpnCidrs[0]: "10.242.2.0" is not an IPv4 CIDR; write it as 10.242.2.0/24',
    ]);
  });

  test.each([
    ['', 'the file is empty'],
    ['appliances: []', 'appliances: is an empty list'],
    ['appliance: []', 'appliance: unknown key; did you mean appliances?'],
    ['a: [\n', 'line 2: not YAML; fix it: Flow sequence in block collection must be sufficiently indented'],
    ['a: 1\na: 2', 'line 2: the key stands there twice; remove one of the two'],
    ['- a', 'must be a mapping of keys, not a list'],
    ['a:\n\t- b: 1\n', 'line 2: a tab indents the line; use spaces'],
    ['vpc: !Ref MyVpc', 'line 1: YAML reads !Ref as the name of a type; write the value itself, without it'],
    ['vpc: * # any', 'line 1: YAML reads * as a reference; write a name or an id'],
    ['vpc: @my-vpc', 'line 1: a value cannot begin with @; write it in quotes'],
    ['vpc: %my-vpc', 'line 1: a value cannot begin with %; write it in quotes'],
    ['a: 1\n---\nb: 2\n', 'line 2: a line --- begins a second document; remove the line'],
    [
      'image: *sophos',
      'line 1: YAML reads *sophos as a reference, and no anchor before it has that name; write sophos',
    ],
    ['<<: *base', 'line 1: << (merge) is not supported; write its keys out'],
    ['appliances: [&a { name: a }, { <<: *a }]', 'appliances[1].<<: << (merge) is not supported; write its keys out'],
    ['\uFFFD\uFFFDa\0p\0', 'is not UTF-8 text; save it as UTF-8'],
    ['a\0p\0', 'is not UTF-8 text; save it as UTF-8'],
  ])('name what is wrong with the file %j', (text, fault) => {
    expect(faultsOf(text).join()).toContain(`appliances.yml: ${fault}`);
  });

  test('only the first error of the parser is reported: its later ones follow from it', () => {
    expect(faultsOf('appliances:\n\t- name: a\n\tvpc: b\n\t  c: d\n')).toHaveLength(1);
  });

  test.each([
    ['10.242.2.0/24', '10.242.2.7/24', 'vpnCidrs[0]: "10.242.2.7/24" has host bits set; write it as 10.242.2.0/24'],
    ['10.242.2.0/24', '"fd00::/8"', 'is IPv6, and only routes takes it; write routes: ['],
    ['10.242.2.0/24', '0.0.0.0/0', 'moves a default route; list the route tables by id'],
    ['name: sophos\n', 'name: Sophos\n', 'name: "Sophos" is not a name'],
    ['sophos-utm', 'sophos-umt', 'did you mean sophos-utm?'],
    ['vpc:', 'VPC_NAME:', 'vpc: is missing; write vpc: my-vpc'],
    ['203.0.113.10', '203.0.113.256', 'is neither an IPv4 address nor an allocation id'],
    ['subnets: public', 'subnets: [subnet-0a1b2c3d]', 'routeTables: is missing, and subnets are given by id'],
    ['subnets: public', 'subnets: [public]', 'subnets[0]: "public" is not an id'],
    ['ops@example.com', 'ops', 'notify[0]: "ops" is not an e-mail address'],
    ['vpc: my-vpc', 'vpc: "my\u200Bvpc"', 'holds a control character, U+200B; write the name without it'],
  ])('say how to fix %s written as %s', (from, to, fault) => {
    expect(changed(from, { to }).join()).toContain(fault);
  });

  test.each([
    [
      'volumeInitialization: 50',
      'must be a whole number from 100 to 300 (MiB/s; without it EBS reads at its own rate)',
    ],
    ['cooldownMinutes: 0', 'must be a whole number from 1 to 1440 (minutes)'],
    ['cooldownMinutes: ""', 'must be a number, not the text ""; write it without quotes'],
    ['flaotingIp: x', 'unknown key; did you mean floatingIp?'],
    ['kmsKeys: [alias/x]', 'an alias cannot be granted'],
    ['ignoreAddresses: 12', 'must be a list, not 12'],
    ['routeTables: 12', 'routeTables: must be a name or a list, not 12'],
    ['routeTables: []', 'routeTables: is an empty list'],
    ['mode: off', '"off" is not one of auto, observe'],
  ])('say how to fix an added %s', (lines, fault) => {
    expect(added(lines).join()).toContain(fault);
  });

  test.each([
    ['intervalSeconds: 4, timeoutSeconds: 5', 'timeoutSeconds: 5 is more than intervalSeconds (4); a probe has to end'],
    ['intervalSeconds: 0', 'intervalSeconds: must be a whole number from 1 to 60 (seconds)'],
    ['intervalSeconds: 61', 'intervalSeconds: must be a whole number from 1 to 60 (seconds)'],
    ['status: 200', 'status: only https has a status, and this probe is tcp; write protocol: https, or remove status'],
    ['protocol: tls, text: ok', 'text: only https has a text, and this probe is tls'],
    ['protocol: tcp, path: /health', 'path: only https has a path, and this probe is tcp'],
    ['protocol: https, path: /a b', 'path: must start with /, as in /health, and have no spaces'],
    ['protocol: https, text: ""', 'text: is empty; write what the page has to contain'],
    ['protocol: htps, status: 200', 'protocol: "htps" is not one of tcp, tls, https; did you mean https?'],
    ['host: "https://vpn.example.com"', 'host: "https://vpn.example.com" is not a host; write a name such as'],
    ['host: "vpn.example.com:443"', 'is not a host'],
  ])('say how to fix a probe of %s', (keys, fault) => {
    const faults = added(`probe: { ${keys} }`);
    expect(faults.join()).toContain(`appliances[0].probe.`);
    expect(faults.join()).toContain(fault);
    expect(faults).toHaveLength(1);
  });

  test.each([
    'protocol: https, path: /health, status: 204, text: fine',
    'intervalSeconds: 5, timeoutSeconds: 5',
    'intervalSeconds: 1, failures: 30, timeoutSeconds: 1',
    'host: vpn.example.com',
    'host: 198.51.100.7',
  ])('are not found in a probe of %s', (keys) => {
    expect(added(`probe: { ${keys} }`)).toEqual([]);
  });

  test('show a repeated name and a repeated address even beside other faults', () => {
    const twin = '  - { name: sophos, floatingIp: 203.0.113.10, vpc: 1 }\n';
    const faults = faultsOf(`${RECIPE}${twin}`).join('\n');
    expect(faults).toContain('appliances[1].name: "sophos" is also that of appliances[0]');
    expect(faults).toContain('appliances[1].floatingIp: "203.0.113.10" is also that of appliances[0]');
    expect(faults).toContain('appliances[1].vpc: must be text');
  });
});
