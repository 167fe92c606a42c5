/** What people find in the morning after a bad night, and put right by hand before the next one. */
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { setAlarmState } from '../../../account/cloudwatch/alarms.ts';
import { serves } from '../../../account/observe.ts';
import { isClosed } from '../../../account/sfn/execution.ts';
import { resume, startAgain, terminateActive } from '../../../stories/by-hand.ts';
import { chance, count, instancesOf, type Stage } from './stage.ts';

const MINUTE_MS = 60_000;

/** A retired one is kept for a while, in case; so that images are in use which no other rule keeps. */
const TIDIED_EACH_DAY = 0.08;
const RETIRED_MAX = 4;

/** After so many attempts people leave it for the next day. */
const ATTEMPTS_MAX = 3;

function endTroubles({ simulation, ambushes, appliance }: Stage): void {
  const { world, stepFunctions, lambda } = simulation;
  for (const { fault } of [...world.faults.active]) simulation.repair(fault);
  for (const laid of [stepFunctions.crashes, lambda.deaths, ambushes]) laid.length = 0;
  for (const { tags } of [...world.ec2.addresses.values()].flatMap(({ truth }) => truth ?? [])) {
    if (tags[TAG.pausedUntil] !== undefined) resume(world, appliance);
  }
  for (const AlarmName of world.cloudwatch.alarms.keys()) {
    setAlarmState(world, { AlarmName, StateValue: 'OK', StateReason: 'the trouble is over' });
  }
}

export const isWell = ({ simulation: { world }, appliance }: Stage): boolean => serves(world, appliance.floatingIp);

const isCalm = ({ simulation: { stepFunctions } }: Stage): boolean => stepFunctions.executions.every(isClosed);

/** Starts what was stopped; asks for a takeover of what does not come back. */
async function attend(stage: Stage): Promise<void> {
  const { simulation, appliance, tally } = stage;
  const { clock, world } = simulation;
  for (let attempt = 0; attempt < ATTEMPTS_MAX && !isWell(stage); attempt++) {
    count(tally, 'morning', 'attended by a person');
    const { holder } = instancesOf(stage);
    if (attempt === 0 && holder?.state === 'stopped') startAgain(world, holder);
    else {
      const asked = { appliance: appliance.name, mode: 'failover', requestedBy: 'ada', reason: 'it does not answer' };
      simulation.startFailover(asked);
    }
    await clock.sleep(30 * MINUTE_MS);
    simulation.byItself.functions.send('sweep', {});
    await clock.sleep(5 * MINUTE_MS);
  }
}

/** What a failed takeover left goes at once; what has been retired long enough, one at a time, the oldest first. */
function tidy(stage: Stage): void {
  const { world } = stage.simulation;
  for (const other of instancesOf(stage).others) {
    const left = other.tags[TAG.role] === 'replacement' && ['pending', 'running'].includes(other.state);
    if (left) terminateActive(world, other);
  }
  const retired = instancesOf(stage).others.filter(({ state }) => state === 'stopped');
  const [first] = retired;
  if (first && (retired.length > RETIRED_MAX || chance(stage, TIDIED_EACH_DAY))) terminateActive(world, first);
}

/** Two hours after the last trouble has passed: a proof that was left behind is old enough for the sweep to end it. */
export async function morning(stage: Stage, { troubled }: { troubled: boolean }): Promise<void> {
  const { clock, byItself } = stage.simulation;
  if (troubled) {
    endTroubles(stage);
    await clock.sleep(15 * MINUTE_MS);
  }
  await attend(stage);
  if (troubled) {
    await clock.sleep(120 * MINUTE_MS);
    byItself.functions.send('sweep', {});
    await clock.sleep(5 * MINUTE_MS);
  }
  if (isCalm(stage)) tidy(stage);
  await clock.sleep(5 * MINUTE_MS);
}
