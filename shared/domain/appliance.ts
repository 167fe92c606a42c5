/** What is protected, as `appliances.yml` says it once its defaults are filled in. */

export type ProfileName = 'sophos-utm' | 'sophos-firewall' | 'openvpn-as' | 'generic';

export type Probe = {
  protocol: 'tcp' | 'tls' | 'https';
  port: number;
  /** Asked instead of the floating address when given. */
  host?: string | undefined;
  path: string;
  /** https: the status that counts as an answer; without it, any below 500. */
  status?: number | undefined;
  /** https: what the body has to contain. */
  text?: string | undefined;
  /** Subnets of its VPC from which the service of a proof is asked; without them, the service is not asked. */
  subnets?: string[] | undefined;
  intervalSeconds: number;
  failures: number;
  timeoutSeconds: number;
};

/** How many good images stay: the newest, and the newest of each of the last days, ISO weeks and months that have one. */
export type Keep = { last: number; daily: number; weekly: number; monthly: number };

export type Rotation = {
  schedule: string;
  timezone: string;
  keep: Keep;
  /** Images older than this are pruned, regardless of `keep`; what a takeover may need stays. */
  maxAgeDays?: number | undefined;
  /** For how many days beyond `keep` and `maxAgeDays` the newest good image of each earlier instance stays. */
  lineDays: number;
  /** For how many days the Recycle Bin gives a pruned image back. */
  recycleBin?: number | undefined;
  reboot: boolean;
  prove: 'never' | 'weekly' | 'always';
};

/** Which networks of which route tables lead to the appliance, at which of its network interfaces. */
export type RouteRule = {
  /** A Name tag, or route table ids. */
  tables: string | string[];
  /** IPv4 and IPv6 networks, and ids of prefix lists. */
  to: string[];
  /** EC2's index of the network interface. An appliance has one as yet. */
  device: 0;
  /** Of the internet gateway or of a virtual private gateway: written after the address, which EC2 may ask for. */
  edge?: true | undefined;
};

/** How a replacement is kept ready besides the images: not at all, or as an instance that its proof has left behind. */
export type Standby = {
  tier: 'cold' | 'stopped' | 'running';
  /** `closed`: in the security group of the proofs until a takeover opens it. */
  network: 'closed' | 'open';
  /** An older image makes the standby stale. */
  maxAgeHours: number;
  /** For so long after the move a standby may stay silent; then the takeover launches in its place. */
  answerSeconds: number;
  /** Of the standby, where it is another one than the appliance's. */
  instanceType?: string | undefined;
};

export type Appliance = {
  name: string;
  profile: ProfileName;
  /** A public IPv4 address, or an allocation id (`eipalloc-…`). */
  floatingIp: string;
  /** A Name tag, or a VPC id. */
  vpc: string;
  /** A Name tag that one subnet per zone carries, or subnet ids. */
  subnets: string | string[];
  /** A Name tag, or route table ids. */
  routeTables: string | string[];
  /** The Name tag or id of the instance that holds the address on the day of adoption. */
  instance: string;
  /** The Name tag that every image of this appliance carries, or one image id. */
  image: string;
  /** Whether images that carry only that Name tag, and none of ours, count until a rotation has succeeded. */
  recipeImages: boolean;
  /** Names (tag or group name) or ids; when absent, those of the live instance. */
  securityGroups?: string | string[] | undefined;
  vpnCidrs: string[];
  /** In the place of `routeTables` and `vpnCidrs`, which then are empty. */
  routes?: RouteRule[] | undefined;
  mode: 'auto' | 'observe';
  fencing: 'stop-last' | 'stop-first';
  /** Instance types to try after the live one, in this order. */
  instanceTypes: string[];
  /** Tried before every other zone, as `ap-northeast-1a`. */
  homeZone?: string | undefined;
  probe: Probe;
  /** How long an unanswered probe is excused while EC2 says that the instance runs unimpaired. */
  rebootGraceSeconds: number;
  /** How long a replacement may take until its service answers. */
  bootLimitSeconds: number;
  /** Whether a replacement is launched at the second failed probe, before the decision. */
  earlyLaunch: 'on' | 'off';
  cooldownMinutes: number;
  userData: 'none' | 'copy';
  /** The role of the instance profile that a launch passes on, when there is one. */
  instanceRole?: string | undefined;
  /** Customer managed keys that encrypt the images' EBS snapshots. */
  kmsKeys: string[];
  /** Further addresses of the appliance that a takeover may leave behind. */
  ignoreAddresses: string[];
  /** Added to what a replacement takes over from the live instance, or in place of it. */
  tags: Record<string, string>;
  /** MiB/s at which EBS reads the volumes of a launch from their snapshots; absent leaves it to EBS. */
  volumeInitialization?: number | undefined;
  rotation: Rotation;
  standby: Standby;
  notify: string[];
};

/** What concerns the deployment as a whole. */
type StackOptions = {
  /** The ARN of a policy that bounds every role of the deployment. */
  permissionsBoundary?: string | undefined;
  /** The KMS key that encrypts the topic of the notifications. */
  notificationsKey?: string | undefined;
  /** Executions of Lambda kept for each of `sweep` and `probe-appliance`. */
  reservedConcurrency?: number | undefined;
  /** One in CloudWatch, of the whole deployment; absent is off. */
  dashboard?: 'on' | 'off' | undefined;
  /** Hosts that are asked beside an appliance that does not answer, in place of the Region's endpoints. */
  references?: string[] | undefined;
};

export type Configuration = { region?: string | undefined; appliances: Appliance[] } & StackOptions;

/**
 * A small deployment has roles that name every appliance, and alarms of each. With more appliances neither IAM nor
 * CloudFormation has room for that, and they are those of the deployment (docs/concepts/limits.md).
 */
export const isMany = ({ appliances }: Pick<Configuration, 'appliances'>): boolean => appliances.length > 10;

export function findAppliance(configuration: Configuration, name: string): Appliance | undefined {
  return configuration.appliances.find((appliance) => appliance.name === name);
}
