/** Everything that EC2 knows in the simulated account. Resources are immutable values in tables; see consistency.ts. */

import type {
  InstanceStateName,
  IpPermission,
  LaunchTemplateInstanceMetadataOptionsRequest,
  RequestLaunchTemplateData,
  RunInstancesRequest,
} from '@aws-sdk/client-ec2';
import { BOOT_SECONDS_DEFAULT, LIFE_CYCLE_MS } from '../../durations.ts';
import type { Range } from '../../random.ts';
import type { Tags } from '../filters.ts';
import type { Consistency, Table } from '../table.ts';
import { createKeyPairs, type KeyPairs } from './key-pair-table.ts';
import type { PrefixListRecord, RouteTableRecord } from './route-records.ts';
import type { ScheduledEvent } from './scheduled-event.ts';

type Resource = { id: string; tags: Tags };

/** The caller whose request made it; absent for what was there before. Ground truth for checks, shown by no read. */
type Made = { madeBy?: string | undefined };

export type VpcRecord = Resource & { cidr: string };
export type SubnetRecord = Resource & {
  vpcId: string;
  zone: string;
  cidr: string;
  freeAddresses: number;
  /** Of a shared VPC; without, the simulated account. */
  ownerId?: string;
  /** It has IPv6 addresses only, so what is launched there has no private IPv4 address. */
  ipv6Only?: boolean | undefined;
};
/** The rules of a group that was there before the story are unknown: nothing is shown of them. */
export type SecurityGroupRecord = Resource & {
  vpcId: string;
  name: string;
  description?: string | undefined;
  egress?: IpPermission[] | undefined;
  ingress?: IpPermission[] | undefined;
};
export type MappingRecord = {
  device: string;
  ebsSnapshotId?: string | undefined;
  sizeGiB: number;
  volumeType: string;
  deleteOnTermination: boolean;
  /** MiB/s. */
  initializationRate?: number | undefined;
};
export type ImageRecord = Resource &
  Made & {
    name: string;
    ownerId: string;
    state: 'pending' | 'available' | 'failed' | 'disabled' | 'deregistered';
    stateReason?: { code: string; message: string } | undefined;
    createdAtMs: number;
    /** When its content was taken, where that is not when the image was created: of a copy. EC2 does not report it. */
    contentAtMs?: number | undefined;
    /** Absent for an image whose instance is not known. */
    sourceInstanceId?: string | undefined;
    /** Of a copy the image that was copied; of what CreateImage made, the image that its instance was launched from. */
    sourceImageId?: string | undefined;
    sourceImageRegion?: string | undefined;
    description?: string | undefined;
    mappings: MappingRecord[];
    /** Absent: with ENA, x86_64, and no boot mode of its own. */
    enaSupport?: boolean | undefined;
    architecture?: 'x86_64' | 'arm64' | undefined;
    bootMode?: 'legacy-bios' | 'uefi' | 'uefi-preferred' | undefined;
  };
export type EbsSnapshotRecord = Resource &
  Made & {
    createdAtMs: number;
    state: 'pending' | 'completed' | 'error';
    sizeGiB: number;
    volumeId: string;
    description: string;
  };
export type VolumeRecord = Resource &
  MappingRecord & { zone: string; instanceId?: string | undefined; createdAtMs: number };

export type NetworkInterfaceRecord = Resource & {
  subnetId: string;
  vpcId: string;
  zone: string;
  privateIp: string;
  groupIds: string[];
  sourceDestCheck: boolean;
  instanceId?: string | undefined;
  /** Its `DeleteOnTermination` is false: it stays when its instance is terminated, with the address on it. */
  outlives?: boolean | undefined;
};
export type AddressRecord = Resource & {
  publicIp: string;
  associationId?: string | undefined;
  networkInterfaceId?: string | undefined;
};

export type LaunchAttributes = Pick<
  RunInstancesRequest,
  'Placement' | 'CapacityReservationSpecification' | 'PrivateDnsNameOptions' | 'CreditSpecification'
>;

export type InstanceRecord = Resource &
  Made & {
    state: InstanceStateName;
    stateReason?: { code: string; message: string } | undefined;
    transitionReason: string;
    launchedAtMs: number;
    type: string;
    /** Of a one-time Spot request. */
    spot?: true | undefined;
    imageId: string;
    subnetId: string;
    vpcId: string;
    zone: string;
    networkInterfaceIds: string[];
    volumeIds: string[];
    keyName?: string | undefined;
    instanceProfile?: { arn: string; id: string } | undefined;
    metadata: LaunchTemplateInstanceMetadataOptionsRequest;
    userData?: string | undefined;
    ebsOptimized: boolean;
    autoRecovery: 'default' | 'disabled';
    monitoring: boolean;
    /** As the launch said them. */
    attributes: LaunchAttributes;
    /** Of a Marketplace image. */
    productCodes?: string[] | undefined;
    disableApiStop: boolean;
    disableApiTermination: boolean;
    /** What a shutdown from inside comes to. */
    shutdownBehavior: 'stop' | 'terminate';
    clientToken: string;
    reservationId: string;
  };

export type LaunchTemplateVersionRecord = {
  number: number;
  description?: string | undefined;
  createdAtMs: number;
  /** The ARN of the calling principal. */
  createdBy: string;
  data: RequestLaunchTemplateData;
};
export type LaunchTemplateRecord = Resource & {
  name: string;
  createdAtMs: number;
  createdBy: string;
  defaultVersion: number;
  versions: LaunchTemplateVersionRecord[];
};

/** What is really going on behind an instance, which EC2 learns late or never. Not subject to read lag. */
export type Machine = {
  /** Grows with every transition, so that a scheduled one that has been overtaken does nothing. */
  epoch: number;
  osAlive: boolean;
  hostAlive: boolean;
  /** Whether its volumes take and give what is written and read. */
  volumesAlive: boolean;
  /** When it was running last; before the story for what was there then. */
  runningFromMs: number;
  /** When the service starts to answer; Infinity while nothing is booting. */
  answersFromMs: number;
  /** The next verdicts of the status checks. */
  checksPassFromMs: number;
  impairedFromMs: number;
};

/** What an image has copied from its instance without EC2 knowing: a dead OS never boots, a silent service never answers. */
export type ImageFlaw = 'dead' | 'silent';

export type Ec2Settings = {
  /** Page length of paginated reads whose caller names none. Small, so that ignoring NextToken is noticed. */
  pageSize: number;
  bootSeconds: Range;
  warmBootShare: number;
  /** From an accepted launch to `running`. */
  pendingMs: Range;
  consistency: Consistency;
  /** Multiplies every API latency. */
  latencyFactor: number;
  /** The token buckets of aws-facts 3.1. */
  throttling: boolean;
};

export type Ec2State = {
  settings: Ec2Settings;
  vpcs: Table<VpcRecord>;
  subnets: Table<SubnetRecord>;
  securityGroups: Table<SecurityGroupRecord>;
  routeTables: Table<RouteTableRecord>;
  prefixLists: Table<PrefixListRecord>;
  images: Table<ImageRecord>;
  ebsSnapshots: Table<EbsSnapshotRecord>;
  volumes: Table<VolumeRecord>;
  networkInterfaces: Table<NetworkInterfaceRecord>;
  addresses: Table<AddressRecord>;
  instances: Table<InstanceRecord>;
  launchTemplates: Table<LaunchTemplateRecord>;
  keyPairs: KeyPairs;
  machines: Map<string, Machine>;
  imageFlaws: Map<string, ImageFlaw>;
  /** By instance id. */
  scheduledEvents: Map<string, ScheduledEvent[]>;
  /** Images, EBS snapshots and instances that EC2 does not list any more, as they were last. */
  gone: Map<string, Resource>;
  /** Client tokens of launches, by scope and token. */
  launches: Map<string, { parameters: string; instanceIds: string[] }>;
  buckets: Map<string, { tokens: number; atMs: number }>;
};

const SETTINGS: Ec2Settings = {
  pageSize: 5,
  ...{ bootSeconds: BOOT_SECONDS_DEFAULT, warmBootShare: 1 },
  pendingMs: LIFE_CYCLE_MS.pendingToRunning,
  consistency: { lagFactor: 1, flickers: false },
  latencyFactor: 1,
  throttling: true,
};

export function createEc2State(settings: Partial<Ec2Settings> = {}): Ec2State {
  return {
    settings: { ...SETTINGS, ...settings },
    vpcs: new Map(),
    subnets: new Map(),
    securityGroups: new Map(),
    routeTables: new Map(),
    prefixLists: new Map(),
    images: new Map(),
    ebsSnapshots: new Map(),
    volumes: new Map(),
    networkInterfaces: new Map(),
    addresses: new Map(),
    instances: new Map(),
    launchTemplates: new Map(),
    keyPairs: createKeyPairs(),
    machines: new Map(),
    imageFlaws: new Map(),
    scheduledEvents: new Map(),
    gone: new Map(),
    launches: new Map(),
    buckets: new Map(),
  };
}
