/** Starts `prepare` at the second failed probe in a row. It decides nothing: the first step of `prepare` reads and may refuse. */
import type { ProberClients } from '../../aws/prober-clients.ts';
import { startPrepare } from '../../aws/start-failover.ts';
import type { DepsWith } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { prepareMachineArnOf } from '../../domain/arns.ts';
import { FAILURES_MIN, launchesMax, prepareNameOf } from '../../domain/decision/early-launch.ts';
import { messageOf } from '../../domain/errors.ts';
import { plusSeconds } from '../../domain/instants.ts';
import type { Row } from '../../domain/probing/row.ts';
import type { ProbeMemory } from './probe-memory.ts';

/** Once for each row, and again with the next failed probe when it could not be started, or when too many were started. */
export async function prepareIfDue(
  { name: appliance, probe: { failures }, rebootGraceSeconds }: Appliance,
  row: Row,
  memory: ProbeMemory,
  { clients, clock, configuration, deployment, log }: DepsWith<ProberClients>,
): Promise<void> {
  const { since, at } = row;
  const name = prepareNameOf({ appliance, since });
  if (memory.prepared.get(appliance) === name || !isDue(row, { failures, rebootGraceSeconds })) return;
  const now = clock.now().toISOString();
  memory.preparedAt = memory.preparedAt.filter((each) => each > plusSeconds(now, -MINUTE_SECONDS));
  if (memory.preparedAt.length >= launchesMax(configuration.appliances.length)) return;
  memory.prepared.set(appliance, name);
  memory.preparedAt.push(now);
  try {
    const input = { appliance, failing: { since, at } };
    const started = await startPrepare(clients, { prepareMachineArn: prepareMachineArnOf(deployment), name, input });
    if (started) log({ level: 'info', appliance, started: name });
    // Another environment has started it, and counts it.
    else memory.preparedAt.splice(memory.preparedAt.indexOf(now), 1);
  } catch (cause) {
    memory.prepared.delete(appliance);
    log({ level: 'warn', appliance, message: `${name} is not started: ${messageOf(cause)}` });
  }
}

const MINUTE_SECONDS = 60;

/** Until the takeover is asked for, which launches itself: at the end of the row, or of the grace. */
function isDue({ since, at, failures, old }: Row, patience: { failures: number; rebootGraceSeconds: number }): boolean {
  if (old || failures < FAILURES_MIN) return false;
  return failures < patience.failures || at < plusSeconds(since, patience.rebootGraceSeconds);
}
