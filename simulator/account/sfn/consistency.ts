/** Reads of Step Functions are eventually consistent: a reader may see an execution as it was a moment ago. */
import { between, type Random, type Range } from '../../random.ts';
import type { Execution, Version } from './execution.ts';

export type Staleness = { random: Random; lagMs: Range };

/**
 * What one read shows: the world as of a seeded moment ago. Never older than what was shown before, because a caller
 * who has seen an execution closed must not see it running again.
 */
export function readVersion(execution: Execution, nowMs: number, staleness: Staleness): Version | undefined {
  const seenUpToMs = Math.max(execution.seenUpToMs, nowMs - between(staleness.random, staleness.lagMs));
  execution.seenUpToMs = seenUpToMs;
  return execution.versions.findLast(({ atMs }) => atMs <= seenUpToMs);
}
