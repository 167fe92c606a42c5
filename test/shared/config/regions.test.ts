/** Which Regions there are, as the SDK in use knows them. */
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { REGIONS, regionFault } from '../../../shared/config/regions.ts';

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
  expect(regionFault(region)).toBe(
    `"${region}" is not a region that is known here; write one such as ${guess}, or, if it is new, remove the line and set AWS_REGION`,
  ),
);
