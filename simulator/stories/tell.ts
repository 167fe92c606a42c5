/** Tells one scenario from its first second to its last, and reports what came of it. */
import { templateNameOf } from '../../shared/aws/blueprint.ts';
import type { Appliance, Configuration } from '../../shared/domain/appliance.ts';
import { restOf } from '../../shared/domain/decision/standby-state.ts';
import { isMarkedGood } from '../../shared/domain/images/standing.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { allTrue, truth } from '../account/consistency.ts';
import { contentAtMs } from '../account/ec2/copy-image.ts';
import { castFault } from '../account/faults/all.ts';
import type { Execution } from '../account/sfn/execution.ts';
import type { World } from '../account/world.ts';
import { truthOf } from '../checks/watch/truth.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import { castOf } from './cast.ts';
import { expectationsOf } from './expectations.ts';
import { trafficFacts } from './facts.ts';
import { accountOf, configurationOf } from './given.ts';
import { messageLines, messagesOf, sweepLines } from './heard.ts';
import { tagsOfWhole } from './holder-tags.ts';
import type { Stage } from './moments.ts';
import { lookNextDoor } from './neighbour.ts';
import { outageOf } from './outage.ts';
import {
  executionFacts,
  launchedEarly,
  launchedFor,
  outcomeOf,
  rotationOutcomeOf,
  standbysIn,
  takeoversOf,
} from './outcome.ts';
import { adopt, playMoments } from './play.ts';
import type { Line, Report } from './report.ts';
import type { Scenario } from './schema.ts';
import { keepServiceLog, type ServiceLog } from './service-log.ts';
import { type Simulation, simulate } from './simulation.ts';
import { timelineOf } from './timeline.ts';
import { unstruck } from './unstruck.ts';

export type Telling = {
  scenario: Scenario;
  configuration: Configuration;
  seed: number;
  /** Sees the account as it is when the scenario is over, for a caller that needs more than a report says. */
  onEnd?: ((world: World, simulation: Simulation) => void) | undefined;
  /** A moment of a made-up story that cannot be - there is nothing to redrive - is said, and the story goes on. */
  madeUp?: boolean | undefined;
  /** All that the scenario says of it. */
  roles?: 'enforced' | undefined;
  /** Asked now and then once all moments are over: whether there is anything left to wait for. */
  waitsFor?: ((stage: Stage) => { untilMs: number } | undefined) | undefined;
};

/** A forced stop is asked for and not waited for; this long after the last execution it is over or it hangs. */
const AFTERMATH_SECONDS = 300;

/** The end of a stop is not asked about in a generated scenario, and where schedules run every minute costs work. */
const SHORT_AFTERMATH_SECONDS = 60;

/** No sweep and no prober takes longer, and none begins any more. */
const LAST_WORDS_SECONDS = 120;

/** Looks every half minute, and no longer than its limit. */
async function waitFor(stage: Stage, { waitsFor }: Telling): Promise<void> {
  const { clock } = stage.simulation;
  for (let left = waitsFor?.(stage); left && clock.nowMs() < left.untilMs; left = waitsFor?.(stage)) {
    await clock.sleep(Math.min(30_000, left.untilMs - clock.nowMs()));
  }
}

/** By then a rotation has had its image made and proven, or waits for it as long as a day. */
const WATCHED_SECONDS = 1200;

/** Whether it is a standby in the state of its tier. */
const waits =
  ({ standby: { tier } }: Appliance) =>
  ({ state, tags }: { state: string; tags: Record<string, string> }): boolean =>
    state === restOf(tier) && tags[TAG.role] === 'standby';

/** Longer than anything of ours may take. */
const TWO_DAYS_SECONDS = 2 * 86_400;

/** In a generated scenario the minutes of a day in which an image is pending are not watched: schedules rest meanwhile. */
async function comeToRest({ simulation }: Stage, { madeUp }: Telling): Promise<void> {
  const { byItself, clock } = simulation;
  const settled = simulation.settle();
  if (madeUp && byItself.automatic) {
    const watched = clock.sleep(WATCHED_SECONDS * 1000).then(() => 'watched' as const);
    const first = await Promise.race([settled, watched]);
    if (first === 'watched') byItself.restUntil(clock.nowMs() + TWO_DAYS_SECONDS * 1000);
  }
  await settled;
}

/** Schedules need a minute until each of them has called its function for the first time. */
async function startSchedules({ byItself, clock }: Simulation): Promise<void> {
  byItself.start();
  if (byItself.automatic) await clock.sleep(90_000);
}

const goodImages = ({ ec2 }: World, { name }: Appliance): number =>
  allTrue(ec2.images).filter(
    (image) => image.state === 'available' && image.tags[TAG.appliance] === name && isMarkedGood(image),
  ).length;

type Ended = {
  telling: Telling;
  stage: Stage;
  lines: Line[];
  zeroMs: number;
  before: Report['traffic']['before'];
  service: ServiceLog;
  nextDoor: () => string;
};

/** When the appliance stopped serving, if it was the world that stopped it. */
function failedAtMs({ service, lines, zeroMs }: Ended): number | undefined {
  const down = service.turns.find(({ atMs, up }) => !up && atMs >= zeroMs)?.atMs;
  return lines.some(({ kind }) => kind === 'trouble') ? down : undefined;
}

/** From the failure to the first takeover, when there were both. */
function startedAfterSeconds([takeover]: Execution[], failedMs: number | undefined): number | undefined {
  return takeover && failedMs && (takeover.startedAtMs - failedMs) / 1000;
}

const templateVersions = ({ ec2 }: World, templateName: string): number =>
  allTrue(ec2.launchTemplates).find(({ name }) => name === templateName)?.versions.length ?? 0;

function reportOf(ended: Ended): Report {
  const { telling, stage, lines, zeroMs, before, service, nextDoor } = ended;
  const { scenario, seed } = telling;
  const { simulation, appliance, cast } = stage;
  const { world, watch, stepFunctions, deployment } = simulation;
  const { executions } = stepFunctions;
  const traffic = { before, after: trafficFacts(world, appliance) };
  const failedMs = failedAtMs(ended);
  const outage = outageOf({ executions, appliance: appliance.name, failedAtMs: failedMs, zeroMs, service });
  const { traffic: moved, instances } = truthOf(world, appliance);
  const told = messagesOf(world, { zeroMs });
  const takeovers = takeoversOf(executions, appliance.name);
  const facts = executions.map((execution) => executionFacts(execution, zeroMs));
  const heard = [...messageLines(told), ...sweepLines(simulation.lambda.log, { appliance: appliance.name, zeroMs })];
  const found = {
    told,
    mails: world.publications.filter(({ atMs }) => atMs >= zeroMs).map(({ message }) => message),
    startedAfterSeconds: startedAfterSeconds(takeovers, failedMs),
    ...{ ...outcomeOf(executions, appliance.name), traffic, outage, violations: watch.violations },
    rotation: rotationOutcomeOf(executions),
    unstruck: unstruck(simulation),
    goodImages: goodImages(world, appliance),
    takeovers: takeovers.length,
    launched: launchedFor(watch, world, appliance.name),
    launchedEarly: launchedEarly(world, appliance.name),
    standbys: {
      taken: standbysIn(takeovers),
      running: instances.filter(waits(appliance)).length,
    },
    neighbour: nextDoor(),
    templateVersions: templateVersions(world, templateNameOf({ stage: deployment.stage, appliance: appliance.name })),
    holderTags: tagsOfWhole(world, moved.address.instanceId),
    ...imageOfHolder(world, instances.find(({ id }) => id === moved.address.instanceId)?.imageId),
  };
  return {
    ...{ simulated: true, assumptions: ASSUMPTIONS, scenario: scenario.name, title: scenario.title, seed },
    ...{
      region: world.region,
      appliance: appliance.name,
      profile: appliance.profile,
      startedAt: new Date(zeroMs).toISOString(),
    },
    ...{ outcome: found.outcome, because: found.because },
    bootSeconds: scenario.given.bootSeconds,
    timeline: timelineOf({ executions, lines: [...lines, ...heard], zeroMs }),
    ...{ traffic, outage, executions: facts, told },
    expectations: expectationsOf(scenario.then, found, cast),
    violations: watch.violations,
  };
}

function imageOfHolder(world: World, imageId: string | undefined) {
  const image = imageId === undefined ? undefined : truth(world.ec2.images, imageId);
  const hours = image && (world.clock.nowMs() - contentAtMs(image)) / 3_600_000;
  return { imageId, contentAgeHours: hours };
}

async function play(telling: Telling, simulation: Simulation, appliance: Appliance): Promise<Report> {
  const { world, clock } = simulation;
  const { scenario } = telling;
  const stage: Stage = { simulation, appliance, cast: castOf(world, appliance) };
  for (const fault of scenario.given.faults) simulation.inject(castFault(stage.cast, fault));
  const { adopted, standby } = scenario.given;
  const history = { madeUp: telling.madeUp, standbyKept: standby?.kept === true };
  const adoption = adopted ? await adopt(simulation, appliance, history) : [];
  if (telling.madeUp) await startSchedules(simulation);
  const service = keepServiceLog(world, appliance);
  const before = trafficFacts(world, appliance);
  const nextDoor = lookNextDoor(simulation, appliance);
  const zeroMs = clock.nowMs();
  const lines = [...adoption, ...(await playMoments(stage, { moments: scenario.when, madeUp: telling.madeUp }))];
  await clock.sleep(zeroMs + scenario.watchSeconds * 1000 - clock.nowMs());
  await waitFor(stage, telling);
  await comeToRest(stage, telling);
  await clock.sleep((telling.madeUp ? SHORT_AFTERMATH_SECONDS : AFTERMATH_SECONDS) * 1000);
  // Where schedules run there is always something under way; the story ends when that has.
  if (scenario.given.automatic) await simulation.rest(clock.nowMs() + LAST_WORDS_SECONDS * 1000);
  telling.onEnd?.(world, simulation);
  return reportOf({ telling, stage, lines, zeroMs, before, service, nextDoor });
}

/** The story is about the first appliance of the configuration; the others live in the same account. */
export function tellScenario(telling: Telling): Promise<Report> {
  const { scenario, seed } = telling;
  const configuration = configurationOf(scenario, telling.configuration);
  const [appliance] = configuration.appliances;
  if (!appliance) throw new Error('the configuration has no appliance');
  const { automatic } = scenario.given;
  const options = {
    configuration,
    seed,
    automatic,
    account: accountOf(scenario, appliance),
    startsLater: telling.madeUp,
    roles: telling.roles ?? scenario.given.roles,
  };
  return simulate(options, (simulation) => play(telling, simulation, appliance));
}
