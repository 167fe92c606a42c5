/**
 * A zone is evacuated: each appliance that serves in it is moved by a run of its own, a few at once. What is started belongs to AWS;
 * a second evacuation finds only what still serves there, so it goes on where the first one ended.
 */
import type { Deps } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import { fieldsOf } from '../../domain/fields-of.ts';
import { atMost } from '../pace/at-most.ts';
import { type Followed, followByHand } from './follow-by-hand.ts';
import type { Serving } from './holders-in-zone.ts';
import { startByHand } from './start.ts';

export type Leaving = Extract<Serving, { at: 'zone' }>;

export type Left = {
  appliance: string;
  /** `kept`: nothing was changed, and `detail` says why. `unseen`: it was started, and its end is not known. */
  outcome: 'moved' | 'planned' | 'kept' | 'failed' | 'unseen' | 'not-started';
  detail: string;
  execution?: string;
};

export type Evacuation = {
  /** A plan changes nothing. */
  plan: boolean;
  reason: string;
  requestedBy: string;
  atOnce: number;
  /** Whether no more may be started. */
  isStopped(): boolean;
  newId(): string;
  /** When one is started, and when it has ended. */
  tell(told: { appliance: string; started: string } | Left): void;
};

/** Of each, in the order in which they were given. */
export const evacuate = (leaving: Leaving[], evacuation: Evacuation, deps: Deps): Promise<Left[]> =>
  atMost(evacuation.atOnce, leaving, async (one) => {
    const ended = evacuation.isStopped() ? notStarted(one) : await leave(one, evacuation, deps);
    evacuation.tell(ended);
    return ended;
  });

const notStarted = ({ appliance }: Leaving): Left => ({
  appliance,
  outcome: 'not-started',
  detail: 'the evacuation was interrupted before',
});

/** One that EC2 cannot describe is replaced as a failed one: a planned move waits for it in vain. */
const modeOf = ({ readable }: Leaving, { plan }: Evacuation): 'rehearse' | 'switchover' | 'failover' => {
  if (plan) return 'rehearse';
  return readable ? 'switchover' : 'failover';
};

async function leave(one: Leaving, evacuation: Evacuation, deps: Deps): Promise<Left> {
  const { appliance } = one;
  const { reason, requestedBy, newId, tell } = evacuation;
  const name = `person-${appliance}-${newId()}`;
  const mode = modeOf(one, evacuation);
  try {
    const answer = await startByHand({ name, machine: 'failover', appliance, mode, reason, requestedBy }, deps);
    if (answer.started === 'no') return { appliance, outcome: 'kept', detail: messageOf(answer.cause) };
    tell({ appliance, started: `${mode === 'rehearse' ? 'plan' : mode} ${name}` });
    return endOf(appliance, await followByHand(name, deps, () => undefined));
  } catch (cause) {
    return { appliance, outcome: 'unseen', detail: messageOf(cause), execution: name };
  }
}

function endOf(appliance: string, { outcome, said, execution }: Followed): Left {
  const { because, detail, from, to, zone, zoneKept, seconds, failure, plan } = fieldsOf(said);
  switch (outcome) {
    case 'taken-over':
      return {
        ...{ appliance, execution, outcome: zoneKept === true ? 'failed' : 'moved' },
        detail: `${from ?? 'no instance'} → ${to} in ${zone ?? 'an unknown zone'}${outageIn(seconds)}`,
      };
    case 'rehearsed':
      return { appliance, execution, outcome: 'planned', detail: placeIn(plan) };
    case 'held':
      return { appliance, execution, outcome: 'kept', detail: `${because}: ${detail}` };
    case 'still-running':
      return { appliance, execution, outcome: 'unseen', detail: String(said) };
    default:
      return { appliance, execution, outcome: 'failed', detail: String(failure ?? said) };
  }
}

function outageIn(seconds: unknown): string {
  const { outage } = fieldsOf(seconds);
  return typeof outage === 'number' ? `, outage ${outage} s` : '';
}

function placeIn(plan: unknown): string {
  const { placements, old } = fieldsOf(plan);
  const { zone, instanceType } = fieldsOf(Array.isArray(placements) ? placements[0] : undefined);
  return `${fieldsOf(old).instanceId ?? 'no instance'} → ${instanceType} in ${zone}`;
}
