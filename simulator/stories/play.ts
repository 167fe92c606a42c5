/** The parts of a scenario that move its account: the adoption before its first second, and its moments. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { adoptByHand, adoptLongAgo, CALM_SECONDS } from './adopted.ts';
import { keepStandby } from './keep-standby.ts';
import { carryOut, type Stage } from './moments.ts';
import type { Line } from './report.ts';
import type { Moment } from './schema.ts';
import { adoptionSentence } from './sentences.ts';
import type { Simulation } from './simulation.ts';

/** What people or the world were refused is part of a made-up story; what the simulator does not know never is. */
function couldNotBe(cause: unknown): Pick<Line, 'kind' | 'who' | 'what'> {
  const ours =
    !(cause instanceof Error) ||
    ['NotSimulatedError', 'TypeError', 'RangeError', 'ReferenceError'].includes(cause.name);
  if (ours) throw cause;
  return { kind: 'event', who: 'world', what: `nothing comes of it: ${cause.message}` };
}

type Playing = { moments: Moment[]; madeUp?: boolean | undefined };

/** Each at its second, counted from now. */
export async function playMoments(stage: Stage, { moments, madeUp = false }: Playing): Promise<Line[]> {
  const { clock } = stage.simulation;
  const zeroMs = clock.nowMs();
  const lines: Line[] = [];
  for (const moment of moments.toSorted((one, other) => one.atSeconds - other.atSeconds)) {
    await clock.sleep(zeroMs + moment.atSeconds * 1000 - clock.nowMs());
    const seconds = (clock.nowMs() - zeroMs) / 1000;
    const told = carryOut(stage, moment);
    lines.push({ seconds, ...(await (madeUp ? told.catch(couldNotBe) : told)) });
  }
  return lines;
}

/** The first day of an appliance that is adopted automatically is not shown: its sweep came with the schedule. */
export async function adopt(
  simulation: Simulation,
  appliance: Appliance,
  { madeUp, standbyKept = false }: { madeUp?: boolean | undefined; standbyKept?: boolean } = {},
): Promise<Line[]> {
  const adoption = await (madeUp ? adoptByHand(simulation) : adoptLongAgo(simulation));
  if (standbyKept) {
    await keepStandby(simulation, appliance);
    // The points of the probe are minutes old by now.
    if (madeUp) await adoptByHand(simulation);
  }
  if (adoption === undefined) return [];
  return [{ seconds: -CALM_SECONDS, kind: 'event', who: 'sweep', what: adoptionSentence(adoption, appliance.name) }];
}
