/** Failed probes of one appliance in a row: no answer between them, and no gap in which anything may have happened. */
import { plusSeconds, secondsBetween } from '../instants.ts';
import type { ProbePoint } from './probe-metric.ts';
import type { ProbeVerdict } from './probing.ts';

/**
 * `since`, `at`: when the first and the last of them began. `old`: it began before what was read of it, so that it is asked
 * about already; its true beginning, and so the name of its questions, is not known here.
 */
export type Row = { since: string; at: string; failures: number; old?: true };

/** One lost verdict is no gap: a prober that is cut off for a moment, or an invocation that begins late. */
const GAP_INTERVALS_MAX = 3;

/**
 * Two invocations meet at the edge of a minute, EventBridge starts one some seconds late, and what the other has seen in the
 * last ten seconds is not published yet.
 */
const GAP_SECONDS_MIN = 20;

/** Whether so much time passed between two verdicts that they say nothing of what lies between them. */
export const isGap = (span: { from: string; to: string }, intervalSeconds: number): boolean =>
  secondsBetween(span) > Math.max(GAP_SECONDS_MIN, GAP_INTERVALS_MAX * intervalSeconds);

/** `unknown` neither counts nor ends the row. */
export function extended(
  row: Row | undefined,
  { verdict, at, intervalSeconds }: { verdict: ProbeVerdict; at: string; intervalSeconds: number },
): Row | undefined {
  if (verdict === 'answering') return undefined;
  if (verdict === 'unknown') return row;
  if (!row || isGap({ from: row.at, to: at }, intervalSeconds)) {
    return { since: at, at, failures: 1 };
  }
  return { ...row, at, failures: row.failures + 1 };
}

/** The row that the points published since `from` end with, newest first: what another execution environment has seen. */
export function rowIn(points: ProbePoint[], { from, intervalSeconds }: Read): Row | undefined {
  const row = points
    .toReversed()
    .reduce<Row | undefined>(
      (row, { at, failed }) => extended(row, { verdict: failed ? 'failing' : 'answering', at, intervalSeconds }),
      undefined,
    );
  const reachesEdge = row !== undefined && !isGap({ from, to: row.since }, intervalSeconds);
  return reachesEdge ? { ...row, old: true } : row;
}

type Read = { from: string; intervalSeconds: number };

/**
 * The question that the prober asks now, if any: once when the row is long enough, and once more when the grace is over that
 * held the first. The name says which row it is about, to the second, as CloudWatch keeps it: any environment gives the same.
 */
export function questionOf(
  row: Row,
  { appliance, failures, rebootGraceSeconds, now }: Patience,
): { name: string; because: 'row' | 'grace' } | undefined {
  if (row.old || row.failures < failures) return undefined;
  const first = Math.floor(Date.parse(row.since) / 1000);
  const graceIsOver = rebootGraceSeconds > 0 && plusSeconds(row.since, rebootGraceSeconds) <= now;
  return graceIsOver
    ? { name: `grace-${appliance}-${first}`, because: 'grace' }
    : { name: `probe-${appliance}-${first}`, because: 'row' };
}

type Patience = { appliance: string; failures: number; rebootGraceSeconds: number; now: string };
