/** Notifies of an execution of `takeover` that our `failover` machine did not start: once in an hour, and not one by one. */
import { listExecutionArns, readKnownExecution } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import type { KnownExecution, Origin } from '../../domain/decision/provenance.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { takeoverForged } from '../../domain/messages/takeover-forged.ts';
import { poll } from '../pace/poll.ts';
import { readOrigin } from '../provenance/takeover-origin.ts';
import type { StatusChange } from './notify-input.ts';
import { tell } from './tell-once.ts';

/** The `failover` execution ends a moment after it has started a takeover. */
const PROVABLE = { seconds: 1.5, everyMs: 250 };

/** Undefined where it may be ours: an unknown one counts as ours, so that no takeover goes without its notification. */
export async function whyForged({ arn }: StatusChange, deps: Deps): Promise<string | undefined> {
  const origin = await poll(deps.clock, PROVABLE, async () => {
    const read = await originOf(arn, deps).catch((): Origin => ({ origin: 'unknown', why: 'unreadable' }));
    return read?.origin === 'unknown' ? undefined : read;
  });
  return origin?.origin === 'forged' ? origin.why : undefined;
}

async function originOf(arn: string, deps: Deps): Promise<Origin | undefined> {
  const known = await readKnownExecution(deps.clients, arn);
  return known && readOrigin(known, deps);
}

const HOUR_SECONDS = 3_600;
/** The newest among which an earlier one is searched. */
const READ_MAX = 10;

export async function tellForged(
  change: StatusChange,
  { appliance, why }: { appliance: string; why: string },
  deps: Deps,
): Promise<string[]> {
  if (change.status === 'RUNNING' || (await wasNotified(change, deps))) return [];
  return tell(takeoverForged({ appliance, execution: change, why }), deps);
}

/** By an earlier one of the same hour: the executions themselves are the memory, which no tag can fill. */
async function wasNotified(change: StatusChange, deps: Deps): Promise<boolean> {
  const { takeoverMachineArn } = deps.deployment;
  const arns = await listExecutionArns(deps.clients, { machineArn: takeoverMachineArn, max: READ_MAX });
  const known = await Promise.all(
    arns.filter((arn) => arn !== change.arn).map((arn) => readKnownExecution(deps.clients, arn)),
  );
  const earlier = known.flatMap((one) => (one && isEarlier(one, change) ? [one] : []));
  const origins = await Promise.all(earlier.map((one) => readOrigin(one, deps)));
  return origins.some(({ origin }) => origin === 'forged');
}

const isEarlier = ({ startedAt }: KnownExecution, change: StatusChange): boolean =>
  startedAt < change.startedAt && secondsBetween({ from: startedAt, to: change.startedAt }) < HOUR_SECONDS;
