/** What the command line was asked to do, once it is understood. */
import type { End } from './pause-end.ts';

export type Command =
  | { command: 'status'; appliance: string | undefined }
  | { command: 'rehearse'; appliance: string; reason: string }
  | { command: 'switchover' | 'failover'; appliance: string; reason: string; force: boolean; yes: boolean }
  | { command: 'follow'; appliance: string; execution: string | undefined }
  | { command: 'pause'; appliance: string; end: End; because: string | undefined }
  | { command: 'resume'; appliance: string }
  | { command: 'vouch'; appliance: string; instance: string; reason: string }
  | { command: 'take-ownership'; appliance: string; explicitly: boolean };
