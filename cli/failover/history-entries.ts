/** What each execution came to, as one entry of a history. */
import { applianceOfTakeover } from '../../shared/domain/decision/generation.ts';
import { HOLDS } from '../../shared/domain/messages/holds.ts';
import { messageIn } from '../../shared/steps/cause-message.ts';
import type { Ran } from '../../shared/steps/people/history.ts';
import {
  isHoldReason,
  readAsked,
  readOutcome,
  readPlan,
  readRecord,
  readRotation,
} from '../../shared/steps/triggers/notify-words.ts';

export type Entry = {
  at: string;
  kind: 'takeover' | 'hold' | 'rotation' | 'failed decision';
  appliance: string;
  execution: string;
  outcome: string;
  why: string;
  outageSeconds?: number | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** A hold that operators are not notified of: it needed no action. */
  quiet?: true;
};

const words = (status: string): string => status.toLowerCase().replace('_', ' ');

function takeover({ execution }: Ran): Entry {
  const { input, output, cause, status, name, startedAt } = execution;
  const plan = readPlan(input);
  const record = readRecord(status === 'SUCCEEDED' ? output : cause);
  const outcome = record ? record.outcome : status === 'RUNNING' ? 'running' : `${words(status)}, no record`;
  const unclaimed = record?.claimed === false ? '; it claimed no generation and changed nothing' : '';
  return {
    ...{ at: startedAt, kind: 'takeover', execution: name, outcome },
    appliance: plan?.appliance ?? applianceOfTakeover(name) ?? 'unknown',
    why: `${record?.failure ?? plan?.because ?? record?.because ?? 'its plan cannot be read'}${unclaimed}`,
    ...{ outageSeconds: record?.seconds.outage, from: record?.from ?? plan?.old?.instanceId, to: record?.to },
  };
}

/** Undefined for a decision that became a takeover, and for a rehearsal. */
function decision({ execution }: Ran): Entry | undefined {
  const { input, output, status, name, startedAt, error = '', cause = '' } = execution;
  const asked = readAsked(input);
  const said = readOutcome(output);
  const appliance = said?.appliance ?? asked.appliance ?? 'unknown';
  const entry = { at: startedAt, appliance, execution: name };
  if (status !== 'SUCCEEDED' && status !== 'RUNNING') {
    return { ...entry, kind: 'failed decision', outcome: words(status), why: messageIn(cause) || error };
  }
  if (said?.outcome !== 'held') return undefined;
  const reason = String(said.because);
  const quiet = isHoldReason(said.because) && HOLDS[said.because] === 'not-notified';
  return {
    ...entry,
    kind: 'hold',
    outcome: `held (${reason})`,
    why: said.detail,
    ...(quiet && { quiet: true as const }),
  };
}

function rotation({ execution }: Ran): Entry {
  const { input, output, cause, status, name, startedAt, error } = execution;
  const record = readRotation(status === 'SUCCEEDED' ? output : cause);
  const proven = record?.proven ? `, ${record.proven.booted ? 'proven' : 'not proven'}: ${record.proven.detail}` : '';
  const image = record?.image ? `${record.image.imageId}${proven}` : undefined;
  return {
    ...{ at: startedAt, kind: 'rotation', execution: name, appliance: readAsked(input).appliance ?? 'unknown' },
    outcome: record?.outcome ?? words(status),
    why: record?.failure ?? image ?? record?.detail ?? error ?? '',
  };
}

const OF = { takeover, failover: decision, rotation };

export const entriesOf = (ran: Ran[]): Entry[] => ran.flatMap((each) => OF[each.machine](each) ?? []);
