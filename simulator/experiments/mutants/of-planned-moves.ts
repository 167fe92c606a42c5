/** What a planned move must not do to the healthy appliance that it moves. */
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';
import { takeoverMachine } from './tools.ts';

export const OF_PLANNED_MOVES: Mutant[] = [
  {
    name: 'the old instance of a planned move is stopped before the new one is verified',
    breaks: 'S22',
    overrides: [
      takeoverMachine(({ Moved }) => {
        for (const choice of Moved?.Choices ?? []) if (choice.StringEquals === 'switchover') choice.Next = 'StopFailed';
      }),
      override('shared/steps/takeover/stop-failed.ts', 'stopFailed', (step) => ({
        ...step,
        run: ({ done, ...input }, deps) =>
          step.run(
            { ...input, done: { ...done, verify: { ...done.verify, answered: true } as typeof done.verify } },
            deps,
          ),
      })),
    ],
    hunt: { in: 'scenarios', names: ['switchover-never-answers'] },
  },
  {
    name: 'silence after a planned move is taken for an answer',
    breaks: 'S22',
    overrides: [
      override('shared/steps/takeover/verify-traffic.ts', 'verifyTraffic', (step) => ({
        ...step,
        run: (input, deps) => {
          const probe: typeof deps.prober.probe = async (target) => ({
            ...(await deps.prober.probe(target)),
            answered: true,
          });
          return step.run(input, { ...deps, prober: { ...deps.prober, probe } });
        },
      })),
    ],
    hunt: { in: 'scenarios', names: ['switchover-never-answers'] },
  },
  {
    name: 'a silent planned move is never rolled back',
    breaks: 'S22',
    overrides: [
      override('shared/steps/takeover/verify-traffic.ts', 'verifyTraffic', (step) => ({
        ...step,
        run: async (input, deps) => ({ ...(await step.run(input, deps)), rollBack: undefined }),
      })),
    ],
    hunt: { in: 'scenarios', names: ['switchover-never-answers'] },
  },
  {
    name: 'a planned move is finished as if its old instance had failed',
    breaks: 'S22',
    overrides: [
      override(
        'shared/domain/decision/planned-move.ts',
        'modeOf',
        (original) => (trigger, finished) => (finished ? 'failover' : original(trigger, finished)),
      ),
    ],
    hunt: { in: 'scenarios', names: ['switchover-silent-dies-before-its-answer'] },
  },
  {
    name: 'the old instance of a planned move is retired before the new one has answered',
    breaks: 'S22',
    edits: [
      {
        file: 'shared/steps/takeover/close-takeover.ts',
        old: 'id === active || id === kept ? [] : [id]',
        becomes: 'id === active || id === kept?.slice(1) ? [] : [id]',
      },
    ],
    hunt: { in: 'scenarios', names: ['switchover-old-freezes-while-silent'] },
  },
  {
    name: 'a planned move is rolled back after ten seconds',
    breaks: 'S5',
    overrides: [override('shared/domain/decision/planned-move.ts', 'SILENCE_SECONDS_MAX', () => 10)],
    hunt: { in: 'scenarios', names: ['switchover-never-answers'] },
  },
];
