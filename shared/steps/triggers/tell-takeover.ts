/** Tells of a takeover: that it began, how it succeeded, or how it failed and what stands where now. */
import type { Deps } from '../../deps.ts';
import { findAppliance } from '../../domain/appliance.ts';
import { RefusedError } from '../../domain/errors.ts';
import { takeoverDied } from '../../domain/messages/execution-died.ts';
import { takeoverFailed } from '../../domain/messages/takeover-failed.ts';
import { takeoverStarted } from '../../domain/messages/takeover-started.ts';
import { takeoverSucceeded } from '../../domain/messages/takeover-succeeded.ts';
import type { Standing } from '../../domain/messages/told.ts';
import type { StatusChange } from './notify-input.ts';
import { readPlan, readRecord } from './notify-words.ts';
import { tellForged, whyForged } from './tell-forged.ts';
import { readSoon, tell } from './tell-once.ts';

/** @throws RefusedError when not even its own words can be read: whoever is told that nobody was told looks for himself. */
export async function tellTakeover(change: StatusChange, deps: Deps): Promise<string[]> {
  const plan = readPlan(change.input);
  const appliance = plan?.appliance ?? applianceIn(change.name) ?? `failover-${deps.deployment.stage}`;
  const forged = await whyForged(change, deps);
  if (forged !== undefined) return tellForged(change, { appliance, why: forged }, deps);
  switch (change.status) {
    case 'RUNNING':
      // A redriven one refuses every change, so it begins nothing; its end is told.
      if (change.redriven) return [];
      if (!plan) throw new RefusedError(`${change.name} began, and its plan cannot be read`);
      return tell(takeoverStarted(plan, change), deps);
    case 'SUCCEEDED': {
      const record = readRecord(change.output);
      if (!record) throw new RefusedError(`${change.name} succeeded, and its record cannot be read`);
      return tell(takeoverSucceeded({ appliance, plan, record, execution: change }), deps);
    }
    case 'FAILED':
    case 'TIMED_OUT':
    case 'ABORTED': {
      const standing = await standingOf(plan?.address.allocationId, appliance, deps);
      const record = readRecord(change.cause);
      const ended = { appliance, plan, execution: change, standing };
      return tell(record ? takeoverFailed({ ...ended, record }) : takeoverDied(ended), deps);
    }
    default:
      return [];
  }
}

const applianceIn = (executionName: string): string | undefined =>
  /^takeover-([a-z0-9-]{1,24})-g\d+$/.exec(executionName)?.[1];

async function standingOf(allocationId: string | undefined, appliance: string, deps: Deps): Promise<Standing> {
  const floatingIp = allocationId ?? findAppliance(deps.configuration, appliance)?.floatingIp;
  const address = floatingIp && (await readSoon(floatingIp, deps));
  return address ? { reading: 'read', instanceId: address.instanceId } : { reading: 'unreadable' };
}
