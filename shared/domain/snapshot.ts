/** Everything relevant about one appliance, as read at one instant. Unknown is a value of its own, never a "no". */

export type InstanceState = 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

/** It is down, or about to be, and can be started again. */
export const isStopped = (state: string): boolean => state === 'stopped' || state === 'stopping';

/** Neither can be started again. */
export const hasEnded = ({ state }: { state: string }): boolean => state === 'shutting-down' || state === 'terminated';

export type Instance = {
  id: string;
  state: InstanceState;
  /** EC2's StateReason code, such as `Client.UserInitiatedShutdown` or `Server.InsufficientInstanceCapacity`. */
  stateReason?: string | undefined;
  /** When EC2 says that the last transition began, from StateTransitionReason; absent when it does not say. */
  stateSince?: string | undefined;
  /** When it was launched, or last started after a stop. */
  launchedAt?: string | undefined;
  zone: string;
  type: string;
  /** A Spot Instance, which no takeover launches. */
  spot?: true | undefined;
  imageId: string;
  /** Of the RunInstances call that launched it; EC2 keeps it unchanged. */
  clientToken?: string | undefined;
  /** The generation of the takeover that provably launched it; absent where that was not asked, or none did. */
  launchedBy?: number | undefined;
  /** Primary network interface first. */
  networkInterfaceIds: string[];
  tags: Record<string, string>;
};

/**
 * In a zone outage DescribeInstances fails for ids in the broken zone: `unreadable` never means `absent`. Where EC2 is only
 * asked too often, it is `throttled` as well, and says nothing about the zone. `code` is EC2's, and decides; `why` is for
 * operators.
 */
export type InstanceReading =
  | { reading: 'described'; instance: Instance }
  | { reading: 'absent' }
  | { reading: 'unreadable'; code?: string; why: string; throttled?: boolean };

export type Address = {
  allocationId: string;
  publicIp: string;
  associationId?: string | undefined;
  instanceId?: string | undefined;
  networkInterfaceId?: string | undefined;
  /** The interface that it is still on, and that is attached to nothing: then `networkInterfaceId` is absent. */
  freeInterfaceId?: string | undefined;
  /** From where it is announced: the Region, or a Local Zone or Wavelength Zone. */
  borderGroup?: string | undefined;
  tags: Record<string, string>;
};

export type RouteTarget =
  | { kind: 'absent' }
  /** `id` is the network interface; EC2 keeps it in the route when the instance stops, and calls it a blackhole. */
  | { kind: 'network-interface'; id: string; instanceId?: string | undefined; blackhole: boolean }
  | { kind: 'other'; id: string; blackhole: boolean };

/** `edge`: of the table of a gateway. */
export type Route = { routeTableId: string; destination: string; edge?: true | undefined; target: RouteTarget };

export type Subnet = {
  id: string;
  zone: string;
  freeAddresses: number;
  /** The account that owns it: another one than ours in a VPC that is shared with us. */
  ownerId?: string | undefined;
};

/**
 * What its tags make of an image, for one appliance of one stack (`images/standing.ts`). `unmarked`: by no rotation, with only
 * its Name or with our names; it counts as good until a rotation has succeeded. `foreign`: of another appliance or stack.
 * `unclear`: with a mark that we do not give, or with one and no owner.
 */
export type Standing = 'candidate' | 'good' | 'failed' | 'unmarked' | 'foreign' | 'unclear';

export type Image = {
  id: string;
  name: string;
  /** EC2's word: `pending`, `available`, `failed`, `disabled`, … */
  state: string;
  /** EC2's CreationDate: of a copy, when it was copied. */
  createdAt: string;
  /** When its content was taken (`content-time.ts`); undefined where nothing proves it. */
  takenAt?: string | undefined;
  /** The instance that CreateImage was called for, which EC2 records and no tag can change; a copied image has none. */
  sourceInstanceId?: string | undefined;
  /** Of a copy the image that was copied, also when that is gone; of others what their instance was launched from. */
  sourceImageId?: string | undefined;
  tags: Record<string, string>;
  /** Its tags name this appliance and this stack: a claim, and no proof. */
  ours: boolean;
  standing: Standing;
  /** By EC2's deregistration protection. */
  protected: boolean;
  devices: string[];
  /** Of those, the ones that are made from an EBS snapshot. */
  snapshotDevices?: string[] | undefined;
  /** Those whose volumes outlive their instance. */
  keptDevices?: string[] | undefined;
  ebsSnapshotIds: string[];
  /** What proves that a rotation of ours made it (`ledger.ts`); absent where it was not asked for. */
  provenance?: ImageProvenance | undefined;
  /** Of a new line that only its probe speaks for. */
  trial?: true | undefined;
  /** The first instance of the line that it was taken of, where the records say so and it was asked for. */
  line?: string | undefined;
};

/**
 * `listed` by a genuine record; `named` by a rotation at its time, and of an instance of the line; `recipe`: only its Name,
 * before the first rotation; `fixed` by the configuration; `unread`: the records could not be read, which is no verdict.
 */
export type ImageProvenance = 'listed' | 'named' | 'recipe' | 'fixed' | 'none' | 'unread';

export type Snapshot = {
  /** ISO 8601, UTC, as every instant in this project. */
  takenAt: string;
  address: Address;
  /** One entry for each configured route table and destination, in the configuration's order. */
  routes: Route[];
  /** By id: the holder of the address, the recorded active instance, and the others that the caller asked for. */
  instances: Record<string, InstanceReading>;
};

export const TAG = {
  owner: 'failover:owner',
  activeInstance: 'failover:active-instance',
  generation: 'failover:generation',
  pausedUntil: 'failover:paused-until',
  /** Of the address, for operators: why it was paused. The commands that pause and resume write and remove it. */
  pausedBecause: 'failover:paused-because',
  /** Of the address: zones that an evacuation leaves, and until when they are tried last. */
  avoidZones: 'failover:avoid-zones',
  /** Of the address: a copy of what the alarm of the probe says of its probation (`probation.ts`). */
  probe: 'failover:probe',
  /** Of the address: since when the sweep itself finds the appliance silent while EC2 says nothing about it. */
  silentSince: 'failover:silent-since',
  /** Of the address: a rotation reboots the appliance, and until then its silence is excused (`reboot.ts`). */
  rebootingUntil: 'failover:rebooting-until',
  /** Of the address: what operators were notified of and is still so (`news.ts`). */
  sent: 'failover:told',
  /** Of the address: since when rotation has been held, night after night. */
  rotationHeld: 'failover:rotation-held',
  /** Of an image: the instance that it was taken of, and what its proof has shown. */
  createdFrom: 'failover:created-from',
  launchSeconds: 'failover:launch-seconds',
  bootedSeconds: 'failover:booted-seconds',
  /** Of an image: seconds from the start of its stopped standby until it answered. */
  startedSeconds: 'failover:started-seconds',
  initializationRate: 'failover:initialization-rate',
  provenAt: 'failover:proven-at',
  /** Of an image: what its proof was asked, as one word, and when it answered (`service-proof.ts`). */
  serviceAnswered: 'failover:service-answered',
  /** Of an EBS snapshot: since when a rotation finds that its image is gone. */
  orphanedSince: 'failover:orphaned-since',
  /** Of a proof: the image that it was launched from. */
  imageUnderProof: 'failover:image-under-proof',
  /** Of what an execution of ours launched, made or retired: its ARN. A pointer to the proof, and no proof itself (`provenance.ts`). */
  by: 'failover:by',
  /** Of the address: the instance that is kept as its standby. It only says where to look. */
  standby: 'failover:standby',
  /** Of an instance: the rotation execution in which a person vouched for it. Also only a pointer. */
  vouched: 'failover:vouched',
  appliance: 'failover:appliance',
  role: 'failover:role',
  image: 'failover:image',
} as const;

/** `ahead`: launched before the decision, and used by no takeover yet. */
export type Role = 'active' | 'replacement' | 'retired' | 'proof' | 'standby' | 'ahead';
