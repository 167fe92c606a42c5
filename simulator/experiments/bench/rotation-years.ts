/**
 * A year of nightly rotations, half of its nights with one to three troubles at any moment. The watch checks every
 * change (S7, S8 and the other invariants); after a night without trouble there has to be an image of it.
 */
import type { Configuration } from '../../../shared/domain/appliance.ts';
import { isClosed } from '../../account/sfn/execution.ts';
import { between, seededRandom } from '../../random.ts';
import { adoptLongAgo } from '../../stories/adopted.ts';
import { type Simulation, simulate } from '../../stories/simulation.ts';
import { CALL_TROUBLES } from './years/call-troubles.ts';
import { forget } from './years/forget.ts';
import { IMAGE_TROUBLES } from './years/image-troubles.ts';
import { INSTANCE_TROUBLES } from './years/instance-troubles.ts';
import { livenessFaults } from './years/liveness.ts';
import { isWell, morning } from './years/morning.ts';
import { RUN_TROUBLES } from './years/run-troubles.ts';
import { settingsOf } from './years/settings.ts';
import { chance, count, type Stage, type Tally } from './years/stage.ts';
import { watchStandby } from './years/standby-watch.ts';
import { dueAt, startRotation } from './years/start-rotation.ts';
import { makeStrangers, strangersGone } from './years/strangers.ts';
import { takeVote } from './years/take-vote.ts';
import { lay, type Trouble } from './years/trouble.ts';
import { watchYear } from './years/year-watch.ts';

type Year = { violations: string[]; tally: Tally };

const TROUBLES: Record<string, Trouble> = {
  ...IMAGE_TROUBLES,
  ...CALL_TROUBLES,
  ...INSTANCE_TROUBLES,
  ...RUN_TROUBLES,
};

/** Each as often as it weighs. */
const DRAWN = Object.entries(TROUBLES).flatMap(([name, { weight }]) => Array.from({ length: weight }, () => name));

/** In so many years nothing but EC2's own word says how the appliance is. */
const VOTELESS_SHARE = 1 / 3;

const TROUBLED_SHARE = 0.5;

/** Now and then the schedule is off for longer than images may become old: the next prune finds nearly all of them too old. */
const GAP_SHARE = 1 / 90;
const GAP_DAYS = { min: 8, max: 20 };

const DAY_MS = 86_400_000;
const NIGHT_MS = 6 * 3_600_000;
const BEFORE_MS = 900_000;

function layTroubles(stage: Stage): boolean {
  if (!chance(stage, TROUBLED_SHARE)) return false;
  const times = Math.ceil(stage.random() * 3);
  for (let laid = 0; laid < times; laid++) {
    const name = DRAWN[Math.floor(stage.random() * DRAWN.length)] ?? '';
    const trouble = TROUBLES[name];
    if (trouble) lay(stage, name, trouble);
  }
  return true;
}

/** @returns how many nights went by without a rotation. */
async function skipNights(stage: Stage): Promise<number> {
  if (!chance(stage, GAP_SHARE)) return 0;
  const nights = Math.round(between(stage.random, GAP_DAYS));
  await stage.simulation.clock.sleep(nights * DAY_MS);
  count(stage.tally, 'night', 'without a schedule', nights);
  return nights;
}

const allIsQuiet = (stage: Stage): boolean =>
  isWell(stage) && stage.simulation.stepFunctions.executions.every(isClosed);

/** Everything that violates the night's promise, if it was a night to judge. */
async function liveNight(stage: Stage): Promise<string[]> {
  const { clock } = stage.simulation;
  const dueAtMs = dueAt(clock.nowMs() + BEFORE_MS);
  await clock.sleep(dueAtMs - BEFORE_MS - clock.nowMs());
  const quietBefore = allIsQuiet(stage);
  const troubled = layTroubles(stage);
  // A night's troubles are laid around the start of its rotation, and some of them a quarter of an hour before.
  await clock.sleep(BEFORE_MS);
  startRotation(stage, { scheduledAtMs: dueAtMs });
  await clock.sleep(dueAtMs + NIGHT_MS - clock.nowMs());
  const judged = quietBefore && !troubled;
  const faults = judged ? livenessFaults(stage, dueAtMs) : [];
  count(stage.tally, 'night', judged ? 'quiet, and judged' : troubled ? 'troubled' : 'after a bad one');
  await morning(stage, { troubled });
  forget(stage);
  return faults;
}

async function live(simulation: Simulation, { seed, nights }: { seed: number; nights: number }): Promise<Year> {
  const [appliance] = simulation.configuration.appliances;
  if (!appliance) throw new Error('the configuration names no appliance');
  const stage: Stage = {
    simulation,
    appliance,
    random: seededRandom(seed * 101 + 3),
    tally: {},
    ambushes: [],
    dregs: new Set(),
  };
  const { rotation } = appliance;
  count(stage.tally, 'year', `prove ${rotation.prove}${rotation.reboot ? ', reboot' : ''}`);
  count(stage.tally, 'year', `standby ${appliance.standby.tier}`);
  await adoptLongAgo(simulation);
  if (chance(stage, VOTELESS_SHARE)) takeVote(stage);
  const strangers = makeStrangers(stage);
  watchYear(stage);
  const standby = watchStandby(stage);
  const faults: string[] = [];
  for (let night = 0; night < nights; night += 1 + (await skipNights(stage))) {
    faults.push(...(await liveNight(stage)));
    standby?.endNight();
  }
  const all = [...faults, ...(standby?.faults ?? []), ...strangersGone(stage, strangers)];
  return {
    violations: [...simulation.watch.violations, ...all],
    tally: stage.tally,
  };
}

/** `nights` fewer than a year's for a look that is soon over. */
export function rotationYear(
  configuration: Configuration,
  { seed, nights = 365 }: { seed: number; nights?: number },
): Promise<Year> {
  const pageSize = Math.round(between(seededRandom(seed), { min: 5, max: 40 }));
  const options = { configuration: settingsOf(configuration, seed), seed, limitSeconds: 500 * 86_400 };
  return simulate({ ...options, account: { pageSize } }, (simulation) => live(simulation, { seed, nights }));
}
