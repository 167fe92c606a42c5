/** ModifyInstanceAttribute: one attribute per call. */
import type { ModifyInstanceAttributeRequest } from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import { drawLagMs, truth, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { missingParameter, target } from './lookup.ts';
import type { InstanceRecord } from './state.ts';

type Change = { what: string; value: Partial<InstanceRecord> };

function changeOf({
  DisableApiStop,
  InstanceInitiatedShutdownBehavior: shutdown,
}: ModifyInstanceAttributeRequest): Change {
  if (DisableApiStop?.Value !== undefined) {
    const { Value } = DisableApiStop;
    return { what: `stop protection ${Value}`, value: { disableApiStop: Value } };
  }
  if (shutdown?.Value === 'stop' || shutdown?.Value === 'terminate') {
    return { what: `shutdown behavior ${shutdown.Value}`, value: { shutdownBehavior: shutdown.Value } };
  }
  throw missingParameter('an attribute to modify');
}

/** Of volumes only whether they end with the instance can be changed. */
function changeVolumes(world: World, instance: InstanceRecord, input: ModifyInstanceAttributeRequest): void {
  for (const { DeviceName, Ebs } of input.BlockDeviceMappings ?? []) {
    const volumes = instance.volumeIds.flatMap((id) => truth(world.ec2.volumes, id) ?? []);
    const volume = volumes.find(({ device }) => device === DeviceName);
    if (!volume) {
      throw refusal('InvalidInstanceAttributeValue', { message: `No device is currently mapped at ${DeviceName}` });
    }
    const value = { ...volume, deleteOnTermination: Ebs?.DeleteOnTermination ?? volume.deleteOnTermination };
    write(world, world.ec2.volumes, { id: volume.id, value, lagMs: drawLagMs(world) });
  }
}

export function modifyInstanceAttribute(world: World, input: ModifyInstanceAttributeRequest): object {
  const known = ['InstanceId', 'DisableApiStop', 'InstanceInitiatedShutdownBehavior', 'BlockDeviceMappings', 'DryRun'];
  onlyKnows(input, { what: 'ModifyInstanceAttribute parameter', known });
  const { InstanceId } = input;
  if (!InstanceId) throw missingParameter('instanceId');
  const instance = target(world, world.ec2.instances, { id: InstanceId, prefix: 'i-' });
  if (input.BlockDeviceMappings) {
    changeVolumes(world, instance, input);
    world.changed(`${InstanceId} volumes`);
    return {};
  }
  const { what, value } = changeOf(input);
  write(world, world.ec2.instances, { id: InstanceId, value: { ...instance, ...value }, lagMs: drawLagMs(world) });
  world.changed(`${InstanceId} ${what}`);
  return {};
}
