/** What the command line was asked to do, once it is understood. */
import type { Format } from '../report/render.ts';
import type { End } from './pause-end.ts';
import type { Simulated } from './simulated-option.ts';

type Move<Mode> = { command: Mode; appliance: string; reason: string; force: boolean; yes: boolean };

export type Command =
  | { command: 'status'; appliance: string | undefined }
  | {
      command: 'plan';
      appliance: string;
      mode: 'failover' | 'switchover';
      shell: boolean;
      output: string | undefined;
      reason: string;
    }
  | { command: 'rehearse'; appliance: string; reason: string }
  | Move<'switchover'>
  | Move<'failover'>
  | { command: 'follow'; appliance: string; execution: string | undefined }
  | {
      command: 'report';
      /** Whose newest takeover is meant. */
      appliance: string | undefined;
      execution: string | undefined;
      format: Format | undefined;
      output: string | undefined;
    }
  | { command: 'history'; appliance: string | undefined; sinceSeconds: number }
  | { command: 'images'; appliance: string; all: boolean }
  | { command: 'readiness'; appliance: string | undefined; appliances: string[] }
  /** Without an appliance: all of them. */
  | { command: 'pause'; appliance: string | undefined; end: End; because: string | undefined }
  | { command: 'resume'; appliance: string | undefined }
  | { command: 'rotate'; appliance: string; prove: boolean; now: boolean; reason: string }
  | { command: 'vouch'; appliance: string; instance: string; reason: string }
  | { command: 'ownership'; appliance: string; take: boolean }
  | { command: 'abort'; appliance: string; reason: string }
  | {
      command: 'drill';
      appliance: string;
      /** A switchover, and otherwise a proof of an image apart from the network. */
      live: boolean;
      reason: string;
      format: Format | undefined;
      output: string | undefined;
    }
  | {
      command: 'evacuate';
      appliance: undefined;
      zone: string;
      /** Changes nothing. */
      plan: boolean;
      /** The zone may be used again. */
      end: boolean;
      atOnce: number;
      /** Names of appliances. */
      first: string[];
      reason: string;
      yes: boolean;
    }
  | { command: 'config'; appliance: undefined; what: 'check' | 'show'; deployed: boolean }
  | { command: 'cost'; appliance: undefined; boot: number | undefined }
  | { command: 'remove'; appliance: undefined; yes: boolean };

/** Where the deployment is, with whose credentials it is asked, and how the answer is written. */
export type Common = {
  stage: string;
  region: string | undefined;
  profile: string | undefined;
  appliances: string | undefined;
  json: boolean;
  /** Instead of an account. */
  simulated?: Simulated | undefined;
};
