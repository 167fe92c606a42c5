/** What `probe.subnets` may say, and beside what. */
import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../shared/config/parse.ts';

const NOW = '2026-11-21T03:00:00.000Z';

const entry = (name: string, more: string): string =>
  `  - { name: ${name}, floatingIp: 203.0.113.${name.charCodeAt(0)}, subnets: s, instance: i, image: ${name}, vpnCidrs: [], ${more} }`;

const parse = (...entries: string[]) =>
  parseConfiguration(`appliances:\n${entries.join('\n')}\n`, { file: 'f', region: undefined, now: NOW });

function faultsOf(...entries: string[]): string[] {
  try {
    parse(...entries);
    return [];
  } catch (cause) {
    return cause instanceof Error ? cause.message.split('\n') : [];
  }
}

const SUBNETS = 'probe: { subnets: [subnet-0a1b2c3d] }';
const VPC = 'vpc: vpc-0a1b2c3d';

describe('the subnets of a probe', () => {
  test('are those from which proofs are asked, and none unless they are listed', () => {
    const subnetsOf = (more: string) => parse(entry('a', more)).appliances[0]?.probe.subnets;
    expect(subnetsOf(`${VPC}, ${SUBNETS}`)).toEqual(['subnet-0a1b2c3d']);
    expect(subnetsOf('vpc: my-vpc')).toBeUndefined();
  });

  test('may be those of several appliances of one VPC', () =>
    expect(faultsOf(entry('a', `${VPC}, ${SUBNETS}`), entry('b', `${VPC}, ${SUBNETS}`))).toEqual([]));

  test('of one appliance say nothing about the VPC of another that has none', () =>
    expect(faultsOf(entry('a', `${VPC}, ${SUBNETS}`), entry('b', 'vpc: my-vpc'))).toEqual([]));
});

describe('a fault', () => {
  test.each([
    ['subnets: []', 'is an empty list; list at least one, or remove it'],
    ['subnets: public', 'must be a list, not the text "public"'],
    ['subnets: [public]', '"public" is not an id; list ids such as subnet-0a1b2c3d'],
    ['subnets: [subnet-0a1b2c3d, subnet-0a1b2c3d]', '"subnet-0a1b2c3d" is listed twice; remove one'],
    ['subnets:', 'is empty; write a list'],
    ['subnet: [subnet-0a1b2c3d]', 'unknown key; did you mean subnets?'],
  ])('of %s is one sentence with its path', (written, fault) => {
    const faults = faultsOf(entry('a', `${VPC}, probe: { ${written} }`));
    expect(faults).toEqual([expect.stringMatching(/^f: appliances\[0\]\.probe\.subnet/)]);
    expect(faults[0]).toContain(fault);
  });

  test('is a VPC by its name, in which no stack can make a security group', () =>
    expect(faultsOf(entry('a', `vpc: my-vpc, ${SUBNETS}`))).toEqual([
      'f: appliances[0].vpc: "my-vpc" is given by name; probe.subnets needs vpc: vpc-…, because the stack makes a security group in it',
    ]));

  test('is a second VPC, in which the one function cannot stand as well', () =>
    expect(faultsOf(entry('a', `${VPC}, ${SUBNETS}`), entry('b', `vpc: vpc-1a1b2c3d, ${SUBNETS}`))).toEqual([
      'f: appliances[1].probe.subnets: are asked by one function, which cannot be in vpc-1a1b2c3d and in vpc-0a1b2c3d of appliances[0]; protect one of them under another stage',
    ]));

  test.each([
    ['rotation: { prove: never }', 'rotation.prove is never; write weekly there, or remove probe.subnets'],
    ['fencing: stop-first', 'fencing: stop-first forbids a proof beside the active instance; remove probe.subnets'],
    ['fencing: stop-first, rotation: { prove: never }', 'fencing: stop-first forbids'],
  ])('is a path to proofs that are never made: %s', (more, why) => {
    const faults = faultsOf(entry('a', `${VPC}, ${SUBNETS}, ${more}`));
    expect(faults).toEqual([expect.stringMatching(/^f: appliances\[0\]\.probe\.subnets: no image is proven/)]);
    expect(faults[0]).toContain(why);
  });

  test('is a path to proofs of an image that nothing renews', () =>
    expect(faultsOf(entry('a', `${VPC}, ${SUBNETS}`).replace('image: a', 'image: ami-0a1b2c3d'))).toEqual([
      expect.stringContaining('image is ami-0a1b2c3d, of which no rotation makes another; remove probe.subnets'),
    ]));

  test('is more subnets than Lambda takes, of all appliances together', () => {
    const many = (digit: string, count: number): string =>
      `probe: { subnets: [${Array.from({ length: count }, (_, at) => `subnet-${digit}a1b2c${(at + 16).toString(16)}`).join(', ')}] }`;
    expect(faultsOf(entry('a', `${VPC}, ${many('0', 8)}`), entry('b', `${VPC}, ${many('1', 8)}`))).toEqual([]);
    expect(faultsOf(entry('a', `${VPC}, ${many('0', 8)}`), entry('b', `${VPC}, ${many('1', 9)}`))).toEqual([
      'f: appliances[1].probe.subnets: make 17 in all, and Lambda puts a function into 16 at the most; one of each zone is enough',
    ]);
  });
});
