/**
 * Every minute, and all through it: asks each appliance whether it answers, tells CloudWatch, and asks the failover machine after
 * enough failures in a row. It decides nothing.
 */
import { type ProberClients, publicIpOf } from '../../aws/prober-clients.ts';
import type { DepsWith, Step } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { messageOf } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { hasToReadAddress, loopSeconds, type ProbeTarget, targetOf } from '../../domain/probing/probing.ts';
import { sideBySide } from '../pace/side-by-side.ts';
import { type Asked, askingBeside } from './ask-beside.ts';
import { memoryOf, type ProbeMemory } from './probe-memory.ts';
import { openOutbox } from './probe-outbox.ts';
import { openRows, type Rows } from './probe-rows.ts';

type ProberDeps = DepsWith<ProberClients>;

type ProbedAppliance = { appliance: string; probes: number; failed: number; unknown: number };

/** The alarm's shortest period is 10 s, and a probe begins some milliseconds late: a failure that lasts is published once in each. */
const LASTING_FAILURE_SECONDS = 9;

const isDue = (hurriedAt: string | undefined, at: string): boolean =>
  hurriedAt === undefined || secondsBetween({ from: hurriedAt, to: at }) >= LASTING_FAILURE_SECONDS;

/** A row that the next invocation has not seen begin is finished by this one, within the function's time-out. */
const ROW_MS_MAX = 100_000;

type Minute = {
  startMs: number;
  memory: ProbeMemory;
  rows: Rows;
  ask(target: ProbeTarget): Promise<Asked>;
  /** The result of a probe, reported at once or at the end of the minute. */
  tell(appliance: string, at: string, asked: Asked): void;
  /** Why the verdict was unknown, by appliance: logged once, at the end. */
  unknown: Map<string, string>;
};

/** The event is a schedule's and says nothing. */
export const probeAppliance: Step<void, { appliances: ProbedAppliance[] }, ProberClients> = {
  parse: () => undefined,
  async run(_, deps) {
    const memory = memoryOf(deps.clients);
    const rows = openRows(memory, deps);
    const outbox = openOutbox(memory.waiting, deps);
    const unknown = new Map<string, string>();
    const hurriedAt = new Map<string, string>();
    const minute: Minute = {
      ...{ memory, rows, unknown, startMs: deps.clock.now().getTime(), ask: askingBeside(deps) },
      tell: (appliance, at, { verdict, detail, reference }) => {
        if (verdict === 'unknown') {
          unknown.set(appliance, detail);
          return;
        }
        const before = memory.last.get(appliance);
        memory.last.set(appliance, verdict);
        const failed = verdict === 'failing';
        if (failed && before !== verdict) deps.log({ level: 'warn', appliance, probe: 'failing', detail, reference });
        if (!failed && before === 'failing') deps.log({ level: 'info', appliance, probe: 'answering again', detail });
        // The same news can wait; an environment that remembers nothing does not know what came before.
        const isNews = before !== verdict || (failed && isDue(hurriedAt.get(appliance), at));
        if (!isNews) return outbox.keep({ appliance, at, failed });
        hurriedAt.set(appliance, at);
        outbox.hurry({ appliance, at, failed });
      },
    };
    try {
      return { appliances: await sideBySide(deps.configuration.appliances.map((one) => probe(one, minute, deps))) };
    } finally {
      await Promise.all([outbox.close(), rows.close()]);
      if (unknown.size > 0) deps.log({ level: 'warn', probe: 'unknown', appliances: Object.fromEntries(unknown) });
    }
  },
};

/** Probes begin by the clock, however long the one before takes, and are reported in the order in which they began. */
async function probe(appliance: Appliance, minute: Minute, deps: ProberDeps): Promise<ProbedAppliance> {
  const { name, probe } = appliance;
  const counts = { probes: 0, failed: 0, unknown: 0 };
  const target = await targetFor(appliance, minute, deps);
  if (!target) return { appliance: name, ...counts };
  let sent = Promise.resolve();
  const intervalMs = probe.intervalSeconds * 1000;
  for (let dueMs = minute.startMs; !isOver(appliance, dueMs, minute); dueMs += intervalMs) {
    const nowMs = deps.clock.now().getTime();
    // A probe whose time has passed is not made up for: two at once say no more than one.
    if (nowMs >= dueMs + intervalMs) continue;
    if (nowMs < dueMs) await deps.clock.sleep(dueMs - nowMs);
    const at = deps.clock.now().toISOString();
    const asked = minute.ask(target);
    sent = sent.then(async () => {
      const answer = await asked;
      counts.probes += 1;
      if (answer.verdict !== 'answering') counts[answer.verdict === 'failing' ? 'failed' : 'unknown'] += 1;
      minute.tell(name, at, answer);
      await minute.rows.note(appliance, { at, verdict: answer.verdict });
    });
  }
  await sent;
  return { appliance: name, ...counts };
}

function isOver(appliance: Appliance, dueMs: number, { startMs, rows }: Minute): boolean {
  if (dueMs < startMs + loopSeconds(appliance.probe.intervalSeconds) * 1000) return false;
  return !rows.isOpen(appliance) || dueMs >= startMs + ROW_MS_MAX;
}

/** Undefined when the address behind an allocation id cannot be read: then this minute knows nothing of the appliance. */
async function targetFor(
  appliance: Appliance,
  { memory, unknown }: Minute,
  { clients }: ProberDeps,
): Promise<ProbeTarget | undefined> {
  const { name, floatingIp, probe } = appliance;
  if (!hasToReadAddress(appliance)) return targetOf(probe, floatingIp);
  try {
    const publicIp = memory.publicIps.get(floatingIp) ?? (await publicIpOf(clients, floatingIp));
    memory.publicIps.set(floatingIp, publicIp);
    return targetOf(probe, publicIp);
  } catch (cause) {
    unknown.set(name, messageOf(cause));
    return undefined;
  }
}
