/** From a seed to a schedule: one failure (or none), what asks for the takeover, and one to four perils on the way. */
import type { Moment, Scenario } from '../scenarios/schema.ts';
import { scenarioSchema } from '../scenarios/schema.ts';
import { type Dice, diceFor } from './dice.ts';
import { FAILURES } from './failures.ts';
import type { Peril, Plot } from './peril.ts';
import { PERILS } from './perils.ts';
import type { Aim, Entry, Schedule } from './schedule.ts';

export type Wanted = {
  /** Only perils of these names; all when empty. */
  faults: string[];
  /** What every run is for; without it a seed decides. */
  aim?: Aim | undefined;
};

const GIVEN = scenarioSchema.shape.given;

const isWanted = (name: string, { faults }: Wanted): boolean => faults.length === 0 || faults.includes(name);

function drawGiven(dice: Dice, wanted: Wanted, automatic: boolean): Scenario['given'] {
  const shortest = dice.whole(5, 60);
  return GIVEN.parse({
    profile: dice.chance(0.85) ? 'generic' : 'sophos-utm',
    bootSeconds: [shortest, shortest + dice.whole(0, 60)],
    instanceTypes: dice.chance(0.3) ? ['m5.xlarge'] : [],
    ...(dice.chance(0.12) && { fencing: 'stop-first' }),
    // So that an appliance that never answers does not take the better part of an hour.
    bootLimitSeconds: 240,
    // What a rotation lets go, and who asks its proof: in an account from the days of the recipe there is neither.
    ...(dice.chance(0.25) && { rotatedNights: dice.whole(8, 12) }),
    ...(dice.chance(0.1) && { proofAsked: true }),
    ...(dice.chance(0.05) && { rotationReboots: true }),
    // F37 counts from the first day: a probe that was answered once has a vote.
    ...(dice.chance(0.03) && isWanted('F37', wanted) && { faults: [{ kind: 'probe-blocked' }] }),
    automatic,
  });
}

const person = (mode: 'failover' | 'switchover', atSeconds: number): Moment => ({
  atSeconds,
  ask: { mode, requestedBy: 'somebody', reason: `a seeded ${mode}` },
});

type Opening = { entries: Entry[]; triggerSeconds: number };

/** What begins the story. Where schedules run, whatever detects the failure is part of what is tested. */
function drawOpening(dice: Dice, { faults }: Wanted, automatic: boolean): Opening {
  if (!automatic && dice.chance(0.12)) {
    const atSeconds = dice.whole(5, 30);
    return { entries: [{ name: 'switchover', moments: [person('switchover', atSeconds)] }], triggerSeconds: atSeconds };
  }
  const allowed = FAILURES.filter(({ name }) => faults.includes(name));
  const failure = dice.pick(allowed.length > 0 ? allowed : FAILURES);
  const entry: Entry = { name: failure.name, moments: [failure.moment(dice)] };
  if (automatic) return { entries: [entry], triggerSeconds: 30 };
  const byAlarm = failure.alarm !== undefined && dice.chance(0.85);
  // EC2's checks notice a death within two minutes; an alarm before that would be told to wait.
  const triggerSeconds = byAlarm && failure.alarm === 'status-check' ? dice.whole(125, 160) : dice.whole(15, 60);
  const moment: Moment =
    byAlarm && failure.alarm ? { atSeconds: triggerSeconds, alarm: failure.alarm } : person('failover', triggerSeconds);
  return { entries: [entry, { name: 'trigger', moments: [moment] }], triggerSeconds };
}

/** Often enough somebody asks for another one later, so that generations meet and a cooldown may be in the way. */
function drawEncore(dice: Dice, triggerSeconds: number): Entry[] {
  const atSeconds = triggerSeconds + dice.whole(60, 600);
  const what = dice.whole(1, 10);
  if (what > 6) return [];
  const again: Moment =
    what <= 4
      ? person(dice.pick(['failover', 'switchover']), atSeconds)
      : { atSeconds: atSeconds + 150, alarm: 'status-check' };
  const dies: Moment = { atSeconds, fault: { kind: 'instance-dead', instance: 'holder' } };
  return [{ name: 'encore', moments: what % 2 === 0 ? [dies, again] : [again] }];
}

/** Sweeps that would come by themselves, at two moments after the takeover, so that what a dead run left is finished. */
function drawClosing(dice: Dice, triggerSeconds: number): Entry[] {
  const first = triggerSeconds + dice.whole(60, 400);
  const count = dice.whole(0, 2);
  return Array.from({ length: count }, (_, index) => ({
    name: 'sweep',
    moments: [{ atSeconds: first + index * dice.whole(60, 400), sweep: true as const }],
  }));
}

const allowedPerils = (wanted: Wanted, aim: Aim): Peril[] =>
  PERILS.filter(({ lasting, name }) => !(lasting && aim === 'liveness') && isWanted(name, wanted));

function drawPerils(plot: Plot, perils: Peril[]): Entry[] {
  if (perils.length === 0) return [];
  return Array.from({ length: plot.dice.whole(1, 4) }, () => {
    const { name, draw } = plot.dice.pick(perils);
    return { name, moments: draw(plot) };
  });
}

/** One seed in ten lives where everything happens by itself; of those, every other one is about coming back. */
const aimOf = (seed: number, { aim }: Wanted): Aim => aim ?? (seed % 20 === 0 ? 'liveness' : 'safety');
const isAutomatic = (seed: number, aim: Aim): boolean => aim === 'liveness' || seed % 20 === 10;

/** One liveness run in ten is about a single event, of an alarm or of EC2 itself, that nobody hears. */
const losesOneEvent = (seed: number, { faults }: Wanted): boolean => seed % 200 === 100 && faults.length === 0;

/** On its way to us, or with the Lambda that had heard it. */
function drawLoss(dice: Dice): Entry {
  const lost: Moment[] = [
    ...(['AlarmRule', 'InstanceRule'] as const).map(
      (rule): Moment => ({ atSeconds: 0, fault: { kind: 'event-lost', rule, times: 1 } }),
    ),
    ...['route-instance-event', 'sweep', 'assess'].map(
      (functionName): Moment => ({ atSeconds: 0, death: { functionName, beforeCall: 1 } }),
    ),
  ];
  return { name: 'F9', moments: [dice.pick(lost)] };
}

const HORIZON_SECONDS = { attended: 450, automatic: 300 };

export function drawSchedule(seed: number, wanted: Wanted): Schedule {
  const dice = diceFor(seed);
  const aim = aimOf(seed, wanted);
  const automatic = isAutomatic(seed, aim);
  const given = drawGiven(dice, wanted, automatic);
  const opening = drawOpening(dice, wanted, automatic);
  const { triggerSeconds } = opening;
  const untilSeconds = automatic ? HORIZON_SECONDS.automatic : HORIZON_SECONDS.attended;
  if (aim === 'liveness' && losesOneEvent(seed, wanted)) {
    const entries = [drawLoss(dice), ...opening.entries];
    const [ceaseSeconds, watchSeconds] = [HORIZON_SECONDS.automatic, HORIZON_SECONDS.automatic + 2];
    return { seed, aim, given, entries, ceaseSeconds, watchSeconds, losesOneEvent: true };
  }
  const perils = drawPerils({ dice, triggerSeconds, untilSeconds }, allowedPerils(wanted, aim));
  const closing = automatic ? [] : [...drawEncore(dice, triggerSeconds), ...drawClosing(dice, triggerSeconds)];
  const schedule = { seed, aim, given, entries: [...opening.entries, ...perils, ...closing] };
  if (aim === 'safety') return { ...schedule, watchSeconds: automatic ? 360 : 0 };
  return { ...schedule, ceaseSeconds: untilSeconds, watchSeconds: untilSeconds + 2 };
}
