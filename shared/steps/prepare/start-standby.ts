/**
 * Starts the stopped standby before anything is decided, where nothing reaches it. It stays the standby: a takeover opens it,
 * or it is stopped again.
 */
import { groupsOf, instanceOf, type RawReading } from '../../aws/read-instances.ts';
import { startInstance } from '../../aws/standby.ts';
import type { Deps } from '../../deps.ts';
import { isAsRead } from '../../domain/decision/standby.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { TAG } from '../../domain/snapshot.ts';
import type { PlannedStandby, TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { isStandbyOfOurs } from '../provenance/standby-origin.ts';
import type { LaunchedAhead } from './facts.ts';

/** `seen`: the standby, read a moment ago. */
type Starting = { appliance: string; plan: Pick<TakeoverPlan, 'standby'>; groupId: string; seen: RawReading };

type Started = Extract<LaunchedAhead, { outcome: 'started' }>;

/**
 * Undefined where it is of no use, or EC2 refuses the start: then a replacement is launched early.
 *
 * @throws RefusedError when no answer came: it may have been started, and then nothing is launched beside it.
 */
export async function startStandby(starting: Starting, deps: Deps): Promise<Started | undefined> {
  const { standby } = starting.plan;
  if (!standby?.stopped) return undefined;
  const { instanceId } = standby;
  const why = await whyNotStarted(standby, starting, deps);
  if (why !== undefined) return left(instanceId, why, deps);
  try {
    await startInstance(deps.clients, instanceId);
  } catch (cause) {
    if (cause instanceof TransientError) throw new RefusedError(cause.message, { cause });
    if (cause instanceof RefusedError) return left(instanceId, cause.message, deps);
    throw cause;
  }
  return { outcome: 'started', instanceId, launchedAt: deps.clock.now().toISOString() };
}

function left(instanceId: string, why: string, { log }: Deps): undefined {
  log({ level: 'warn', message: `the standby ${instanceId} is not started early: ${why}` });
}

/** As the takeover asks again before it uses it. In an open network two copies of the appliance would meet. */
async function whyNotStarted(
  standby: PlannedStandby,
  { appliance, groupId, seen }: Starting,
  deps: Deps,
): Promise<string | undefined> {
  if (seen.reading !== 'described') return `it is ${seen.reading}`;
  const instance = instanceOf(seen.raw);
  const { state, tags } = instance;
  if (instance.id !== standby.instanceId) return 'the plan names another one';
  if (state !== 'stopped') return `it is ${state}`;
  if (tags[TAG.role] !== 'standby' || tags[TAG.appliance] !== appliance)
    return `its role is ${tags[TAG.role] ?? 'not tagged'}`;
  if (!isAsRead(instance, standby)) return 'it is another instance than the plan has read';
  if (groupsOf(seen.raw).join() !== groupId) return 'its network is open';
  const ours = await isStandbyOfOurs(instance, { appliance, by: standby.by }, deps);
  return ours ? undefined : 'no rotation of ours kept it';
}
