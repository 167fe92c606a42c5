/** Tells one scenario from its first second to its last, and reports what came of it. */
import { templateNameOf } from '../../shared/aws/blueprint.ts';
import type { Appliance, Configuration } from '../../shared/domain/appliance.ts';
import { generationOf } from '../../shared/domain/generation.ts';
import { allTrue } from '../consistency.ts';
import { currentState, type Execution, latest } from '../sfn/execution.ts';
import { type Simulation, simulate } from '../simulation.ts';
import { truthOf } from '../watch/truth.ts';
import type { World } from '../world.ts';
import { castOf } from './cast.ts';
import { expectationsOf } from './expectations.ts';
import { trafficFacts } from './facts.ts';
import { field, parsed, text } from './field.ts';
import { carryOut, type Stage } from './moments.ts';
import { outageOf } from './outage.ts';
import type { ExecutionFacts, Line, Report } from './report.ts';
import type { Scenario } from './schema.ts';
import { adoptionSentence, causeSentence } from './sentences.ts';
import { keepServiceLog, type ServiceLog } from './service-log.ts';
import { timelineOf } from './timeline.ts';

export type Telling = {
  scenario: Scenario;
  configuration: Configuration;
  seed: number;
  /** Sees the account as it stands when the story is over, for whoever asks more than a report says. */
  onEnd?: ((world: World) => void) | undefined;
};

/** Where the model's assumptions are written down. */
export const ASSUMPTIONS = 'docs/reference/simulator.md';

/** A forced stop is asked for and not waited for; this long after the last execution it is over or it hangs. */
const AFTERMATH_SECONDS = 300;

/** Probes have a vote, and hints are old, only some minutes after adoption. */
const CALM_SECONDS = 600;

function adjusted({ scenario, configuration }: Telling): Configuration {
  const { instanceTypes, bootLimitSeconds, fencing } = scenario.given;
  const change = {
    ...(instanceTypes.length > 0 && { instanceTypes }),
    ...(bootLimitSeconds !== undefined && { bootLimitSeconds }),
    ...(fencing !== undefined && { fencing }),
  };
  return { ...configuration, appliances: configuration.appliances.map((appliance) => ({ ...appliance, ...change })) };
}

async function adopt({ lambda, clock }: Simulation, { name }: Appliance): Promise<Line> {
  const output = await lambda.invoke('sweep', {});
  await clock.sleep(CALM_SECONDS * 1000);
  return { seconds: -CALM_SECONDS, kind: 'event', who: 'sweep', what: adoptionSentence(output, name) };
}

async function playMoments(stage: Stage, { when }: Scenario): Promise<Line[]> {
  const { clock } = stage.simulation;
  const zeroMs = clock.nowMs();
  const lines: Line[] = [];
  for (const moment of when.toSorted((one, other) => one.atSeconds - other.atSeconds)) {
    await clock.sleep(zeroMs + moment.atSeconds * 1000 - clock.nowMs());
    const seconds = (clock.nowMs() - zeroMs) / 1000;
    lines.push({ seconds, ...(await carryOut(stage, moment)) });
  }
  return lines;
}

function executionFacts(execution: Execution, zeroMs: number): ExecutionFacts {
  const { name, machineName, startedAtMs, status, events } = execution;
  const { stoppedAtMs, output, error, cause } = latest(execution);
  return {
    ...{ name, machine: machineName, status },
    startedSeconds: (startedAtMs - zeroMs) / 1000,
    endedSeconds: stoppedAtMs === undefined ? undefined : (stoppedAtMs - zeroMs) / 1000,
    states: events.filter(({ kind }) => kind === 'entered').map(({ state }) => state),
    ...{ output: parsed(output), error, cause: parsed(cause) },
  };
}

/** What the last word of the story was: of its takeovers if there were any, else of the front door. */
function outcomeOf(executions: Execution[], appliance: string): { outcome: string; because: string } {
  const takeovers = executions.filter(({ name }) => generationOf(name, appliance) !== undefined);
  const last = takeovers.at(-1) ?? executions.at(-1);
  if (!last) return { outcome: 'nothing', because: 'nobody asked for anything' };
  const { status, output, error, cause } = latest(last);
  if (status === 'SUCCEEDED') {
    const result = parsed(output);
    const because = [field(result, 'because'), field(result, 'detail')].map(text).filter(Boolean).join(': ');
    return { outcome: text(field(result, 'outcome')), because };
  }
  const because =
    causeSentence({ error, cause }) + (error ? '' : ` (${status} in ${currentState(last) ?? 'no state'})`);
  return { outcome: takeovers.length === 0 && error === 'RefusedError' ? 'refused' : 'failed', because };
}

type Ended = {
  telling: Telling;
  stage: Stage;
  lines: Line[];
  zeroMs: number;
  before: Report['traffic']['before'];
  service: ServiceLog;
};

/** When the appliance stopped serving, if it was the world that stopped it. */
function failedAtMs({ service, lines, zeroMs }: Ended): number | undefined {
  const down = service.turns.find(({ atMs, up }) => !up && atMs >= zeroMs)?.atMs;
  return lines.some(({ kind }) => kind === 'trouble') ? down : undefined;
}

const templateVersions = ({ ec2 }: World, templateName: string): number =>
  allTrue(ec2.launchTemplates).find(({ name }) => name === templateName)?.versions.length ?? 0;

function reportOf(ended: Ended): Report {
  const { telling, stage, lines, zeroMs, before, service } = ended;
  const { scenario, seed } = telling;
  const { simulation, appliance, cast } = stage;
  const { world, watch, stepFunctions, deployment } = simulation;
  const { executions } = stepFunctions;
  const traffic = { before, after: trafficFacts(world, appliance) };
  const outage = outageOf({ executions, appliance: appliance.name, failedAtMs: failedAtMs(ended), zeroMs, service });
  const { traffic: moved, instances } = truthOf(world, appliance);
  const found = {
    ...{ ...outcomeOf(executions, appliance.name), traffic, outage, violations: watch.violations },
    takeovers: executions.filter(({ name }) => generationOf(name, appliance.name) !== undefined).length,
    launched: [...watch.deeds.values()].flat().flatMap((deed) => (deed.kind === 'launch' ? [deed.instance.id] : [])),
    templateVersions: templateVersions(world, templateNameOf({ stage: deployment.stage, appliance: appliance.name })),
    imageId: instances.find(({ id }) => id === moved.address.instanceId)?.imageId,
  };
  return {
    ...{ simulated: true, assumptions: ASSUMPTIONS, scenario: scenario.name, title: scenario.title, seed },
    ...{ region: world.region, appliance: appliance.name, startedAt: new Date(zeroMs).toISOString() },
    ...{ outcome: found.outcome, because: found.because },
    timeline: timelineOf({ executions, lines, zeroMs }),
    ...{ traffic, outage, executions: executions.map((execution) => executionFacts(execution, zeroMs)) },
    expectations: expectationsOf(scenario.then, found, cast),
    violations: watch.violations,
  };
}

async function play(telling: Telling, simulation: Simulation, appliance: Appliance): Promise<Report> {
  const { world, clock } = simulation;
  const { scenario } = telling;
  const adoption = scenario.given.adopted ? [await adopt(simulation, appliance)] : [];
  const stage: Stage = { simulation, appliance, cast: castOf(world, appliance) };
  const service = keepServiceLog(world, appliance);
  const before = trafficFacts(world, appliance);
  const zeroMs = clock.nowMs();
  const lines = [...adoption, ...(await playMoments(stage, scenario))];
  await clock.sleep(zeroMs + scenario.watchSeconds * 1000 - clock.nowMs());
  await simulation.settle();
  await clock.sleep(AFTERMATH_SECONDS * 1000);
  telling.onEnd?.(world);
  return reportOf({ telling, stage, lines, zeroMs, before, service });
}

/** The story is about the first appliance of the configuration; the others live in the same account. */
export function tellScenario(telling: Telling): Promise<Report> {
  const configuration = adjusted(telling);
  const [appliance] = configuration.appliances;
  if (!appliance) throw new Error('the configuration has no appliance');
  const [min, max] = telling.scenario.given.bootSeconds;
  const options = { configuration, seed: telling.seed, account: { bootSeconds: { min, max } } };
  return simulate(options, (simulation) => play(telling, simulation, appliance));
}
