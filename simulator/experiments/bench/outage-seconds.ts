/** One outage: one contender, one failure, one seed, from the failure until the appliance answers again. */
import { profileOf } from '../../../shared/config/defaults.ts';
import type { Appliance, Configuration, ProfileName } from '../../../shared/domain/appliance.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { callers } from '../../account/caller.ts';
import { allTrue, truth } from '../../account/consistency.ts';
import { machineOf } from '../../account/ec2/machines.ts';
import { observe } from '../../account/observe.ts';
import type { Range } from '../../random.ts';
import { keepProof } from '../../stories/keep-standby.ts';
import { keepServiceLog, type ServiceLog } from '../../stories/service-log.ts';
import { clientsFor } from '../../stories/shared-clients.ts';
import { type Simulation, simulate } from '../../stories/simulation.ts';
import { type Bounds, boundOf } from './outage-bound.ts';
import type { BenchedStandby, Contender, Deed, Failure, Scene } from './outage-contenders.ts';
import { type Draws, drawsOf } from './outage-draws.ts';
import { type PhaseSeconds, phasesOf } from './outage-phases.ts';
import type { Failed } from './recipe.ts';

export type OutageRun =
  | { back: true; seconds: number; phases: PhaseSeconds; bounds?: Bounds | undefined }
  | { back: false; because: string };

/** A contender that has not come back by then does not come back without help. */
const WATCHED_MS = 3_600_000;

/** One appliance of the given profile, and no other in the account. */
export function benchConfiguration(configuration: Configuration, profile: ProfileName): Configuration {
  const [appliance] = configuration.appliances;
  if (!appliance) throw new Error('the configuration names no appliance');
  const { protocol, port, ...ofProfile } = profileOf(profile);
  const benched = { ...appliance, ...ofProfile, profile, probe: { ...appliance.probe, protocol, port } };
  return { ...configuration, appliances: [benched as Appliance] };
}

/** A second boot, of volumes that have been read. */
const WARM_BOOT_SHARE = 0.5;

function withStandby(configuration: Configuration, standby: BenchedStandby | undefined): Configuration {
  if (!standby) return configuration;
  const appliances = configuration.appliances.map((each) => ({
    ...each,
    standby: { ...each.standby, tier: standby.tier },
    ...(standby.tier === 'stopped' && { volumeInitialization: 300 }),
    probe: { ...each.probe, intervalSeconds: 2, failures: standby.failures },
  }));
  return { ...configuration, appliances };
}

function failedOf({ world }: Simulation, appliance: Appliance): Failed {
  const { instanceId } = observe(world, appliance).address;
  const instance = instanceId && truth(world.ec2.instances, instanceId);
  if (!instance) throw new Error('the address has no holder');
  return { instanceId: instance.id, zone: instance.zone, type: instance.type };
}

function strike({ world, inject }: Simulation, { instanceId, zone }: Failed, how: { failure: Failure; draws: Draws }) {
  const failedMs = world.clock.nowMs();
  if (how.failure === 'lost-zone') inject({ kind: 'zone-lost', zone, stops: 'hang' });
  else inject({ kind: 'instance-dead', instanceId });
  machineOf(world, instanceId).impairedFromMs = failedMs + how.draws.impairedAfterMs;
  return failedMs;
}

/** The first of: the contender has done its part or given up, or the patience is used up. */
async function attempt(contender: Contender, scene: Scene): Promise<Deed | { because: string }> {
  const { clock, world } = scene.simulation;
  const act = (): Promise<Deed> => contender.act(scene);
  const acting = contender.ours ? act() : callers.run({ name: 'contender', dead: false, world }, act);
  const gaveUp = acting.catch((cause: unknown) => ({
    because: cause instanceof Error ? `${cause.name}: ${cause.message}`.slice(0, 160) : String(cause),
  }));
  return Promise.race([gaveUp, clock.sleep(WATCHED_MS).then(() => ({ because: 'an hour was not enough' }))]);
}

/** It may still boot when the contender has done all that it does. */
async function answersMs({ turns }: ServiceLog, { clock }: Simulation): Promise<number | undefined> {
  const limitMs = clock.nowMs() + WATCHED_MS;
  while (!turns.at(-1)?.up && clock.nowMs() < limitMs) await clock.sleep(1_000);
  const last = turns.at(-1);
  return last?.up ? last.atMs : undefined;
}

/** As last night's rotation has left it. With tier `stopped` the sweep has another one bring it to rest. */
async function keepStandby(simulation: Simulation, { name, standby: { tier } }: Appliance): Promise<void> {
  const { world, clock } = simulation;
  await keepProof(simulation, { appliance: name, id: 'bench', requestedBy: 'the bench' });
  if (tier === 'running') return;
  const untilMs = clock.nowMs() + RESTS_WITHIN_MS;
  while (!rests(world, name)) {
    if (clock.nowMs() > untilMs) throw new Error('the standby does not come to rest');
    await clock.sleep(30_000);
  }
}

const RESTS_WITHIN_MS = 4 * 3_600_000;

/** Stopped for the second time: its second boot was measured. */
const rests = ({ ec2 }: Simulation['world'], appliance: string): boolean =>
  allTrue(ec2.images).some(({ tags }) => tags[TAG.startedSeconds] !== undefined) &&
  allTrue(ec2.instances).some(
    ({ state, tags }) => state === 'stopped' && tags[TAG.role] === 'standby' && tags[TAG.appliance] === appliance,
  );

type Question = { contender: Contender; failure: Failure; draws: Draws };

async function live(simulation: Simulation, { contender, failure, draws }: Question): Promise<OutageRun> {
  const { world, clock, configuration } = simulation;
  const [appliance] = configuration.appliances;
  if (!appliance) throw new Error('the configuration names no appliance');
  world.cloudwatch.habits = structuredClone(draws.habits);
  const failed = failedOf(simulation, appliance);
  contender.prepare?.({ simulation, failed });
  if (appliance.standby.tier !== 'cold') await keepStandby(simulation, appliance);
  await clock.sleep(draws.failsAfterMs);
  const service = keepServiceLog(world, appliance);
  const failedMs = strike(simulation, failed, { failure, draws });
  const clients = clientsFor(world.region);
  const deed = await attempt(contender, { simulation, clients, appliance, failed, failedMs, draws });
  if ('because' in deed) return { back: false, because: deed.because };
  const upMs = await answersMs(service, simulation);
  if (upMs === undefined) return { back: false, because: 'everything was done, and the appliance does not answer' };
  const phases = phasesOf(world.calls, { failedMs, ...deed, answersMs: upMs });
  const { failures } = appliance.probe;
  const measured = { failedMs, failures, detectSeconds: phases.detect, bootSeconds: draws.bootSeconds };
  const bounds = contender.ours && appliance.standby.tier === 'cold' ? boundOf(world, measured) : undefined;
  return { back: true, seconds: (upMs - failedMs) / 1000, phases, bounds };
}

type OutageQuestion = {
  contender: Contender;
  failure: Failure;
  seed: number;
  /** Default: `generic`, whose silence nothing excuses. */
  profile?: ProfileName | undefined;
  /** Default: a light appliance (`BOOT_SECONDS`). */
  boot?: Range | undefined;
  /** Default: that of the contender. */
  standby?: BenchedStandby | undefined;
};

export function outage(
  configuration: Configuration,
  { contender, failure, seed, profile = 'generic', boot, standby = contender.standby }: OutageQuestion,
): Promise<OutageRun> {
  const draws = drawsOf(seed, boot);
  const { bootSeconds, pendingMs } = draws;
  const account = {
    // Pages as AWS has them; short ones would be unfair to the contender that reads most.
    ...{ pageSize: 1000, bootSeconds: { min: bootSeconds, max: bootSeconds } },
    pendingMs: { min: pendingMs, max: pendingMs },
    ...(standby?.tier === 'stopped' && { warmBootShare: WARM_BOOT_SHARE }),
  };
  const options = {
    configuration: withStandby(benchConfiguration(configuration, profile), standby),
    ...{ seed, account, automatic: contender.ours },
  };
  return simulate(options, (simulation) => live(simulation, { contender, failure, draws }));
}
