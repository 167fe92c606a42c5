/** What is known about an appliance's health at one instant, each observation from a named source. */
import type { ProbeVerdict } from './probing.ts';
import type { InstanceReading } from './snapshot.ts';
import type { AlarmKind } from './trigger.ts';

/** `unknown` when EC2 could not be asked: an API error is never a health verdict. */
export type Ec2Status = 'ok' | 'impaired' | 'initializing' | 'unknown';

export type Evidence = {
  /** The holder of the address, or its last recorded holder when nobody holds it. */
  instance: InstanceReading;
  addressHeld: boolean;
  status: Ec2Status;
  /** What the front door saw when it looked for itself. */
  probe: ProbeVerdict;
  /** The last takeover waited for the holder's whole boot limit and never got an answer. */
  neverAnswered?: boolean | undefined;
  /** The alarm that started this, if one did. */
  alarm?: { kind: AlarmKind; since: string } | undefined;
};
