/** Why a takeover is not started. */
import type { SuspectReason } from './assess.ts';

/** Closed, because alarms, metrics and tests match on it. The sentence beside it is for people. */
export type HoldReason =
  | 'unknown-appliance'
  | 'not-our-alarm'
  | 'not-in-alarm'
  | 'stale'
  | 'no-holder'
  | 'not-owner'
  | 'already-running'
  | 'settling'
  | 'paused'
  | 'address-moved'
  | 'healthy'
  | 'answers'
  | SuspectReason
  | 'needs-a-person'
  | 'cooling-down'
  | 'retry-later'
  | 'observe-only';
