/** Which Regions there are, as the SDK in use knows them. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { referenceHostsOf } from '../../../shared/aws/endpoints.ts';
import { REGIONS, regionFault, unknownOf, unpackagedFault } from '../../../shared/config/regions.ts';
import { partitionOf, serviceNamesOf } from '../../../shared/domain/partition.ts';

const PARTITIONS = 'node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js';

test('every Region of the SDK is known, and no other', async () => {
  const { partitionsInfo } = await import(pathToFileURL(PARTITIONS).href);
  const known = partitionsInfo.partitions.flatMap(({ regions }: { regions: object }) => Object.keys(regions));
  const places = known.filter((region: string) => !region.endsWith('-global'));
  expect(REGIONS.toSorted()).toEqual(places.toSorted());
});

test.each(['ap-northeast-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'])('%s is taken', (region) =>
  expect(regionFault(region)).toBeUndefined(),
);

test.each([
  ['ap-northeast-9', 'ap-northeast-1'],
  ['us-est-1', 'us-east-1'],
  ['tokyo', 'ap-northeast-1'],
  ['aws-global', 'ap-northeast-1'],
])('%s is refused, with a guess and a way out', (region, guess) =>
  expect(regionFault(region)).toBe(`"${region}" is not a region that this release knows; write one such as ${guess}`),
);

type Known = { outputs: { name: string; dnsSuffix: string }; regions: object };

test.each(REGIONS)('%s has the partition and the domain of the SDK, and its three references', async (region) => {
  const { partitionsInfo } = await import(pathToFileURL(PARTITIONS).href);
  const known = partitionsInfo.partitions.find(({ regions }: Known) => region in regions) as Known | undefined;
  const { name, dnsSuffix } = known?.outputs ?? {};
  expect(partitionOf(region)).toEqual({ name, dnsSuffix });
  expect(referenceHostsOf(region)).toEqual(['ec2', 'sts', 'dynamodb'].map((each) => `${each}.${region}.${dnsSuffix}`));
});

test('a Region newer than the SDK has the endpoints of a commercial one', () => {
  expect(partitionOf('ap-northeast-9')).toEqual({ name: 'aws', dnsSuffix: 'amazonaws.com' });
  expect(referenceHostsOf('ap-northeast-9')).toEqual(
    ['ec2', 'sts', 'dynamodb'].map((service) => `${service}.ap-northeast-9.amazonaws.com`),
  );
});

test.each([
  ['us-gov-west-1', ['ec2.amazonaws.com']],
  ['cn-north-1', ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn']],
  ['eusc-de-east-1', ['ec2.amazonaws.com', 'ec2.amazonaws.eu']],
  [undefined, ['ec2.amazonaws.com']],
])('IAM knows EC2 in %s as %j', (region, names) => expect(serviceNamesOf('ec2', region)).toEqual(names));

test.each(['me-west-1', 'sa-west-1'])('%s, in which no service is known, is refused with the reason', (region) =>
  expect(regionFault(region)).toBe(
    `"${region}" has no Lambda, Step Functions or EventBridge Scheduler that this release knows of, and no failover runs without them; choose another region`,
  ),
);

test('what is not known of a Region is said of the isolated ones', () => {
  const unknown = REGIONS.filter((region) => unknownOf(region) !== undefined);
  expect(unknown.every((region) => region.includes('-iso'))).toBe(true);
  expect(unknown).toHaveLength(7);
});

test('a Region is refused at packaging exactly where the packager does not know it', () => {
  const provider = readFileSync('node_modules/serverless/lib/plugins/aws/provider.js', 'utf8');
  const [, written = ''] = /region: \{\s+enum: \[([^\]]+)\]/.exec(provider) ?? [];
  const known = [...written.matchAll(/'([^']+)'/g)].map(([, name]) => name ?? '');
  expect(known).toContain('us-east-1');
  expect(REGIONS.filter((region) => unpackagedFault(region) === undefined).toSorted()).toEqual(known.toSorted());
});

test.each([
  [
    'eusc-de-east-1',
    /^"eusc-de-east-1" is not accepted by the packager \(osls\) of this release; choose another region/,
  ],
  ['ap-northeast-9', /^"ap-northeast-9" is not a region that this release knows; write one such as ap-northeast-1$/],
  ['me-west-1', /^"me-west-1" has no Lambda/],
])('packaging for %s is refused with the way out', (region, sentence) =>
  expect(unpackagedFault(region)).toMatch(sentence),
);
