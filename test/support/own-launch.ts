/** Machines that takeovers and rotations of ours launched or retired, as EC2 and Step Functions know them. */
import { executionArnOf, rotationMachineArnOf } from '../../shared/domain/arns.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { launchTokenOf, proofTokenOf } from '../../shared/domain/takeover/client-token.ts';
import type { TakeoverPlan } from '../../shared/domain/takeover/takeover-plan.ts';
import { truth } from '../../simulator/account/consistency.ts';
import type { InstanceRecord } from '../../simulator/account/ec2/state.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { alter, tag } from './console-hands.ts';
import { know, starterArnOf, takeoverArnOf } from './genuine.ts';
import { aPlan } from './plans.ts';

const machineIn = ({ world }: Simulation, id: string): InstanceRecord => {
  const found = truth(world.ec2.instances, id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
};

const placeOf = ({ zone, type, imageId }: InstanceRecord) => ({ zone, instanceType: type, imageId });

/** Changed as if the takeover of this generation, which began then, had launched it so. */
export function alterLaunched(
  simulation: Simulation,
  id: string,
  {
    values = {},
    generation = 1,
    startDate,
  }: { values?: Partial<InstanceRecord>; generation?: number; startDate: Date },
): void {
  const launch = { stage: 'dev', appliance: 'sophos', generation, executionStart: startDate.toISOString() };
  const clientToken = launchTokenOf(launch, placeOf({ ...machineIn(simulation, id), ...values }));
  alter(simulation.world, id, { ...values, clientToken, launchedAtMs: startDate.getTime() + 5_000 });
}

/** A takeover of ours that ended a day ago; its record says what the test is about. */
function pastTakeover(
  simulation: Simulation,
  plan: Partial<TakeoverPlan>,
  record: object,
): { arn: string; startDate: Date } {
  const startDate = new Date(simulation.clock.nowMs() - 86_400_000);
  const stopDate = new Date(startDate.getTime() + 120_000);
  const generation = 1;
  const startedBy = starterArnOf(simulation, 'yesterday');
  const whole = JSON.parse(JSON.stringify(aPlan({ ...plan, generation, startedBy }))) as TakeoverPlan;
  const arn = takeoverArnOf(simulation, whole);
  know(simulation, arn, { status: 'SUCCEEDED', startDate, stopDate, input: whole, output: record });
  const output = { outcome: 'taking-over', execution: arn.split(':').at(-1), plan: whole };
  know(simulation, startedBy, { status: 'SUCCEEDED', startDate, stopDate: startDate, input: {}, output });
  return { arn, startDate };
}

/** As `CloseTakeover` leaves the instance that a takeover took the traffic from. */
export function retiredYesterday(simulation: Simulation, id: string): void {
  const record = { outcome: 'taken-over', moved: true, undone: false, answered: true, gaveUp: false, from: id };
  const { arn } = pastTakeover(simulation, { old: { instanceId: id } }, record);
  tag(simulation.world, id, { [TAG.by]: arn });
}

/** As a takeover leaves what it launched and did not use. */
export function leftYesterday(simulation: Simulation, id: string): void {
  const record = { outcome: 'failed', moved: false, undone: false, answered: false, gaveUp: false, to: id };
  const { arn, startDate } = pastTakeover(simulation, {}, record);
  alterLaunched(simulation, id, { startDate });
  tag(simulation.world, id, { [TAG.by]: arn });
}

/** As a rotation that began at that moment launches a proof. */
export function launchedAsProof(simulation: Simulation, id: string, launchedAtMs: number): void {
  const { deployment } = simulation;
  const askedBy = executionArnOf({ machineArn: rotationMachineArnOf(deployment), name: 'of-a-night' });
  know(simulation, askedBy, { status: 'RUNNING', startDate: new Date(launchedAtMs), input: {} });
  const clientToken = proofTokenOf({ stage: 'dev', appliance: 'sophos', askedBy }, placeOf(machineIn(simulation, id)));
  alter(simulation.world, id, { clientToken, launchedAtMs });
  tag(simulation.world, id, { [TAG.by]: askedBy });
}
