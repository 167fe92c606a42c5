/** DescribeInstanceTypeOfferings by zone: every type that the SDK knows, in every zone with a subnet, but for faults. */
import {
  _InstanceType,
  type DescribeInstanceTypeOfferingsRequest,
  type DescribeInstanceTypeOfferingsResult,
} from '@aws-sdk/client-ec2';
import { NotSimulatedError, onlyKnows } from '../aws-error.ts';
import { allTrue } from '../consistency.ts';
import { applyFilters, type Filterable, type Tags } from '../filters.ts';
import type { World } from '../world.ts';
import { isOffered } from './conditions.ts';
import { paginate } from './paging.ts';

type Offering = { type: _InstanceType; zone: string; tags: Tags };

const FILTERS: Filterable<Offering> = {
  'instance-type': ({ type }) => type,
  location: ({ zone }) => zone,
};

const TYPES = Object.values(_InstanceType);

const KNOWN = ['LocationType', 'Filters', 'MaxResults', 'NextToken', 'DryRun'];

export function describeInstanceTypeOfferings(
  world: World,
  input: DescribeInstanceTypeOfferingsRequest,
): DescribeInstanceTypeOfferingsResult {
  onlyKnows(input, { what: 'DescribeInstanceTypeOfferings parameter', known: KNOWN });
  const { LocationType = 'region' } = input;
  if (LocationType !== 'availability-zone') {
    throw new NotSimulatedError(`the simulator knows offerings by availability-zone, not by ${LocationType}`);
  }
  const zones = [...new Set(allTrue(world.ec2.subnets).map(({ zone }) => zone))];
  const offered = zones.flatMap((zone) =>
    TYPES.filter((type) => isOffered(world, { zone, type })).map((type) => ({ type, zone, tags: {} })),
  );
  const found = applyFilters(offered, { filters: input.Filters, known: FILTERS });
  const { items, NextToken } = paginate(world, found, { request: input, rules: {} });
  const InstanceTypeOfferings = items.map(({ type, zone }) => ({
    InstanceType: type,
    LocationType,
    Location: zone,
  }));
  return { InstanceTypeOfferings, NextToken };
}
