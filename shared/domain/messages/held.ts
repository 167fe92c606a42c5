/** A failover was held, for a reason that people have to know: why nothing moves, and what they can do. */
import type { HoldReason } from '../decision/hold-reason.ts';
import { HOLDS, UNPROVEN_MOVE } from './holds.ts';
import { compose, type Message, RUNBOOKS } from './message.ts';
import type { ReportedExecution } from './reported.ts';

type Held = {
  appliance: string;
  because: HoldReason;
  detail: string;
  /** What the failover machine saw, each under the name of its witness; some of it may be a list. */
  evidence: Record<string, unknown>;
  /** What was asked for; a planned move that is held is about no failure. */
  mode?: string | undefined;
  execution: ReportedExecution;
};

/** Undefined for what needs no action. */
export function heldMessage({ appliance, because, detail, evidence, mode, execution }: Held): Message | undefined {
  const words = mode === 'switchover' && because === 'probe-unproven' ? UNPROVEN_MOVE : HOLDS[because];
  if (words === 'not-notified') return undefined;
  const { health } = evidence;
  const seen = Object.entries(evidence).map(([witness, verdict]) => `${witness} ${wordOf(verdict)}`);
  return compose({
    ...{ appliance, kind: 'held', severity: health === 'failed' ? 'critical' : words.severity },
    headline: words.headline,
    is: `${appliance} was not taken over: ${detail}.`,
    means: words.means,
    lines: [
      ['Reason', because],
      ['Seen', seen.length > 0 ? seen.join(', ') : undefined],
    ],
    toDo: [words.toDo],
    runbooks: [RUNBOOKS.decisions, RUNBOOKS.startByHand],
    byHand: true,
    executionArn: execution.arn,
    facts: { appliance, because, detail, evidence, execution: execution.arn, startedAt: execution.startedAt },
  });
}

function wordOf(verdict: unknown): string {
  if (typeof verdict !== 'object' || verdict === null) return String(verdict);
  const words = Object.entries(verdict).map(([name, word]) => `${name} ${String(word)}`);
  return `(${words.join(', ')})`;
}
