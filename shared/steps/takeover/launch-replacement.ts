/** Launches the replacement in the first placement that does not refuse it, or adopts one that already runs. */
import type { Step } from '../../deps.ts';
import { RefusedError } from '../../domain/errors.ts';
import { nextPlacement } from '../../domain/takeover/placement.ts';
import {
  FORWARD_YOUNG,
  INSTANCES,
  launches,
  ROUTES,
  TAGS,
  TEMPLATES,
  TERMINATE,
  USER_DATA,
} from '../dry-runs/attempts.ts';
import { tries } from '../dry-runs/dry-runs.ts';
import { askPlacements, summaryOf } from './ask-placements.ts';
import { early } from './early.ts';
import { type Awaited, type Launched, launchedIn, refusedIn, type SomeRefused, type StopsFirst } from './facts.ts';
import { passGateClaimed } from './gate.ts';
import { giveUp, giveUpSuperfluous } from './give-up.ts';
import { parseTakeover, type TakeoverInput } from './input.ts';
import { leftover } from './leftover.ts';
import { type Source, takeFirst } from './source.ts';
import { replacedStandby, standby } from './standby.ts';

/** Where an existing replacement may come from, in order of preference. Adopting one costs no launch. */
const SOURCES: Source[] = [leftover, standby, early];

export const launchReplacement: Step<TakeoverInput, Launched | SomeRefused | StopsFirst> = {
  parse: parseTakeover,
  check: (event, deps) =>
    tries(event, deps, (question) => [
      ...[INSTANCES, TAGS, ROUTES, TEMPLATES, ...launches(question)],
      ...[FORWARD_YOUNG, TERMINATE, USER_DATA],
    ]),
  async run(input, deps) {
    const { plan, done } = input;
    if (plan.fencing === 'stop-first' && !done.stop && !done.stopFailure) return { outcome: 'stop-first' };
    const beganAt = deps.clock.now().toISOString();
    const dead = done.replacement?.outcome === 'dead' ? done.replacement : undefined;
    const replaces = replacedStandby(input);
    const gate = passGateClaimed(input, deps);
    // A refusal of the gate comes first: a superseded takeover ends as superseded, also if the newer one has launched already.
    const afterGate = (cause: unknown) => gate.then(() => Promise.reject(cause));
    const [, offers] = await Promise.all([
      gate,
      dead || replaces ? [] : Promise.all(SOURCES.map((source) => source(input, deps))).catch(afterGate),
    ]);
    if (dead?.terminate && done.launch?.outcome !== 'some-refused') await giveUp(dead.instanceId, deps);
    const launched =
      (await takeFirst(offers, deps)) ??
      (await askPlacements(dead ? unrated(input) : input, { first: firstIndex(input, dead), beganAt }, deps));
    if (launched.outcome === 'some-refused') return launched;
    const superfluous = offers.flatMap((offer) => offer.superfluous).filter(({ id }) => id !== launched.instanceId);
    // Afterwards, while EC2 starts it: at most one unused replacement is kept.
    await giveUpSuperfluous(superfluous, plan, deps);
    const planted = offers.flatMap((offer) => offer.planted);
    return { ...launched, ...(planted.length > 0 && { planted }), ...(replaces && { replaces }) };
  },
};

/** Why a replacement died is not always known. A quota on the volume initialization rate is possible: later launches do without. */
const unrated = (input: TakeoverInput): TakeoverInput => ({
  ...input,
  plan: { ...input.plan, volumeInitialization: undefined },
});

/** The placement at which the previous attempt ended; after a death, the placement behind the one that died. */
function firstIndex({ plan, done }: TakeoverInput, dead: Extract<Awaited, { outcome: 'dead' }> | undefined): number {
  if (done.launch?.outcome === 'some-refused') return done.launch.placementIndex;
  if (!dead) return 0;
  const index = launchedIn(done)?.placementIndex;
  // An adopted replacement has used no placement of this plan, unless the previous attempt launched it.
  if (index === undefined) return 0;
  const next = nextPlacement(plan.placements, index, dead.scope);
  if (next === undefined)
    throw new RefusedError(`no placement is left: ${summaryOf(refusedIn(done))}; ${dead.instanceId} died: ${dead.why}`);
  return next;
}
