/** Carries out one moment of a scenario, and says what it was for the timeline. */

import type { Appliance } from '../../shared/domain/appliance.ts';
import { rotationNameOf } from '../../shared/domain/images/rotation-name.ts';
import { plusSeconds } from '../../shared/domain/instants.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { truth } from '../account/consistency.ts';
import { castFault, faultSentence, repairSentence, type ScenarioFault } from '../account/faults/all.ts';
import type { Cast } from '../account/faults/roles.ts';
import { machineName } from '../account/logical-ids.ts';
import { followUnsubscribeLink } from '../account/sns/subscriptions.ts';
import { truthOf } from '../checks/watch/truth.ts';
import {
  aimRouteElsewhere,
  deleteRoutes,
  giveAwayAddress,
  giveToDatabase,
  giveToStandby,
  leadBeside,
  pause,
  resume,
  silenceImage,
  spoilImage,
  startAgain,
  terminateActive,
  turnCheckOn,
  vouchForHolder,
} from './by-hand.ts';
import type { Line } from './report.ts';
import type { Moment } from './schema.ts';
import { deathSentence, sweepSentence } from './sentences.ts';
import type { Simulation } from './simulation.ts';
import { touchStandby } from './with-standby.ts';

export type Stage = { simulation: Simulation; appliance: Appliance; cast: Cast };

type Told = Pick<Line, 'kind' | 'who' | 'what'>;

/** An alarm is about the instance that holds the address, or held it last. */
function alarmed({ simulation, appliance, cast }: Stage): string {
  return truthOf(simulation.world, appliance).traffic.address.instanceId ?? cast.active.id;
}

/** The instance that a takeover launched last; before the first launch there is only the one of the beginning. */
function newestReplacement({ simulation, appliance, cast }: Stage): string {
  const launched = truthOf(simulation.world, appliance).instances.filter(({ tags }) => tags[TAG.generation]);
  return launched.at(-1)?.id ?? cast.active.id;
}

/** The instance that is kept ready; one that a takeover has taken keeps the part until the next one is there. */
function keptStandby({ simulation, appliance, cast }: Stage): string {
  const { traffic } = truthOf(simulation.world, appliance);
  return traffic.address.tags[TAG.standby] ?? cast.active.id;
}

/** The roles as they were when the scenario began, unless the fault is about the instance that has the role by now. */
function castNow(stage: Stage, fault: ScenarioFault): Cast {
  const { cast, simulation } = stage;
  const now = new Date(simulation.clock.nowMs()).toISOString();
  const soon = plusSeconds(now, 300);
  const named = fault.kind === 'tag-by-stranger' ? Object.values(fault.tags).join() : '';
  if (named.includes('$holder')) return { ...cast, now, soon, holder: alarmed(stage) };
  if (/\$(now|soon)/.test(named)) return { ...cast, now, soon };
  const role = 'instance' in fault ? fault.instance : 'active';
  if (role !== 'holder' && role !== 'replacement' && role !== 'standby') return cast;
  const id = { holder: alarmed, replacement: newestReplacement, standby: keptStandby }[role](stage);
  return { ...cast, active: { ...cast.active, id, zone: truth(simulation.world.ec2.instances, id)?.zone ?? '' } };
}

/** The same code: but a step may find another configuration than the one that its execution was started under. */
function redeploy({ simulation }: Stage, change: Extract<Moment, { redeploy: unknown }>['redeploy']): string {
  const { configuration } = simulation;
  const { proofAsked, ...others } = change;
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  const probeOf = ({ probe }: Appliance) => (proofAsked === false ? { ...probe, subnets: undefined } : probe);
  const appliances = configuration.appliances.map((each) => ({ ...each, ...given, probe: probeOf(each) }));
  simulation.redeploy({ ...configuration, appliances });
  const what = [...Object.keys(given), ...(proofAsked === false ? ['probe, without subnets'] : [])].join(' and ');
  return `everything is deployed anew${what === '' ? '' : `, with another ${what}`}`;
}

function redriveFirst({ simulation }: Stage): string {
  const { stepFunctions } = simulation;
  const first = stepFunctions.executions.find(({ status }) => ['FAILED', 'ABORTED', 'TIMED_OUT'].includes(status));
  if (!first) throw new Error('there is no execution to redrive');
  stepFunctions.redrive(first);
  return `redrives ${first.name}`;
}

const trouble = (what: string): Told => ({ kind: 'trouble', who: 'world', what });
const event = (who: string, what: string): Told => ({ kind: 'event', who, what });

export async function carryOut(stage: Stage, moment: Moment): Promise<Told> {
  const { simulation, appliance, cast } = stage;
  if ('fault' in moment) {
    const now = castNow(stage, moment.fault);
    simulation.inject(castFault(now, moment.fault));
    return trouble(faultSentence(now, moment.fault));
  }
  if ('repair' in moment) {
    simulation.repair(castFault(cast, moment.repair));
    return event('world', repairSentence(cast, moment.repair));
  }
  if ('alarm' in moment) {
    const instanceId = alarmed(stage);
    simulation.raiseAlarm({ appliance: appliance.name, kind: moment.alarm, instanceId });
    return event('CloudWatch', `the ${moment.alarm} alarm goes off, about ${instanceId}`);
  }
  if ('ask' in moment) {
    const { mode, requestedBy, reason, force } = moment.ask;
    const input = { appliance: appliance.name, mode, requestedBy, reason };
    simulation.startFailover(force === undefined ? input : { ...input, force });
    return event(requestedBy, `asks for a ${force ? 'forced ' : ''}${mode}: ${reason}`);
  }
  if ('faultsCease' in moment) return faultsCease(stage);
  if ('rotate' in moment) return startRotation(stage, moment.rotate);
  if ('scannerUnsubscribes' in moment) {
    const { world } = simulation;
    for (const endpoint of [...world.sns.subscriptions.keys()]) followUnsubscribeLink(world, endpoint);
    return trouble('a mail scanner follows the unsubscribe link of every mail');
  }
  if ('checkReadiness' in moment) {
    simulation.byItself.functions.send('check-readiness', {});
    return event('world', 'the schedule asks whether all is ready');
  }
  return carryOutByHand(stage, moment);
}

/** What is broken for good has to be replaced; an appliance that came back alone would be another scenario. */
const LASTING = new Set([
  // No service waits for a stop (L3).
  'hung-stop',
  'instance-dead',
  'host-dead',
  'ebs-hung',
  'service-dead',
  'stopped-by-ec2',
  'stopped-by-person',
  'shut-down-in-guest',
]);

function faultsCease({ simulation }: Stage): Told {
  const { world, lambda, stepFunctions } = simulation;
  for (const { fault } of world.faults.active) if (!LASTING.has(fault.kind)) simulation.repair(fault);
  lambda.deaths.length = 0;
  stepFunctions.crashes.length = 0;
  return event('world', 'every fault is over; who is dead stays dead');
}

type Rotating = Extract<Moment, { rotate: unknown }>['rotate'];

/** Under the name, and with the input, of the schedule that is deployed. */
function startRotation(
  { simulation, appliance }: Stage,
  { requestedBy, prove, force, standby, lateSeconds = 0 }: Rotating,
): Told {
  const { stepFunctions, deployment, clock } = simulation;
  const scheduledAt = new Date(clock.nowMs() - lateSeconds * 1000).toISOString();
  const input = JSON.stringify({ appliance: appliance.name, requestedBy, scheduledAt, prove, force, standby });
  const name = rotationNameOf(appliance.name, String(clock.nowMs()));
  stepFunctions.start({ machine: machineName({ stage: deployment.stage, name: 'rotation' }), name, input });
  return event(requestedBy, `starts a rotation of ${appliance.name}`);
}

type ByHand = Extract<
  Moment,
  | { sweep: true }
  | { imageCannotBoot: true }
  | { imageDoesNotServe: true }
  | { terminate: unknown }
  | { foreignRoute: true }
  | { deleteRoutes: true }
  | { checkTurnedOn: true }
  | { giveAwayAddress: unknown }
  | { vouch: true }
  | { pauseMinutes: unknown }
  | { resume: true }
  | { personStartsOld: true }
  | { standbyTouched: unknown }
  | { prober: unknown }
  | { redrive: true }
  | { crash: unknown }
  | { death: unknown }
  | { redeploy: unknown }
  | { routeBeside: true }
>;

async function carryOutByHand(stage: Stage, moment: ByHand): Promise<Told> {
  const { lambda, stepFunctions, deployment, world } = stage.simulation;
  const { appliance, cast } = stage;
  if ('sweep' in moment) return event('sweep', sweepSentence(await lambda.invoke('sweep', {}), appliance.name));
  if ('imageCannotBoot' in moment) return trouble(spoilImage(world, appliance));
  if ('imageDoesNotServe' in moment) return trouble(silenceImage(world, appliance));
  if ('terminate' in moment) return trouble(terminateActive(world, cast.active));
  if ('foreignRoute' in moment) return trouble(aimRouteElsewhere(world, appliance));
  if ('deleteRoutes' in moment) return trouble(deleteRoutes(world, appliance));
  if ('checkTurnedOn' in moment) return trouble(turnCheckOn(world, cast.active));
  if ('giveAwayAddress' in moment) {
    const { giveAwayAddress: how } = moment;
    if (how === 'standby') return trouble(giveToStandby(world, appliance));
    const given = how === 'database' ? giveToDatabase(world, appliance) : undefined;
    return trouble(given ?? giveAwayAddress(world, appliance, { ...cast.active, how }));
  }
  if ('vouch' in moment) return event('somebody', vouchForHolder(stage.simulation, appliance));
  if ('pauseMinutes' in moment) return event('somebody', pause(world, appliance, moment.pauseMinutes));
  if ('resume' in moment) return event('somebody', resume(world, appliance));
  if ('personStartsOld' in moment) return trouble(startAgain(world, cast.active));
  if ('standbyTouched' in moment)
    return trouble(touchStandby({ world, appliance, id: keptStandby(stage) }, moment.standbyTouched));
  if ('prober' in moment) {
    const { inject, repair } = stage.simulation;
    (moment.prober === 'cut-off' ? inject : repair)({ kind: 'prober-cut-off' });
    return trouble(`our probers are ${moment.prober}`);
  }
  if ('redeploy' in moment) return event('somebody', redeploy(stage, moment.redeploy));
  if ('routeBeside' in moment) return event('somebody', leadBeside(world, appliance, cast.active));
  if ('redrive' in moment) return event('somebody', redriveFirst(stage));
  if ('death' in moment) {
    lambda.deaths.push(moment.death);
    return trouble(deathSentence(moment.death));
  }
  const { machine, ...crash } = moment.crash;
  stepFunctions.crashes.push({ ...crash, machine: `failover-${deployment.stage}-${machine}` });
  return trouble(`the ${machine} machine is going to end as ${crash.as} ${crash.when} ${crash.state}`);
}
