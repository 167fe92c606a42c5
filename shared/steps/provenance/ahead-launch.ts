/**
 * Whether a `prepare` execution of ours launched an instance: by the history of that execution, which names it. The tag
 * `failover:by` only says which execution is asked.
 */
import { readPrepareHistory } from '../../aws/prepare-history.ts';
import type { Deps } from '../../deps.ts';
import { executionArnOf, prepareMachineArnOf } from '../../domain/arns.ts';
import { isPrepareNameOf } from '../../domain/decision/early-launch.ts';
import { fieldsOf } from '../../domain/fields-of.ts';
import { plusSeconds } from '../../domain/instants.ts';
import { type Instance, TAG } from '../../domain/snapshot.ts';
import { aheadTokenOf, wasLaunchedBy } from '../../domain/takeover/client-token.ts';

type Reading = Pick<Deps, 'clients' | 'deployment'>;

/** `generation`: of the first takeover that may use it. `groupId`: the closed security group that it was launched in. */
export type AheadLaunch = {
  executionArn: string;
  generation: number;
  instanceId: string;
  groupId: string;
  launchedAt: string;
};

/** The `prepare` execution of this appliance that an instance points to. It says which one to ask, and proves nothing. */
export function preparePointedTo(
  { tags }: Pick<Instance, 'tags'>,
  appliance: string,
  { deployment }: Pick<Deps, 'deployment'>,
): string | undefined {
  const pointer = tags[TAG.by] ?? '';
  const ours = executionArnOf({ machineArn: prepareMachineArnOf(deployment), name: '' });
  if (!pointer.startsWith(ours)) return undefined;
  return isPrepareNameOf(pointer.slice(ours.length), appliance) ? pointer : undefined;
}

/**
 * What that execution has launched; undefined when it launched nothing, or does not show it yet.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
async function readAheadLaunch(executionArn: string, { clients }: Reading): Promise<AheadLaunch | undefined> {
  const history = await readPrepareHistory(clients, executionArn);
  const { plan, launch } = fieldsOf(fieldsOf(history?.after('LaunchAhead')).done);
  const { generation } = fieldsOf(fieldsOf(plan).plan);
  const { outcome, instanceId, groupId, launchedAt } = fieldsOf(launch);
  if (outcome !== 'launched' || typeof generation !== 'number') return undefined;
  if (typeof instanceId !== 'string' || typeof groupId !== 'string' || typeof launchedAt !== 'string') return undefined;
  return { executionArn, generation, instanceId, groupId, launchedAt };
}

/**
 * When that execution has launched something, or may have: one that is about to launch has recorded nothing yet, and an answer
 * that was lost is in no record. Undefined when it does not exist, or has launched nothing.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function mayHaveLaunchedAt(executionArn: string, { clients }: Reading): Promise<string | undefined> {
  const history = await readPrepareHistory(clients, executionArn);
  if (!history) return undefined;
  const { plan } = fieldsOf(fieldsOf(history.after('PlanAhead')).done);
  const { launch } = fieldsOf(fieldsOf(history.after('LaunchAhead')).done);
  const { outcome, launchedAt } = fieldsOf(launch);
  if (outcome === 'refused') return undefined;
  if (typeof launchedAt === 'string') return launchedAt;
  const { outcome: planned = history.ended ? undefined : 'launch' } = fieldsOf(plan);
  return planned === 'launch' ? history.startedAt : undefined;
}

/**
 * Undefined where none provably launched it, or where it was stopped and started again since.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function aheadLaunchOf(
  instance: Instance,
  appliance: string,
  deps: Reading,
): Promise<AheadLaunch | undefined> {
  const executionArn = preparePointedTo(instance, appliance, deps);
  if (executionArn === undefined) return undefined;
  const launch = await readAheadLaunch(executionArn, deps);
  if (launch?.instanceId !== instance.id) return undefined;
  const started = instance.launchedAt;
  return started !== undefined && started <= plusSeconds(launch.launchedAt, RESTARTED_SECONDS) ? launch : undefined;
}

/**
 * Whether it may be terminated as ours: named by the history, or launched under the token that only that execution uses, since
 * it began. A launch whose answer was lost is in no history.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function aheadLaunchedBy(instance: Instance, appliance: string, deps: Reading): Promise<boolean> {
  const askedBy = preparePointedTo(instance, appliance, deps);
  const history = askedBy === undefined ? undefined : await readPrepareHistory(deps.clients, askedBy);
  if (askedBy === undefined || history === undefined) return false;
  const { stage } = deps.deployment;
  const { startedAt } = history;
  return wasLaunchedBy(instance, (place) => aheadTokenOf({ stage, appliance, askedBy }, place), { startedAt });
}

/** EC2's LaunchTime of a fresh launch is before its answer; a restart is not within this. */
const RESTARTED_SECONDS = 60;
