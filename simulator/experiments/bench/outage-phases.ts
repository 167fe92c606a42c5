/** Where the seconds of an outage went, by the calls that were made, so that every contender is measured alike. */

import type { Call } from '../../account/world.ts';
import { PHASES, type PhaseName } from '../../stories/report.ts';

export type PhaseSeconds = Record<PhaseName, number>;

type Instants = {
  failedMs: number;
  noticedMs: number;
  /** The appliance answers again at its address, and every route leads to it. */
  answersMs: number;
  verifiedMs?: number | undefined;
};

const MOVES = ['AssociateAddress', 'ReplaceRoute', 'CreateRoute'];

/** The functions of ours that launch and move; other readers meanwhile are no part of it. */
const HANDS = ['contender', 'launch-replacement', 'await-replacement', 'move-traffic'];

/** A request whose answer came too late, or never, has launched all the same. */
export const isLaunch = ({ action, error }: Call): boolean =>
  action === 'RunInstances' && (error === undefined || error === 'TimeoutError');

/** In place of a launch: the standby becomes the replacement. */
const isTaking = ({ action, caller, error }: Call): boolean =>
  action === 'CreateTags' && caller === 'launch-replacement' && !error;

function lastOf(calls: Call[], actions: string[]): Call | undefined {
  return calls.filter(({ action, error }) => actions.includes(action) && !error).at(-1);
}

/**
 * - detect: until a contender begins
 * - decide: until RunInstances is sent, or the standby is tagged, which includes the wait for the old instance to stop, where there is one
 * - launch: until the waiting function has read `running`
 * - move: until the last change of the address and the routes is answered
 * - boot: what is left of it until the appliance answers
 * - verify: until that has been seen; no part of the outage
 */
export function phasesOf(all: Call[], { failedMs, noticedMs, answersMs, verifiedMs }: Instants): PhaseSeconds {
  const calls = all.filter(({ caller, atMs }) => HANDS.includes(caller) && atMs >= failedMs);
  const run = calls.find(isLaunch) ?? calls.find(isTaking);
  const move = lastOf(calls, MOVES);
  if (!run || !move) throw new Error('an appliance that answers again must have been launched and moved');
  const firstMoveMs = Math.min(...calls.filter(({ action }) => MOVES.includes(action)).map(({ atMs }) => atMs));
  const waits = calls.filter(({ atMs, caller }) => atMs > run.atMs && atMs < firstMoveMs && caller !== 'move-traffic');
  const seenRunning = lastOf(waits, ['DescribeInstances']);
  const ends: Record<PhaseName, number> = {
    ...{ detect: noticedMs, decide: run.atMs, launch: seenRunning?.endedAtMs ?? run.endedAtMs },
    ...{ move: move.endedAtMs, boot: answersMs, verify: verifiedMs ?? answersMs },
  };
  let fromMs = failedMs;
  const seconds = PHASES.map((name): [PhaseName, number] => {
    // The last change takes effect before its answer arrives, so an appliance that was up by then ends the move.
    const toMs = name === 'verify' ? ends[name] : Math.min(ends[name], answersMs);
    const lasted = Math.max(0, toMs - fromMs) / 1000;
    fromMs = Math.max(fromMs, toMs);
    return [name, lasted];
  });
  return Object.fromEntries(seconds) as PhaseSeconds;
}
