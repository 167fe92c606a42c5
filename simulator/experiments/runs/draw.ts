/** From a seed to a schedule: how the story opens, what is given, and one to four perils on the way. */
import { type Scenario, scenarioSchema } from '../../stories/schema.ts';
import { drawAfterwards } from './afterwards.ts';
import { type Dice, diceFor } from './dice.ts';
import { allowedPerils, drawPerils, plotsOf } from './draw-perils.ts';
import { drawShapes } from './draw-shapes.ts';
import { drawStandby } from './draw-standby.ts';
import { ABOUT_IMAGES } from './names.ts';
import { drawLoss, drawNight, drawOpening, NIGHT_SECONDS, type Opening } from './opening.ts';
import type { Aim, Schedule } from './schedule.ts';
import { isWanted, type Wanted } from './wanted.ts';

const GIVEN = scenarioSchema.shape.given;

type Kind = { automatic: boolean; night: boolean; losesOne: boolean };

function drawGiven(dice: Dice, seed: number, wanted: Wanted, { automatic, night, losesOne }: Kind): Scenario['given'] {
  const shortest = dice.whole(5, 60);
  const given = GIVEN.parse({
    profile: dice.chance(0.85) ? 'generic' : 'sophos-utm',
    bootSeconds: [shortest, shortest + dice.whole(0, 60)],
    instanceTypes: dice.chance(0.3) ? ['m5.xlarge'] : [],
    ...(dice.chance(0.12) && { fencing: 'stop-first' }),
    // So that an appliance that never answers does not take the better part of an hour.
    bootLimitSeconds: 240,
    // What a rotation prunes, and which function asks its proof: in an account from the days of the recipe there is
    // neither.
    ...(dice.chance(night ? 0.6 : 0.25) && { rotatedNights: dice.whole(8, 12) }),
    ...(dice.chance(night ? 0.4 : 0.1) && { proofAsked: true }),
    ...(dice.chance(0.05) && { rotationReboots: true }),
    // F37 counts from the first day: a probe that was answered once has a vote.
    ...(dice.chance(0.03) && isWanted('F37', wanted) && { faults: [{ kind: 'probe-blocked' }] }),
    // Two that share tables and zones show what is done to the wrong one. L2 compares the first takeover of one alone.
    ...(!losesOne && dice.chance(0.05) && { neighbour: true }),
    automatic,
    ...(wanted.shapes && drawShapes(seed)),
  });
  return night || losesOne ? given : { ...given, ...drawStandby(seed, given) };
}

/** One seed in ten has schedules, events and alarms running; of those, every other one is about coming back. */
const aimOf = (seed: number, { aim }: Wanted): Aim => aim ?? (seed % 20 === 0 ? 'liveness' : 'safety');
const isAutomatic = (seed: number, aim: Aim): boolean => aim === 'liveness' || seed % 20 === 10;

/** One liveness run in ten is about a single event, of an alarm or of EC2 itself, that is lost. */
const losesOneEvent = (seed: number, { faults }: Wanted): boolean => seed % 200 === 100 && faults.length === 0;

/** One liveness run in five has strangers alone; every one of them where nothing else is asked for. */
const onlyStrangers = (seed: number, { faults }: Wanted): boolean =>
  faults.length === 0 ? seed % 100 === 60 : faults.join() === 'strangers';

const HORIZON_SECONDS = { attended: 450, automatic: 300 };

/** How often the story is one of a rotation: seldom, for it takes long; every other one, when that is what is asked for. */
function nightShare({ faults }: Wanted): number {
  if (faults.length === 0) return 0.08;
  return ABOUT_IMAGES.some((name) => faults.includes(name)) ? 0.5 : 0;
}

function untilOf({ automatic, night }: Kind, { triggerSeconds }: Opening): number {
  if (automatic) return HORIZON_SECONDS.automatic;
  return night ? Math.max(NIGHT_SECONDS, triggerSeconds + 200) : HORIZON_SECONDS.attended;
}

/** In the minutes before the failure is noticed, and while it is acted on. */
function drawOnlyStrangers(
  dice: Dice,
  { seed, given, opening }: { seed: number; given: Scenario['given']; opening: Opening },
): Schedule {
  const plots = [{ dice, about: 'takeover' as const, triggerSeconds: 60, untilSeconds: 240 }];
  const perils = drawPerils(dice, plots, allowedPerils({ faults: ['strangers'] }, 'liveness'));
  const [ceaseSeconds, watchSeconds] = [HORIZON_SECONDS.automatic, HORIZON_SECONDS.automatic + 2];
  const entries = [...opening.entries, ...perils];
  return { seed, aim: 'liveness', given, entries, ceaseSeconds, watchSeconds, onlyStrangers: true };
}

export function drawSchedule(seed: number, wanted: Wanted): Schedule {
  const dice = diceFor(seed);
  const aim = aimOf(seed, wanted);
  const automatic = isAutomatic(seed, aim);
  const losesOne = aim === 'liveness' && losesOneEvent(seed, wanted);
  const single = losesOne || (aim === 'liveness' && onlyStrangers(seed, wanted));
  const kind: Kind = { automatic, losesOne: single, night: !single && dice.chance(nightShare(wanted)) };
  const given = drawGiven(dice, seed, wanted, kind);
  const circumstances = { dice, faults: wanted.faults, automatic };
  const lastsSeconds = automatic ? HORIZON_SECONDS.automatic - 20 : NIGHT_SECONDS;
  const opening = kind.night ? drawNight(circumstances, lastsSeconds) : drawOpening(circumstances);
  if (losesOne) {
    const entries = [drawLoss(dice, opening), ...opening.entries];
    const [ceaseSeconds, watchSeconds] = [HORIZON_SECONDS.automatic, HORIZON_SECONDS.automatic + 2];
    return { seed, aim, given, entries, ceaseSeconds, watchSeconds, losesOneEvent: true };
  }
  if (aim === 'liveness' && onlyStrangers(seed, wanted)) return drawOnlyStrangers(dice, { seed, given, opening });
  const untilSeconds = untilOf(kind, opening);
  const perils = drawPerils(dice, plotsOf(dice, opening, untilSeconds), allowedPerils(wanted, aim));
  const { triggerSeconds } = opening;
  const afterwards = automatic ? [] : drawAfterwards(dice, triggerSeconds);
  const schedule = { seed, aim, given, entries: [...opening.entries, ...perils, ...afterwards] };
  if (aim === 'safety') return { ...schedule, watchSeconds: automatic ? 360 : 0 };
  return { ...schedule, ceaseSeconds: untilSeconds, watchSeconds: untilSeconds + 2 };
}
