/** The run that a report is about: what its executions were given and what they said, simulated or not. */
import { failoverFailed, takeoverDied } from '../../shared/domain/messages/execution-died.ts';
import { heldMessage } from '../../shared/domain/messages/held.ts';
import type { Message } from '../../shared/domain/messages/message.ts';
import type {
  ReportedExecution,
  ReportedPlan,
  ReportedRecord,
  Standing,
} from '../../shared/domain/messages/reported.ts';
import { rotationFailed } from '../../shared/domain/messages/rotation-failed.ts';
import { takeoverFailed } from '../../shared/domain/messages/takeover-failed.ts';
import { takeoverForged } from '../../shared/domain/messages/takeover-forged.ts';
import { takeoverSucceeded } from '../../shared/domain/messages/takeover-succeeded.ts';
import { isHoldReason, type readOutcome, readRotation } from '../../shared/steps/triggers/notify-words.ts';

export type ReportedRun = {
  appliance: string;
  name: string;
  execution: ReportedExecution;
  kind: 'takeover' | 'failover' | 'rotation';
  plan: ReportedPlan | undefined;
  /** Of a takeover that wrote one. */
  record: ReportedRecord | undefined;
  /** What the failover machine answered: its evidence, and why it held. Of a rotation, what it came to. */
  decided: ReturnType<typeof readOutcome>;
  standing: Standing;
  /** Why a takeover is not one of ours. */
  forged?: string | undefined;
};

/** The same words that operators are sent; undefined while it runs, and for a hold that is not notified. */
export function messageOf(run: ReportedRun): Message | undefined {
  const { appliance, execution, kind, plan, record, decided, standing } = run;
  if (run.forged !== undefined) return takeoverForged({ appliance, execution, why: run.forged });
  if (execution.status === 'RUNNING') return undefined;
  if (kind === 'rotation') return rotationMessage(run);
  if (kind === 'failover') {
    if (execution.status !== 'SUCCEEDED') return failoverFailed({ appliance, execution });
    const { outcome, because, detail, evidence } = decided ?? {};
    if (outcome !== 'held' || !isHoldReason(because)) return undefined;
    return heldMessage({ appliance, because, detail: detail ?? '', evidence: evidence ?? {}, execution });
  }
  if (!record) return takeoverDied({ appliance, plan, execution, standing });
  return execution.status === 'SUCCEEDED'
    ? takeoverSucceeded({ appliance, plan, record, execution })
    : takeoverFailed({ appliance, plan, record, execution, standing });
}

/** One that made its image, and one that was held for a night, send no message. */
function rotationMessage({ appliance, execution }: ReportedRun): Message | undefined {
  if (execution.status === 'SUCCEEDED') return undefined;
  return rotationFailed({ appliance, execution, record: readRotation(execution.cause) });
}
