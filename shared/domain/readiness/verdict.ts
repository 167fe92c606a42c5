/** Would a failover succeed if it began now? One answer of many checks, each with a sentence that says what to do. */
import type { Appliance } from '../appliance.ts';
import type { SeenAlarms } from '../decision/witnesses.ts';
import type { ProbePoint } from '../probing/probe-metric.ts';
import type { Address, Image, Route, Subnet } from '../snapshot.ts';
import type { CheckedFunction, DryRun } from '../takeover/dry-run.ts';
import type { Misfit } from '../takeover/fitness.ts';
import type { ReferenceFacts, RouteRoom, StandbyFacts, TableFacts } from './facts.ts';
import type { ScheduledEvent } from './maintenance.ts';
import type { Subscription } from './reach.ts';

export const READINESS_CHECKS = [
  'address',
  'adopted',
  'paused',
  'image-exists',
  'image-age',
  'proof-age',
  'marketplace',
  'subnet',
  'type-offered',
  'vcpu-quota',
  'launch-template',
  'standby',
  'maintenance',
  'routes',
  'vpn-cidr',
  'route-quota',
  'edge',
  'alarms',
  'probe',
  'references',
  'permissions',
  'subscribers',
  'concurrency',
] as const;

export type ReadinessCheck = (typeof READINESS_CHECKS)[number];

/** `unknown` is neither: it could not be asked just now. `not-testable`: nothing but a real launch would show it. */
export type Readiness = 'ready' | 'not-ready' | 'unknown' | 'not-testable';

export type Judgement = { verdict: Readiness; sentence: string };

export type Check = Judgement & { check: ReadinessCheck };

/** What was asked for: read, definitely not there, or not readable now, which says nothing. */
export type Found<Answer> =
  | { found: 'read'; answer: Answer }
  | { found: 'missing'; why: string }
  | { found: 'unread'; why: string };

/** The instance that holds the address. `reasons` are those for which it could not be adopted. */
export type ActiveFacts = {
  instanceId: string;
  zone: string;
  type: string;
  networkInterfaceId: string | undefined;
  /** Whether its source/destination check is off; undefined where EC2 does not say. */
  forwards: boolean | undefined;
  name: string | undefined;
  productCodes: string[];
  reasons: string[];
};

export type Offering = { type: string; zone: string };

/** Of the standard families, in vCPUs: how many may run, how many do, and how many a replacement needs. */
export type VcpuQuota = { limit: number; used: number; wanted: number };

/** How many functions of the account may run at once, and how many appliances this deployment protects. */
type Concurrency = { limit: number; appliances: number };

export type TriedFunction = { name: CheckedFunction; tried: Found<DryRun[]> };

export type Facts = {
  appliance: Appliance;
  /** Our own name on the tags. */
  owner: string;
  now: string;
  address: Found<Address>;
  active: Found<ActiveFacts>;
  /** The good ones, newest first. */
  images: Found<Image[]>;
  /** One for each zone. */
  subnets: Found<Subnet[]>;
  /** All of the VPC, configured or not. */
  vpcSubnets: Found<{ id: string; cidr: string }[]>;
  offerings: Found<Offering[]>;
  /** Which of the types cannot be launched from the newest good image, and why. */
  misfits: Found<Misfit[]>;
  vcpus: Found<VcpuQuota>;
  /** The instance that the address names; undefined where there is none. */
  standby: Found<StandbyFacts | undefined>;
  /** In what the launch template differs from the live instance. */
  drift: Found<string[]>;
  /** What EC2 has announced for the live instance. */
  events: Found<ScheduledEvent[]>;
  /** What of the live instance no launch in another zone can have. */
  notCarried: string[];
  routes: Found<Route[]>;
  /** The configured route tables. */
  tables: Found<TableFacts[]>;
  /** Absent where every route is there, and none leads to a prefix list. */
  room?: Found<RouteRoom> | undefined;
  /** The address blocks of the VPC; read where a route is in the table of a gateway. */
  vpcCidrs: Found<string[]>;
  alarms: Found<SeenAlarms>;
  /** The prober's last word of late; undefined when it has said nothing. */
  lastProbe: Found<ProbePoint | undefined>;
  dryRuns: TriedFunction[];
  /** Of the topic of the operators. */
  subscriptions: Found<Subscription[]>;
  topicArn: string;
  concurrency: Found<Concurrency>;
  references: Found<ReferenceFacts>;
};

export const ready = (sentence: string): Judgement => ({ verdict: 'ready', sentence });
export const notReady = (sentence: string): Judgement => ({ verdict: 'not-ready', sentence });
export const unknown = (sentence: string): Judgement => ({ verdict: 'unknown', sentence });
export const notTestable = (sentence: string): Judgement => ({ verdict: 'not-testable', sentence });

/** What is definitely missing is red, and `fix` says what to do about it where the finding itself does not. */
export function judgeFound<Answer>(
  found: Found<Answer>,
  judge: (answer: Answer) => Judgement,
  fix?: string,
): Judgement {
  if (found.found === 'missing') return notReady(fix === undefined ? found.why : `${found.why}; ${fix}`);
  return judgeKnown(found, judge);
}

/** For a check that another one's finding leaves nothing to judge: that other one is red already. */
export function judgeKnown<Answer>(found: Found<Answer>, judge: (answer: Answer) => Judgement): Judgement {
  return found.found === 'read' ? judge(found.answer) : unknown(found.why);
}

/** One red check is enough for no, and only when none is unknown may anybody rely on yes. */
export type Answer = Exclude<Readiness, 'not-testable'>;

export function answerOf(checks: Check[]): Answer {
  const has = (wanted: Answer): boolean => checks.some(({ verdict }) => verdict === wanted);
  if (has('not-ready')) return 'not-ready';
  return has('unknown') ? 'unknown' : 'ready';
}

export type ApplianceReadiness = {
  appliance: string;
  answer: Answer;
  checks: Check[];
  /** Each call of each changing function, tried with DryRun. */
  dryRuns: { name: CheckedFunction; check: DryRun[] }[];
  imageAgeHours?: number | undefined;
};
