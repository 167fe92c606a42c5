/** 200 appliances in one deployment, by the kind of their naming: every limit of IAM, CloudFormation, EventBridge and Lambda. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ownStatements } from '../../infra/own-statements.ts';
import { type Packed, packed } from '../../infra/packed.ts';
import type { Appliance } from '../../shared/domain/appliance.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/machines/time-outs.ts';
import { anAppliance } from '../support/appliances.ts';
import { applianceNamed, complaintsAbout, resourcesFrom } from '../support/infra-resources.ts';

/** As long as it can be once it is deployed. */
const ACCOUNT = {
  ...{ stage: 'prod', partition: 'aws-us-gov' },
  ...{ region: 'ap-northeast-1', accountId: '123456789012' },
};

const hex = (kind: string, at: number): string => `${kind}-0${String(at).padStart(16, '0')}`;

const BY_NAME = (at: number): Partial<Appliance> => ({
  ...{
    name: `vpn-${at}`,
    floatingIp: `203.0.${113 + (at >> 8)}.${at % 256}`,
    instance: `vpn-${at}`,
    image: `vpn-${at}`,
  },
  vpnCidrs: [`10.${242 + (at >> 8)}.${at % 256}.0/24`],
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

const FUNCTIONS = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];

const configurationOf = (naming: (at: number) => Partial<Appliance>, count: number) => ({
  region: 'ap-northeast-1',
  appliances: Array.from({ length: count }, (_, index) => anAppliance(naming(index + 1))),
});

const roleOf = (name: FunctionName, naming: (at: number) => Partial<Appliance>, count: number): Packed | undefined =>
  packed(ownStatements(name, configurationOf(naming, count), ACCOUNT));

const whatDoesNotFit = (naming: (at: number) => Partial<Appliance>, count: number): FunctionName[] =>
  FUNCTIONS.filter((name) => roleOf(name, naming, count) === undefined);

const STEP = 20;

/** In twenties: the role of which function is full first, if any. */
function most(naming: (at: number) => Partial<Appliance>): { count: number; limitedBy: FunctionName | undefined } {
  for (let count = 200; count <= 400; count += STEP) {
    const [limitedBy] = whatDoesNotFit(naming, count);
    if (limitedBy) return { count: count - STEP, limitedBy };
  }
  return { count: 400, limitedBy: undefined };
}

describe('the table in limits.md says how many appliances the roles of one deployment hold', () => {
  const page = readFileSync('docs/concepts/limits.md', 'utf8');
  test.each(NAMINGS)('%s', (row, naming) => {
    const { count, limitedBy } = most(naming);
    expect(page).toContain(`| ${row} | ${limitedBy ? `${count} | \`${limitedBy}\`` : '400 or more | no role'} |`);
  });
});

describe('a role', () => {
  const documentOf = (Statement: object[]) => ({ Version: '2012-10-17', Statement });

  test.each(NAMINGS)('of 200 appliances keeps to the limits of IAM: %s', (_row, naming) => {
    for (const name of FUNCTIONS) {
      const role = roleOf(name, naming, 200);
      expect({ name, fits: role !== undefined }).toEqual({ name, fits: true });
      const { inline, managed } = role ?? { inline: [], managed: [] };
      expect(length(documentOf(inline))).toBeLessThanOrEqual(10_240);
      for (const statements of managed) expect(length(documentOf(statements))).toBeLessThanOrEqual(6_144);
      expect(managed.length).toBeLessThanOrEqual(10);
    }
  });

  test('loses nothing when a long list is parted', () => {
    const values = Array.from({ length: 900 }, (_, at) => `arn:aws:ec2:*:*:subnet/subnet-${at}`);
    const { inline, managed } = packed([{ Effect: 'Allow', Action: ['ec2:RunInstances'], Resource: values }]) ?? {};
    expect([inline, managed].flat(2).flatMap((each) => each?.Resource ?? [])).toEqual(values);
  });

  test('is not made smaller by parting what denies, or what asks for all of a list', () => {
    const values = Array.from({ length: 2_000 }, (_, at) => `key-${at}`);
    const tags = { 'ForAllValues:StringEquals': { 'aws:TagKeys': values } };
    expect(packed([{ Effect: 'Deny', Action: ['ec2:RunInstances'], Resource: values }])).toBeUndefined();
    expect(packed([{ Effect: 'Allow', Action: ['x'], Resource: ['*'], Condition: tags }])).toBeUndefined();
  });
});

describe('the template of 200 appliances', () => {
  const many = (more: (at: number) => object = () => ({})) => ({
    region: 'ap-northeast-1',
    appliances: Array.from({ length: 200 }, (_, at) =>
      applianceNamed(`an-appliance-with-a-name${at}`.slice(-24), at, more(at)),
    ),
  });

  test('leaves room for what the packager adds: functions, log groups, permissions, machines', () => {
    const { ids, Resources } = resourcesFrom(many());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length + 3 * FUNCTIONS.length + 10).toBeLessThanOrEqual(500);
    expect(length(Resources)).toBeLessThan(700_000);
  });

  test('has one alarm of the prober and one of the readiness, and a schedule of each appliance', () => {
    const { Resources } = resourcesFrom(many());
    const of = (type: string) => Object.entries(Resources).filter(([, { Type }]) => Type === type);
    expect(of('AWS::Scheduler::Schedule')).toHaveLength(200);
    expect(of('AWS::CloudWatch::Alarm').map(([id]) => id)).toEqual(
      expect.arrayContaining(['ProberSilentAlarm', 'NotReadyAlarm']),
    );
    expect(of('AWS::CloudWatch::Alarm').length).toBeLessThan(10);
    expect(of('AWS::Events::Rule').length).toBeLessThan(300);
    for (const [, { Properties }] of of('AWS::Rbin::Rule'))
      expect((Properties.ResourceTags as object[]).length).toBeLessThanOrEqual(50);
  });

  test('is refused with the number and the way out where it has more than 500 resources', () => {
    const Resources = Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`R${at}`, {}]));
    const asked = `console.log(require('./infra/template-limits.cjs').faultOf(${JSON.stringify({ Resources })}))`;
    expect(execFileSync(process.execPath, ['-e', asked], { encoding: 'utf8' })).toMatch(
      /has 501 resources, and CloudFormation takes 500; protect some of them under another stage/,
    );
  });

  test('is refused with the number and the way out where a role is too long', () => {
    const named = (at: number) => ({ subnets: Array.from({ length: 6 }, (_, zone) => hex('subnet', at * 6 + zone)) });
    const complaint = complaintsAbout(many((at) => ({ ...named(at), routeTables: [hex('rtb', at)] })));
    expect(complaint).toMatch(/200 appliances are too many for one deployment: the role of launch-\w+ needs more than/);
  });
});

const length = (value: object): number => JSON.stringify(value).length;
