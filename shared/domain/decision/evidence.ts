/** What is known about an appliance's health at one instant, each observation from a named source. */
import type { ProbeVerdict } from '../probing/probing.ts';
import type { InstanceReading } from '../snapshot.ts';

/**
 * `instance-impaired`: only the check of the operating system's network fails, as it also does during a reboot;
 * `impaired`: the host or a volume. `unknown` when EC2 could not be asked: an API error is never a health verdict.
 */
export type Ec2Status = 'ok' | 'impaired' | 'instance-impaired' | 'initializing' | 'unknown';

/** `impairedSince`: when the first of the failing checks began to fail, if EC2 says so. */
export type StatusReading = { status: Ec2Status; impairedSince?: string | undefined };

export const isImpaired = (status: Ec2Status): boolean => status === 'impaired' || status === 'instance-impaired';

/** What an alarm is worth as a witness. `since` is when it began to say so; `why` explains `unknown` to people. */
export type AlarmWord = { says: 'failing' | 'ok' | 'unknown'; since?: string | undefined; why?: string | undefined };

/** Since when it has reported the failure; undefined while it reports none. */
export const failedFrom = ({ says, since }: AlarmWord): string | undefined => (says === 'failing' ? since : undefined);

export type Evidence = {
  /** The holder of the address, or its last recorded holder when the address is not associated. */
  instance: InstanceReading;
  addressHeld: boolean;
  status: Ec2Status;
  impairedSince?: string | undefined;
  /** What the failover machine saw when it looked for itself. */
  probe: ProbeVerdict;
  /** Which reference answered beside it, or why none did. */
  reference?: string | undefined;
  /** A probe that has never succeeded for long enough has no vote: something else may keep it out (`probation.ts`). */
  probeProven: boolean;
  alarms: { statusCheck: AlarmWord; probe: AlarmWord };
  /** Since when the sweep finds it silent while EC2 says nothing about it. */
  silentSince?: string | undefined;
  /** A rotation has announced that it reboots the appliance, and gives it until then. */
  rebootingUntil?: string | undefined;
  /** The last takeover waited for the holder's whole boot limit and never got an answer. */
  neverAnswered?: boolean | undefined;
  /** The generation that stopped the holder before it failed, as a takeover with `fencing: stop-first` does. */
  stoppedByGeneration?: number | undefined;
};
