/** How long each function may run: packaged, simulated, and what the lock's settling time rests on. */
import { CHANGING_FUNCTIONS } from '../domain/takeover/dry-run.ts';

export const FUNCTION_TIMEOUT_SECONDS = {
  sweep: 55,
  // A row of failed probes is finished beside the next invocation; its last probe takes its time-out.
  'probe-appliance': 110,
  'route-instance-event': 30,
  notify: 30,
  // Many appliances are checked in turn, so that they leave the API's rates to a takeover.
  'check-readiness': 900,
  assess: 30,
  claim: 30,
  'launch-replacement': 30,
  'await-replacement': 55,
  'await-healthy': 55,
  'move-traffic': 30,
  'undo-traffic': 30,
  'stop-failed': 30,
  'verify-traffic': 55,
  'close-takeover': 30,
  'plan-ahead': 30,
  'launch-ahead': 30,
  // Eight functions start side by side.
  'warm-functions': 30,
  'watch-ahead': 30,
  'end-ahead': 55,
  'gate-rotation': 30,
  'create-image': 30,
  'await-image': 30,
  'launch-proof': 55,
  'await-proof': 55,
  // Half a minute of asking, and the last question takes its time-out.
  'prove-service': 45,
  'end-proof': 55,
  'accept-image': 30,
  'keep-standby': 55,
  'settle-standby': 30,
  'end-old-standby': 55,
  // Each image is pruned alone, after its own check.
  'prune-images': 120,
} as const satisfies Record<string, number>;

export type FunctionName = keyof typeof FUNCTION_TIMEOUT_SECONDS;

/** An early launch starts these, so that none begins cold in the takeover. A planned move and a rollback begin without haste. */
export const WARMED: FunctionName[] = [
  ...(['assess', 'claim', 'launch-replacement', 'await-replacement', 'move-traffic'] as const),
  ...(['stop-failed', 'verify-traffic', 'close-takeover'] as const),
];

/**
 * How late EC2 may carry out what a dying Lambda has sent in its last moment. AWS names no bound, and is slow when zones are
 * lost (decision 20).
 */
const IN_FLIGHT_SECONDS = 30;

/** How long after its beginning a late attempt of a function may still change the world. */
export const lateSeconds = (name: FunctionName): number => FUNCTION_TIMEOUT_SECONDS[name] + IN_FLIGHT_SECONDS;

/**
 * How long after the end of an unsuccessful takeover no late request of it is expected any more: whichever function
 * changes the world may outlive its execution by its time-out.
 */
export const SETTLE_SECONDS = Math.max(...CHANGING_FUNCTIONS.map(lateSeconds));
