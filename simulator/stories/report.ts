/** The result of one scenario: the facts that the terminal draws and that `--json` prints. */

import type { ProfileName } from '../../shared/domain/appliance.ts';

export type InstanceFacts = {
  id: string;
  name: string;
  state: string;
  zone: string;
  type: string;
  image: string;
  sourceDestCheck: boolean;
};

export type RouteFacts = {
  routeTableId: string;
  routeTable: string;
  destination: string;
  /** The instance behind the target, or the target itself when it is no network interface. */
  target: string;
};

export type TrafficFacts = {
  address: { publicIp: string; allocationId: string; instanceId?: string | undefined };
  routes: RouteFacts[];
  /** Other routes to network interfaces in the same tables, which are no business of ours. */
  beside: RouteFacts[];
  instances: InstanceFacts[];
  answers: boolean;
};

export const PHASES = ['detect', 'decide', 'launch', 'move', 'boot', 'verify'] as const;
export type PhaseName = (typeof PHASES)[number];

/** One after the other, without gaps: the first begins with the failure. */
export type Phase = { name: PhaseName; fromSeconds: number; toSeconds: number };

export type Outage = {
  /** From the failure until the appliance answers at its address again; absent when it never did. */
  seconds?: number | undefined;
  phases: Phase[];
};

export type LineKind = 'trouble' | 'event' | 'step' | 'change' | 'failed' | 'end';

/** One line of the timeline, in virtual seconds since the story began. */
export type Line = { seconds: number; kind: LineKind; who: string; what: string };

export type Expectation = { what: string; met: boolean; found: string };

export type ExecutionFacts = {
  /** Started by a stranger. */
  forged?: true;
  name: string;
  machine: string;
  status: string;
  states: string[];
  startedSeconds: number;
  endedSeconds?: number | undefined;
  output?: unknown;
  error?: string | undefined;
  cause?: unknown;
};

/** What people were sent. */
export type Message = { seconds: number; kind: string; subject: string };

export type Report = {
  simulated: true;
  assumptions: string;
  scenario: string;
  title: string;
  seed: number;
  region: string;
  appliance: string;
  profile: ProfileName;
  /** How long an image boots until its service answers: drawn between these. Assumed. */
  bootSeconds: [number, number];
  /** The virtual instant of second 0. */
  startedAt: string;
  outcome: string;
  because: string;
  timeline: Line[];
  traffic: { before: TrafficFacts; after: TrafficFacts };
  outage: Outage;
  executions: ExecutionFacts[];
  told: Message[];
  expectations: Expectation[];
  violations: string[];
};
