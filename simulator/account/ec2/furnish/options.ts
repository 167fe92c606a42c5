/** How a company may have set its appliance up, as far as stories need it to differ. */
import type { InstanceStateName } from '@aws-sdk/client-ec2';
import type { Tags } from '../../filters.ts';
import type { Merged } from '../launch-parameters.ts';

type Twin = 'vpc' | 'instance' | 'security-group';

export type BuildOptions = {
  /** Letters of the Region's zones with a subnet, the active one first. One letter means: nowhere to go. */
  zones: string[];
  /** Of those the ones whose subnet has IPv6 only. */
  ipv6Zones: string[];
  routeTables: number;
  /** Of the account, by id: how many entries each may have. */
  prefixLists: Record<string, number>;
  /** The first route of the first table leads to an instance of another owner. */
  foreignRoute: boolean;
  /** One image for each, newest first; the instance runs from the oldest. */
  imageAgesHours: number[];
  /** More tags on the images than the Name that the recipe gives them. */
  imageTags: Tags;
  /** `none`: copied or registered images, of which EC2 reports no source instance. */
  imageSource: 'active' | 'none';
  addressTags: Tags;
  instanceTags: Tags;
  /** The address is not associated, although the instance runs. */
  unattached: boolean;
  /** Resources of which there is a second one under the same Name. */
  twins: Twin[];
  instanceState: Extract<InstanceStateName, 'running' | 'stopped' | 'terminated'>;
  instanceType: string;
  /** Name of its instance profile; without, it has none. */
  instanceProfile?: string | undefined;
  runningHours: number;
  sourceDestCheck: boolean;
  /** Its network interface stays when the instance is terminated. */
  interfaceOutlives: boolean;
  /** It is a Spot Instance of a one-time request. */
  spot: boolean;
  /** What the launch of the live instance said besides. */
  launched: Partial<Merged>;
};

export const DEFAULT_BUILD: BuildOptions = {
  zones: ['a', 'c', 'd'],
  ipv6Zones: [],
  routeTables: 2,
  prefixLists: {},
  foreignRoute: false,
  imageAgesHours: [6, 30, 54],
  imageTags: {},
  imageSource: 'active',
  addressTags: {},
  instanceTags: {},
  unattached: false,
  twins: [],
  instanceState: 'running',
  instanceType: 'm5.large',
  runningHours: 720,
  sourceDestCheck: false,
  interfaceOutlives: false,
  spot: false,
  launched: {},
};

export type NetworkIds = {
  vpcId: string;
  /** In the order of the zones. */
  subnetIds: string[];
  routeTableIds: string[];
  securityGroupIds: string[];
};
export type ApplianceIds = NetworkIds & {
  /** Newest first. */
  imageIds: string[];
  activeImageId: string;
  instanceId: string;
  networkInterfaceId: string;
  allocationId: string;
};
