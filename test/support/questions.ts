/** Questions to `decide`: an alarm about the failed holder, nothing in the way, and what a test changes of it. */
import type { Assessment } from '../../shared/domain/decision/assess.ts';
import { decide, type Question } from '../../shared/domain/decision/decide.ts';
import type { HoldReason } from '../../shared/domain/decision/hold-reason.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { anAlarm } from './evidence.ts';
import { anAddress, anInstance } from './snapshots.ts';

export const NOW = '2026-11-21T03:00:00.000Z';
export const FAILED: Assessment = { health: 'failed', witnesses: ['EC2 status impaired', 'direct probe'] };
export const suspect = (because: Extract<Assessment, { health: 'suspect' }>['because']): Assessment => ({
  health: 'suspect',
  because,
  detail: 'why',
});
export const paused = (until: string) => anAddress({ tags: { [TAG.pausedUntil]: until } });

export const asked = (overrides: Partial<Question> = {}): Question => ({
  trigger: anAlarm(),
  appliance: { mode: 'auto', cooldownMinutes: 30 },
  address: anAddress(),
  holder: anInstance(),
  assessment: FAILED,
  next: { next: 'start', generation: 2 },
  past: [],
  now: NOW,
  ...overrides,
});

export const answerTo = (overrides: Partial<Question>): HoldReason | 'take-over' => {
  const decision = decide(asked(overrides));
  return decision.act === 'hold' ? decision.because : decision.act;
};
