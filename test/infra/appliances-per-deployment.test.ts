/** How many appliances one deployment holds, by the kind of their naming: the longest policy of a function decides. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ownStatements, POLICY_CHARACTERS_MAX, policyCharacters } from '../../infra/own-statements.ts';
import type { Appliance } from '../../shared/domain/appliance.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/machines/time-outs.ts';
import { anAppliance } from '../support/appliances.ts';

/** As the template says it: longer than what stands there once it is deployed. */
const pseudo = (name: string): string => `\${AWS::${name}}`;
const ACCOUNT = {
  ...{ stage: 'prod', partition: pseudo('Partition') },
  ...{ region: pseudo('Region'), accountId: pseudo('AccountId') },
};

const hex = (kind: string, at: number): string => `${kind}-0${String(at).padStart(16, '0')}`;

const BY_NAME = (at: number): Partial<Appliance> => ({
  ...{ name: `vpn-${at}`, floatingIp: `203.0.113.${at}`, instance: `vpn-${at}`, image: `vpn-${at}` },
  vpnCidrs: [`10.242.${at}.0/24`],
});

const IDS = (at: number): Partial<Appliance> => ({
  ...BY_NAME(at),
  floatingIp: hex('eipalloc', at),
  instance: hex('i', at),
  vpc: hex('vpc', at),
  subnets: [0, 1, 2].map((zone) => hex('subnet', at * 3 + zone)),
  routeTables: [0, 1].map((table) => hex('rtb', at * 2 + table)),
  securityGroups: [hex('sg', at)],
});

/** The row of docs/concepts/limits.md, and how the appliances of such a deployment are named. */
const NAMINGS: [row: string, naming: (at: number) => Partial<Appliance>][] = [
  ['by Name, in one network', BY_NAME],
  [
    'by Name, each in a network of its own',
    (at) => ({
      ...BY_NAME(at),
      vpc: `net-${at}`,
      subnets: `edge-${at}`,
      routeTables: `edge-${at}`,
      securityGroups: `edge-${at}`,
    }),
  ],
  ['by Name, the address by its allocation id', (at) => ({ ...BY_NAME(at), floatingIp: hex('eipalloc', at) })],
  [
    'by id, in one network',
    (at) => ({
      ...IDS(at),
      vpc: hex('vpc', 1),
      subnets: [1, 2, 3].map((zone) => hex('subnet', zone)),
      routeTables: [hex('rtb', 1), hex('rtb', 2)],
      securityGroups: [hex('sg', 1)],
    }),
  ],
  ['by id, each in a network of its own', IDS],
  [
    'by Name, with a customer managed key and tags each',
    (at) => ({
      ...BY_NAME(at),
      kmsKeys: [`arn:aws:kms:ap-northeast-1:123456789012:key/00000000-0000-0000-0000-${String(at).padStart(12, '0')}`],
      tags: { CostCenter: `net-${at}` },
    }),
  ],
];

const longest = (naming: (at: number) => Partial<Appliance>, count: number) => {
  const appliances = Array.from({ length: count }, (_, index) => anAppliance(naming(index + 1)));
  const configuration = { region: 'ap-northeast-1', appliances };
  const sizes = (Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[]).map((name) => ({
    name,
    characters: policyCharacters(ownStatements(name, configuration, ACCOUNT)),
  }));
  return sizes.reduce((most, each) => (each.characters > most.characters ? each : most));
};

function most(naming: (at: number) => Partial<Appliance>): { count: number; limitedBy: string } {
  for (let count = 1; count <= 250; count++) {
    const { name, characters } = longest(naming, count);
    if (characters > POLICY_CHARACTERS_MAX) return { count: count - 1, limitedBy: name };
  }
  throw new Error('nothing limits this deployment');
}

describe('the table in limits.md says how many appliances one deployment holds', () => {
  const page = readFileSync('docs/concepts/limits.md', 'utf8');
  test.each(NAMINGS)('%s', (row, naming) => {
    const { count, limitedBy } = most(naming);
    expect(page).toContain(`| ${row} | ${count} | \`${limitedBy}\` |`);
  });
});
