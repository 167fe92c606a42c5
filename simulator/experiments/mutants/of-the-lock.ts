/** Who may begin, and who may go on: the name of the execution, the generation, pauses, stale events and the cooldown. */
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

/** The tag of the address (`TAG.pausedUntil`): a mutant loads nothing of what it replaces. */
const PAUSED_UNTIL = 'failover:paused-until';

export const OF_THE_LOCK: Mutant[] = [
  {
    name: 'the lock is a timestamp, and not the next name',
    breaks: 'S1',
    overrides: [
      override('shared/steps/failover/assess.ts', 'assess', (step) => ({
        ...step,
        run: async (start, deps) => {
          const outcome = await step.run(start, deps);
          if (outcome.outcome !== 'taking-over') return outcome;
          const generation = Math.floor(Date.parse(outcome.plan.decidedAt) / 1000) % 1_000_000_000;
          const execution = outcome.execution.replace(/\d+$/, String(generation));
          return { ...outcome, generation, execution, plan: { ...outcome.plan, generation } };
        },
      })),
    ],
    hunt: { in: 'seeds', faults: ['F10', 'F8', 'F1'], aim: 'safety' },
  },
  {
    name: 'a takeover that runs is no reason to wait',
    breaks: 'S1',
    overrides: [
      override('shared/domain/decision/generation.ts', 'nextGeneration', (original) => (question) => {
        const next = original(question);
        const runs = next.next === 'hold' && next.because === 'already-running';
        return runs ? { next: 'start', generation: next.generation + 1 } : next;
      }),
    ],
    hunt: { in: 'seeds', faults: ['F10', 'F1'], aim: 'safety' },
  },
  {
    name: 'no step asks whether a newer generation exists',
    breaks: 'S1',
    overrides: [override('shared/domain/decision/generation.ts', 'staleness', () => () => undefined)],
    hunt: { in: 'seeds', faults: ['F40', 'F22', 'F10', 'F1'], aim: 'safety', max: 3000 },
  },
  {
    name: 'a pause keeps no takeover from beginning',
    breaks: 'S9',
    overrides: [
      override('shared/domain/decision/decide.ts', 'decide', (original) => ({ address, ...question }) => {
        const { [PAUSED_UNTIL]: _, ...tags } = address.tags;
        return original({ ...question, address: { ...address, tags } });
      }),
    ],
    hunt: { in: 'seeds', faults: ['pause', 'F1'], aim: 'safety' },
  },
  {
    name: 'the pause is not read again before the first move',
    breaks: 'S9',
    overrides: [
      // `decide` calls its own.
      override('shared/domain/decision/decide.ts', 'holdForPause', () => () => undefined),
    ],
    hunt: { in: 'seeds', faults: ['pause', 'F1'], aim: 'safety' },
  },
  {
    name: 'an alarm about an instance that holds nothing any more is acted on',
    breaks: 'S10',
    overrides: [
      override('shared/domain/decision/decide.ts', 'decide', (original) => (question) => {
        const { trigger, now: since, address } = question;
        if (trigger.by === 'alarm')
          return original({ ...question, trigger: { ...trigger, instanceId: undefined, since } });
        const instanceId = address.instanceId ?? address.tags['failover:active-instance'] ?? '';
        if (trigger.by === 'instance-event')
          return original({ ...question, trigger: { ...trigger, instanceId, since } });
        return original(question);
      }),
    ],
    hunt: { in: 'seeds', faults: ['F29', 'F8', 'F1'], aim: 'safety' },
  },
  {
    name: 'traffic that has just been moved may be moved again at once',
    breaks: 'S14',
    overrides: [
      override(
        'shared/domain/decision/decide.ts',
        'decide',
        (original) =>
          ({ appliance, ...question }) =>
            original({ ...question, appliance: { ...appliance, cooldownMinutes: 0 } }),
      ),
    ],
    hunt: { in: 'seeds', faults: ['F6', 'F10', 'F1'], aim: 'safety' },
  },
  {
    name: 'two takeovers of one silent replacement count as two images',
    breaks: 'L1',
    edits: [
      {
        file: 'shared/domain/decision/decide.ts',
        old: 'movers.find(({ record }) => record && record.to !== mover.record?.to)',
        becomes: 'movers[1]',
      },
    ],
    hunt: { in: 'scenarios', names: ['never-answers-redriven'] },
  },
  {
    name: 'the cooldown also holds what is partially applied',
    breaks: 'L1',
    overrides: [
      override('shared/domain/decision/decide.ts', 'decide', (original) => (question) => {
        const decision = original(question);
        const resumes = decision.act === 'take-over' && decision.finish && question.trigger.by !== 'person';
        return resumes ? { act: 'hold', because: 'cooling-down', detail: 'partially applied' } : decision;
      }),
    ],
    hunt: { in: 'scenarios', names: ['half-moved-finished'] },
  },
  {
    name: 'a takeover that moved the traffic and failed is no reason to cool down',
    breaks: 'S14',
    overrides: [
      override('shared/domain/decision/decide.ts', 'decide', (original) => (question) => {
        const { past, appliance } = question;
        const failed = past.find(({ record }) => record?.moved)?.status !== 'SUCCEEDED';
        return original(failed ? { ...question, appliance: { ...appliance, cooldownMinutes: 0 } } : question);
      }),
    ],
    hunt: { in: 'scenarios', names: ['cooldown-after-a-failed-takeover'] },
  },
];
