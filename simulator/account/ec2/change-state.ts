/** StartInstances, StopInstances and TerminateInstances. */
import type {
  InstanceStateChange,
  StartInstancesRequest,
  StartInstancesResult,
  StopInstancesRequest,
  StopInstancesResult,
  TerminateInstancesRequest,
  TerminateInstancesResult,
} from '@aws-sdk/client-ec2';
import { onlyKnows, refusal, serverFault } from '../aws-error.ts';
import { endDryRun, truth } from '../consistency.ts';
import type { World } from '../world.ts';
import { lostZone, shortageOf } from './conditions.ts';
import * as lifeCycle from './life-cycle.ts';
import { missingParameter, target } from './lookup.ts';
import { stateOf } from './present-instance.ts';
import { insufficientCapacity } from './run-instances.ts';
import type { InstanceRecord } from './state.ts';

function targets(world: World, ids: readonly string[] | undefined): InstanceRecord[] {
  if (!ids?.length) throw missingParameter('InstanceId');
  return ids.map((id) => target(world, world.ec2.instances, { id, prefix: 'i-' }));
}

const cannot = ({ id }: InstanceRecord, { verb }: { verb: string }): Error =>
  refusal('IncorrectInstanceState', {
    message: `The instance '${id}' is not in a state from which it can be ${verb}.`,
  });

const forbidden = ({ id }: InstanceRecord, { attribute }: { attribute: string }): Error =>
  refusal('OperationNotPermitted', {
    message: `The instance '${id}' may not be changed so. Modify its '${attribute}' instance attribute and try again.`,
  });

/** As reported by cloud-custodian/cloud-custodian #8003. */
const oneTimeSpot = ({ id }: InstanceRecord): Error =>
  refusal('UnsupportedOperation', {
    message: `You can't stop the Spot Instance '${id}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`,
  });

function changes(world: World, before: InstanceRecord[]): InstanceStateChange[] {
  return before.map(({ id, state }) => ({
    InstanceId: id,
    PreviousState: stateOf(state),
    CurrentState: stateOf(truth(world.ec2.instances, id)?.state ?? state),
  }));
}

export function startInstances(world: World, input: StartInstancesRequest): StartInstancesResult {
  onlyKnows(input, { what: 'StartInstances parameter', known: ['InstanceIds', 'DryRun'] });
  const found = targets(world, input.InstanceIds);
  for (const instance of found) {
    if (!['stopped', 'running', 'pending'].includes(instance.state)) throw cannot(instance, { verb: 'started' });
    const short = instance.state === 'stopped' && shortageOf(world, instance) === 'at-call';
    if (short) throw insufficientCapacity(instance);
  }
  endDryRun(world);
  for (const instance of found) if (instance.state === 'stopped') lifeCycle.start(world, instance);
  return { StartingInstances: changes(world, found) };
}

/** Stopping what is stopped or stopping is no error: awslabs relies on a second forced stop (aws-facts 3.3). */
function refuseStop(world: World, instance: InstanceRecord): void {
  if (lostZone(world, instance.zone)?.stops === 'fail') {
    throw serverFault('InternalError', { message: 'An internal error has occurred' });
  }
  if (instance.spot) throw oneTimeSpot(instance);
  if (!['running', 'stopping', 'stopped'].includes(instance.state)) throw cannot(instance, { verb: 'stopped' });
  if (instance.disableApiStop && instance.state === 'running')
    throw forbidden(instance, { attribute: 'disableApiStop' });
}

export function stopInstances(world: World, input: StopInstancesRequest): StopInstancesResult {
  const known = ['InstanceIds', 'Force', 'SkipOsShutdown', 'DryRun'];
  onlyKnows(input, { what: 'StopInstances parameter', known });
  const found = targets(world, input.InstanceIds);
  for (const instance of found) refuseStop(world, instance);
  const how = { force: input.Force ?? false, skipOs: input.SkipOsShutdown ?? false };
  endDryRun(world);
  for (const instance of found) if (instance.state !== 'stopped') lifeCycle.stop(world, instance, how);
  return { StoppingInstances: changes(world, found) };
}

export function terminateInstances(world: World, input: TerminateInstancesRequest): TerminateInstancesResult {
  const known = ['InstanceIds', 'Force', 'SkipOsShutdown', 'DryRun'];
  onlyKnows(input, { what: 'TerminateInstances parameter', known });
  const found = targets(world, input.InstanceIds);
  for (const instance of found) {
    if (instance.disableApiTermination) throw forbidden(instance, { attribute: 'disableApiTermination' });
  }
  endDryRun(world);
  for (const instance of found) lifeCycle.terminate(world, instance);
  return { TerminatingInstances: changes(world, found) };
}
