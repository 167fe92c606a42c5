/**
 * How a standby of tier `stopped` comes to rest: its volumes are read, it is stopped, it is started and answers once, and it
 * is stopped again. What one look has found decides what is done next. Pure.
 */
import { secondsBetween } from '../instants.ts';

/** In this order. */
export type Phase = 'volumes' | 'first-stop' | 'start' | 'answer' | 'last-stop' | 'settled';

/** Nothing waits without an end: a phase that lasts longer fails, but for the volumes, which are then left as they are. */
export const PHASE_SECONDS_MAX: Record<Exclude<Phase, 'settled'>, number> = {
  // 100 GiB at 5 MiB/s, which is what EBS reads at without a rate: aws-facts part 7.
  volumes: 6 * 3_600,
  'first-stop': 900,
  start: 300,
  answer: 3_600,
  'last-stop': 900,
};

type Look = {
  phase: Phase;
  /** Since when it is in this phase. */
  since: string;
  now: string;
  /** EC2's word; undefined when it could not be read. */
  state: string | undefined;
  /** The least of its volumes, in percent; undefined when EC2 does not say, as of volumes that were made of no EBS snapshot. */
  progress: number | undefined;
  /** Its service has answered or, where it is not asked, both status checks have passed. */
  answers: boolean;
};

/** What is to be asked of EC2, and the phase from then on. */
type Next = { phase: Phase; ask?: 'stop' | 'start' | undefined };

/** `late`: the caller refuses it. */
export function nextPhase({ phase, since, now, state, progress, answers }: Look): Next | 'late' {
  const stays: Next = { phase };
  const isLate = phase !== 'settled' && secondsBetween({ from: since, to: now }) > PHASE_SECONDS_MAX[phase];
  switch (phase) {
    case 'volumes':
      return progress === undefined || progress >= 100 || isLate ? { phase: 'first-stop', ask: 'stop' } : stays;
    case 'first-stop':
      return state === 'stopped' ? { phase: 'start', ask: 'start' } : isLate ? 'late' : stays;
    case 'start':
      return state === 'running' ? { phase: 'answer' } : isLate ? 'late' : stays;
    case 'answer':
      return answers ? { phase: 'last-stop', ask: 'stop' } : isLate ? 'late' : stays;
    case 'last-stop':
      return state === 'stopped' ? { phase: 'settled' } : isLate ? 'late' : stays;
    case 'settled':
      return stays;
  }
}

/** Seconds until the next look. The boot is what is measured, so that it is looked at more often. */
export function lookSeconds(phase: Phase, waitedSeconds: number): number {
  if (phase === 'volumes') return Math.round(Math.min(600, Math.max(30, waitedSeconds / 4)));
  return phase === 'start' ? 2 : 10;
}
