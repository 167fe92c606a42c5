/**
 * When CloudWatch looks at the alarms: those with a period below a minute every ten seconds, the others every minute,
 * each a while after the end of the period that depends on the account. Nothing is evaluated unless a story starts it.
 */
import { EXTRA_PERIODS } from '../../durations.ts';
import { between } from '../../random.ts';
import type { World } from '../world.ts';
import { isHighResolution } from './definition.ts';
import { evaluate } from './evaluate.ts';
import type { Habits } from './state.ts';
import { keepObserving } from './status-checks.ts';

type AlarmClock = {
  /** From now on alarms are evaluated. */
  start(): void;
  stop(): void;
  /** The world rests until then: nothing is evaluated, and nothing is lost, because nothing changes. */
  leapTo(epochMs: number): void;
};

type Beat = keyof Habits['phaseMs'];

const EVERY_MS: Record<Beat, number> = { standard: 60_000, highResolution: 10_000 };

function habitsOf(world: World): Habits {
  const { cloudwatch, random } = world;
  const phase = (beat: Beat): number => Math.floor(between(random, { min: 0, max: EVERY_MS[beat] }));
  const extra = (): number => Math.round(between(random, EXTRA_PERIODS));
  cloudwatch.habits ??= {
    phaseMs: { standard: phase('standard'), highResolution: phase('highResolution') },
    extraPeriods: { standard: extra(), highResolution: extra() },
  };
  return cloudwatch.habits;
}

function look(world: World, beat: Beat): void {
  const { phaseMs, extraPeriods } = habitsOf(world);
  const untilMs = world.clock.nowMs() - phaseMs[beat];
  for (const alarm of world.cloudwatch.alarms.values()) {
    if (isHighResolution(alarm.definition) !== (beat === 'highResolution')) continue;
    evaluate(world, alarm, { untilMs, extraPeriods: extraPeriods[beat] });
  }
}

/** One timer for each beat, and none for each alarm: a quiet minute costs seven of them. */
function schedule(world: World, beat: Beat): void {
  const { evaluation } = world.cloudwatch;
  const { round } = evaluation;
  const phaseMs = habitsOf(world).phaseMs[beat];
  const afterMs = Math.max(world.clock.nowMs(), evaluation.restUntilMs - 1) - phaseMs;
  const nextMs = (Math.floor(afterMs / EVERY_MS[beat]) + 1) * EVERY_MS[beat] + phaseMs;
  world.clock.at(nextMs, () => {
    if (!evaluation.running || evaluation.round !== round) return;
    if (world.clock.nowMs() >= evaluation.restUntilMs) look(world, beat);
    schedule(world, beat);
  });
}

function start(world: World): void {
  const { evaluation } = world.cloudwatch;
  if (evaluation.running) return;
  evaluation.running = true;
  evaluation.round += 1;
  if (!evaluation.observing) keepObserving(world);
  evaluation.observing = true;
  schedule(world, 'standard');
  schedule(world, 'highResolution');
}

/** The same clock for everybody who asks: its state is the world's. */
export const alarmClock = (world: World): AlarmClock => ({
  start: () => start(world),
  stop: () => {
    world.cloudwatch.evaluation.running = false;
  },
  leapTo: (epochMs) => {
    world.cloudwatch.evaluation.restUntilMs = epochMs;
  },
});
