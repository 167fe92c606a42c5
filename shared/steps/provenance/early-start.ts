/**
 * Whether a `prepare` execution of ours started a stopped standby. Its LaunchTime says which executions are asked, and the
 * history of one proves it: it planned that start before it made it.
 */
import { readPrepareHistory } from '../../aws/prepare-history.ts';
import type { Deps } from '../../deps.ts';
import { executionArnOf, prepareMachineArnOf } from '../../domain/arns.ts';
import { prepareNamesAt } from '../../domain/decision/early-launch.ts';
import { fieldsOf } from '../../domain/fields-of.ts';
import { plusSeconds } from '../../domain/instants.ts';
import type { Instance } from '../../domain/snapshot.ts';
import { ROUNDED_SECONDS } from '../../domain/takeover/client-token.ts';

/** From the start of the execution: the plan, the start, and every retry of both. */
const STARTS_WITHIN_SECONDS = 180;

/**
 * The execution; undefined where none has started it, or the one that did is not visible.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function earlyStartOf(
  { id, launchedAt }: Pick<Instance, 'id' | 'launchedAt'>,
  appliance: string,
  deps: Pick<Deps, 'clients' | 'deployment'>,
): Promise<string | undefined> {
  if (launchedAt === undefined) return undefined;
  const machineArn = prepareMachineArnOf(deps.deployment);
  const asked = prepareNamesAt(appliance, launchedAt).map((name) => executionArnOf({ machineArn, name }));
  const proven = await Promise.all(asked.map((arn) => hasStarted({ id, launchedAt }, arn, deps)));
  return asked.find((_, index) => proven[index]);
}

/** An answer that was lost is in no history: then the plan and the time have to do. */
async function hasStarted(
  { id, launchedAt }: { id: string; launchedAt: string },
  executionArn: string,
  { clients }: Pick<Deps, 'clients'>,
): Promise<boolean> {
  const history = await readPrepareHistory(clients, executionArn);
  if (!history) return false;
  const { plan } = fieldsOf(fieldsOf(history.after('PlanAhead')).done);
  const { launch } = fieldsOf(fieldsOf(history.after('LaunchAhead')).done);
  const { standby } = fieldsOf(fieldsOf(plan).plan);
  const { outcome = 'started' } = fieldsOf(launch);
  const { startedAt } = history;
  const inTime =
    launchedAt >= plusSeconds(startedAt, -ROUNDED_SECONDS) &&
    launchedAt <= plusSeconds(startedAt, STARTS_WITHIN_SECONDS);
  return fieldsOf(standby).instanceId === id && outcome === 'started' && inTime;
}
