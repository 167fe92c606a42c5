/** When a replacement is launched before the decision, who uses it, and when it ends. */
import { TAG } from '../../../shared/domain/snapshot.ts';
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

export const OF_EARLY_LAUNCHES: Mutant[] = [
  {
    name: 'a replacement is launched early although fencing is stop-first',
    breaks: 'S28',
    overrides: [override('shared/domain/decision/early-launch.ts', 'refusedUnread', () => () => undefined)],
    hunt: { in: 'scenarios', names: ['early-launch-stop-first'] },
  },
  {
    name: 'a replacement is launched early during a pause',
    breaks: 'S28',
    overrides: [
      override('shared/domain/decision/decide.ts', 'holdForPause', () => () => undefined),
      override('shared/domain/decision/decide.ts', 'decide', (original) => (question) => {
        const { [TAG.pausedUntil]: _, ...tags } = question.address.tags;
        return original({ ...question, address: { ...question.address, tags } });
      }),
    ],
    hunt: { in: 'scenarios', names: ['early-launch-paused'] },
  },
  {
    name: 'the next quarter of an hour launches early again',
    breaks: 'S28',
    overrides: [override('shared/domain/decision/early-launch.ts', 'refusedTooSoon', () => () => undefined)],
    hunt: { in: 'scenarios', names: ['early-launch-next-slot'] },
  },
  {
    name: 'an early launch is kept although the appliance answers again',
    breaks: 'S28',
    overrides: [
      override('shared/steps/prepare/watch-ahead.ts', 'watchAhead', (original) => ({
        ...original,
        run: async (input, deps) => {
          const watched = await original.run(input, deps);
          return watched.answeringSince === undefined ? watched : { ...watched, outcome: 'waiting' };
        },
      })),
    ],
    hunt: { in: 'scenarios', names: ['early-launch-silence'] },
  },
  {
    name: 'the sweep leaves the early launch of a dead execution',
    breaks: 'S28',
    overrides: [
      override('shared/steps/sweep/reap-ahead.ts', 'reapAhead', () => async () => ({ did: 'later' as const })),
    ],
    hunt: { in: 'scenarios', names: ['early-launch-prepare-dies'] },
  },
  {
    name: 'an early launch gets the traffic as it was launched, closed',
    breaks: 'S28',
    overrides: [override('shared/steps/takeover/open-ahead.ts', 'openAhead', () => async (found) => found)],
    hunt: { in: 'scenarios', names: ['early-launch-adopted'] },
  },
];
