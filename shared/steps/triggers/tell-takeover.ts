/** Tells of a takeover: that it began, how it succeeded, or how it failed and what stands where now. */
import type { Deps } from '../../deps.ts';
import { findAppliance } from '../../domain/appliance.ts';
import { RefusedError } from '../../domain/errors.ts';
import { takeoverDied } from '../../domain/messages/execution-died.ts';
import { type Condition, isSent, readSent } from '../../domain/messages/news.ts';
import type { ReportedPlan, Standing } from '../../domain/messages/reported.ts';
import { FAILED_ATTEMPT, failedBecause, isReported } from '../../domain/messages/retried.ts';
import { type Failed, takeoverFailed } from '../../domain/messages/takeover-failed.ts';
import { takeoverStarted } from '../../domain/messages/takeover-started.ts';
import { takeoverSucceeded } from '../../domain/messages/takeover-succeeded.ts';
import { TAG } from '../../domain/snapshot.ts';
import { countEvent } from './count-event.ts';
import type { StatusChange } from './notify-input.ts';
import { readPlan, readRecord } from './notify-words.ts';
import { tellForged, whyForged } from './tell-forged.ts';
import { readSoon, remember, tell } from './tell-once.ts';

/** @throws RefusedError when not even its input and output can be read: the alarm of the dead-letter queue prompts an operator to look. */
export async function tellTakeover(change: StatusChange, deps: Deps): Promise<string[]> {
  const plan = readPlan(change.input);
  const appliance = plan?.appliance ?? applianceIn(change.name) ?? `failover-${deps.deployment.stage}`;
  const forged = await whyForged(change, deps);
  if (forged !== undefined) return tellForged(change, { appliance, why: forged }, deps);
  switch (change.status) {
    case 'RUNNING':
      // A redriven one refuses every change, so it begins nothing; its end is notified.
      if (change.redriven) return [];
      if (!plan) throw new RefusedError(`${change.name} began, and its plan cannot be read`);
      if (await isKnown(plan, FAILED_ATTEMPT, deps)) return [];
      return tell(takeoverStarted(plan, change), deps);
    case 'SUCCEEDED': {
      const record = readRecord(change.output);
      if (!record) throw new RefusedError(`${change.name} succeeded, and its record cannot be read`);
      const sent = await tell(takeoverSucceeded({ appliance, plan, record, execution: change }), deps);
      await countEvent(appliance, { Takeovers: 1, OutageSeconds: record.seconds.outage }, deps);
      return sent;
    }
    case 'FAILED':
    case 'TIMED_OUT':
    case 'ABORTED': {
      const standing = await standingOf(plan?.address.allocationId, appliance, deps);
      const record = readRecord(change.cause);
      const ended = { appliance, plan, execution: change, standing };
      const sent = await (record ? tellFailed({ ...ended, record }, deps) : tell(takeoverDied(ended), deps));
      await countEvent(appliance, { Takeovers: 1 }, deps);
      return sent;
    }
    default:
      return [];
  }
}

/** Whether operators know it: a repetition within one outage, of which the list of sent notifications has the condition. */
async function isKnown(plan: ReportedPlan | undefined, condition: Condition, deps: Deps): Promise<boolean> {
  if (!plan?.tried) return false;
  const address = await readSoon(plan.address.allocationId, deps);
  return address !== undefined && isSent(readSent(address.tags[TAG.sent]), condition);
}

/** The same failure of the same outage is reported at growing intervals, with a count; another failure at once. */
async function tellFailed(failed: Failed, deps: Deps): Promise<string[]> {
  const { plan, record } = failed;
  const condition = failedBecause(record.failure ?? '');
  if (plan?.tried && !isReported(plan.tried) && (await isKnown(plan, condition, deps))) return [];
  const subjects = await tell(takeoverFailed(failed), deps);
  // An EC2 that hung for the message hangs for the memory as well; then the next attempt is reported too.
  const isReadable = plan?.automatic === true && failed.standing.reading === 'read';
  const address = isReadable ? await readSoon(plan.address.allocationId, deps) : undefined;
  if (address) await remember(address, [FAILED_ATTEMPT, condition], deps);
  return subjects;
}

const applianceIn = (executionName: string): string | undefined =>
  /^takeover-([a-z0-9-]{1,24})-g\d+$/.exec(executionName)?.[1];

async function standingOf(allocationId: string | undefined, appliance: string, deps: Deps): Promise<Standing> {
  const floatingIp = allocationId ?? findAppliance(deps.configuration, appliance)?.floatingIp;
  const address = floatingIp && (await readSoon(floatingIp, deps));
  return address ? { reading: 'read', instanceId: address.instanceId } : { reading: 'unreadable' };
}
