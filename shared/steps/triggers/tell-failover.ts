/** Tells of the failover machine: that it held for a new reason, or that it could not even decide. */
import type { Deps } from '../../deps.ts';
import type { HoldReason } from '../../domain/decision/hold-reason.ts';
import { readAlarmName } from '../../domain/decision/trigger.ts';
import { RefusedError } from '../../domain/errors.ts';
import { saysAnnounced } from '../../domain/images/earlier-release.ts';
import { failoverFailed } from '../../domain/messages/execution-died.ts';
import { heldMessage } from '../../domain/messages/held.ts';
import type { Condition } from '../../domain/messages/news.ts';
import { gistOf } from '../../domain/messages/news.ts';
import { countEvent } from './count-event.ts';
import type { StatusChange } from './notify-input.ts';
import { isHoldReason, readAsked, readOutcome } from './notify-words.ts';
import { tellOnce } from './tell-once.ts';

/** @throws RefusedError when it succeeded with an unknown outcome. */
export async function tellFailover(change: StatusChange, deps: Deps): Promise<string[]> {
  if (change.status !== 'SUCCEEDED') return tellFailed(change, deps);
  const outcome = readOutcome(change.output);
  switch (outcome?.outcome) {
    case 'held':
      return tellHeld(change, outcome, deps);
    case 'rehearsed':
    case 'taking-over':
      // The takeover itself reports that it began, and the caller of a rehearsal reads the answer.
      return [];
    default:
      throw new RefusedError(`${change.name} succeeded, and its outcome cannot be read`);
  }
}

/** Holds that end by the clock within minutes need no reminder. */
const ENDS_SOON: HoldReason[] = ['stopped-by-person', 'rebooting'];

type Outcome = NonNullable<ReturnType<typeof readOutcome>>;

async function tellHeld(change: StatusChange, outcome: Outcome, deps: Deps): Promise<string[]> {
  const { because, detail, evidence, announced = saysAnnounced(detail) } = outcome;
  if (!isHoldReason(because)) throw new RefusedError(`${change.name} is held for "${because}", which is no reason`);
  const asked = readAsked(change.input);
  if (asked.mode === 'rehearse') return [];
  // Operators who configured the reboot want no mail each night. One that lasts long may be announced by another principal.
  const long = because === 'rebooting' && announced && asked.remind === true;
  if (because === 'rebooting' && announced && !long) return [];
  const appliance = outcome.appliance ?? applianceAskedFor(change, deps);
  const message = heldMessage({ appliance, because, detail, evidence, mode: asked.mode, execution: change });
  const remind = asked.remind === true && (long || !ENDS_SOON.includes(because));
  if (!message) return [];
  const sent = await tellOnce(
    { kind: 'held', about: because, detail, ...(remind && { insist: remind }) },
    message,
    deps,
  );
  // A reminder is the same hold.
  if (sent.length > 0 && !remind) await countEvent(appliance, { Holds: 1 }, deps);
  return sent;
}

/** The sweep asks every minute as long as an appliance is failed, so the same failure is notified once. */
async function tellFailed(change: StatusChange, deps: Deps): Promise<string[]> {
  if (!['FAILED', 'TIMED_OUT', 'ABORTED'].includes(change.status)) return [];
  const appliance = applianceAskedFor(change, deps);
  const { status, error = '', cause = '' } = change;
  const insist = readAsked(change.input).remind === true;
  const about = `${status} ${error} ${gistOf(cause)}`;
  const condition: Condition = { kind: 'held', about, detail: cause, ...(insist && { insist }) };
  return tellOnce(condition, failoverFailed({ appliance, execution: change }), deps);
}

function applianceAskedFor({ input }: StatusChange, { deployment }: Deps): string {
  const { appliance, detail } = readAsked(input);
  return (
    appliance ?? readAlarmName(detail?.alarmName ?? '', deployment.stage)?.appliance ?? `failover-${deployment.stage}`
  );
}
