/**
 * Counts failed probes in a row, and starts the `failover` machine when there are enough. The alarm says the same some seconds
 * later and is the second path. It decides nothing: `failover` looks for itself.
 */
import { readProbePoints } from '../../aws/probe-metric.ts';
import type { ProberClients } from '../../aws/prober-clients.ts';
import { startFailover } from '../../aws/start-failover.ts';
import type { DepsWith } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { failoverMachineArnOf } from '../../domain/arns.ts';
import { messageOf } from '../../domain/errors.ts';
import { plusSeconds } from '../../domain/instants.ts';
import type { ProbeVerdict } from '../../domain/probing/probing.ts';
import { extended, isGap, questionOf, type Row, rowIn } from '../../domain/probing/row.ts';
import { prepareIfDue } from './ask-early.ts';
import type { ProbeMemory } from './probe-memory.ts';

type ProberDeps = DepsWith<ProberClients>;

/** `at`: when the probe began. */
type Probed = { at: string; verdict: ProbeVerdict };

export type Rows = {
  /** In the order in which the probes of an appliance began. */
  note(appliance: Appliance, probed: Probed): Promise<void>;
  /** Whether it is silent, and not yet for long enough to ask. */
  isOpen(appliance: Appliance): boolean;
  /** Waits for the questions that are under way. */
  close(): Promise<void>;
};

export function openRows(memory: ProbeMemory, deps: ProberDeps): Rows {
  const underWay: Promise<void>[] = [];
  return {
    async note(appliance, probed) {
      const { name } = appliance;
      const before = await rowBefore(appliance, probed, memory, deps);
      if (probed.verdict !== 'unknown') memory.seenAt.set(name, probed.at);
      const row = extended(before, { ...probed, intervalSeconds: appliance.probe.intervalSeconds });
      if (!row) return void memory.rows.delete(name);
      memory.rows.set(name, row);
      if (probed.verdict === 'failing')
        underWay.push(askIfDue(appliance, row, memory, deps), prepareIfDue(appliance, row, memory, deps));
    },
    isOpen: ({ name, probe }) => (memory.rows.get(name)?.failures ?? probe.failures) < probe.failures,
    close: async () => void (await Promise.all(underWay)),
  };
}

/**
 * Another Lambda environment may have seen the first failures, so they are read from CloudWatch. If that fails, the row begins
 * anew, which costs seconds.
 */
async function rowBefore(
  { name, probe: { intervalSeconds }, rebootGraceSeconds }: Appliance,
  { at, verdict }: Probed,
  memory: ProbeMemory,
  { clients, log }: ProberDeps,
): Promise<Row | undefined> {
  const seenAt = memory.seenAt.get(name);
  const isBlind = seenAt === undefined || isGap({ from: seenAt, to: at }, intervalSeconds);
  if (verdict !== 'failing' || !isBlind) return memory.rows.get(name);
  try {
    const from = plusSeconds(at, -LOOK_BACK_SECONDS - rebootGraceSeconds);
    const points = await readProbePoints(clients, { appliance: name, from, to: at });
    // CloudWatch keeps seconds: the probe itself, already published, is not one before it.
    const before = points.filter((point) => Date.parse(point.at) < secondOf(at));
    return rowIn(before, { from, intervalSeconds });
  } catch (cause) {
    log({ level: 'warn', appliance: name, message: `the row begins anew: ${messageOf(cause)}` });
    return undefined;
  }
}

const secondOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000) * 1000;

/** A row that is longer is asked about already, and by the alarm and the sweep. */
const LOOK_BACK_SECONDS = 300;

/** Once for each question, and again with the next failed probe when it could not be asked. */
async function askIfDue(
  { name: appliance, probe: { failures }, rebootGraceSeconds }: Appliance,
  row: Row,
  memory: ProbeMemory,
  { clients, clock, deployment, log }: ProberDeps,
): Promise<void> {
  const now = clock.now().toISOString();
  const question = questionOf(row, { appliance, failures, rebootGraceSeconds, now });
  if (!question || memory.asked.get(appliance) === question.name) return;
  const { name, because } = question;
  memory.asked.set(appliance, name);
  const { since, at } = row;
  const grace = because === 'grace' ? `, and its grace of ${rebootGraceSeconds} s is over` : '';
  const reason = `${row.failures} probes in a row failed since ${since}, and a reference answered beside each${grace}`;
  const input = { appliance, requestedBy: 'prober', reason, failing: { since, at } };
  try {
    await startFailover(clients, { failoverMachineArn: failoverMachineArnOf(deployment), name, input });
    log({ level: 'warn', appliance, started: name, reason });
  } catch (cause) {
    memory.asked.delete(appliance);
    log({ level: 'warn', appliance, message: `failover ${name} is not started: ${messageOf(cause)}` });
  }
}
