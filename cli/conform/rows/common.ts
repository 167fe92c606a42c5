/** What several rows do: time, the live instance, and an instance of the kit's own. */
import {
  describeForLab,
  type LabBlueprint,
  type LabLaunch,
  launchForLab,
  terminateForLab,
} from '../../../shared/aws/lab/instances.ts';
import { readAddress } from '../../../shared/aws/read-address.ts';
import type { Ec2Instance } from '../../../shared/aws/read-instances.ts';
import { LATENCY_MS, READ_LAG, SLOW_TAIL } from '../../../simulator/durations.ts';
import { CannotObserve, type Lab, tagsOfKit } from '../lab.ts';

/** Seconds since it was started. */
export function stopwatch({ deps: { clock } }: Lab): () => number {
  const startMs = clock.now().getTime();
  return () => (clock.now().getTime() - startMs) / 1000;
}

/** How much later than it happens a read in a loop may show something: the lag, a slow answer, and the pause between two reads. */
export const readSlack = (everyMs: number) => ({
  min: (LATENCY_MS.RunInstances.max * SLOW_TAIL.factor) / 2,
  max: Math.max(...READ_LAG.map(({ lagMs }) => lagMs.max)) + LATENCY_MS.describe.max * SLOW_TAIL.factor * 2 + everyMs,
});

type Live = { instanceId: string; allocationId: string; raw: Ec2Instance; blueprint: LabBlueprint };

/** @throws CannotObserve when nothing holds the address, or EC2 does not show what does. */
export async function liveInstance({ deps: { clients }, appliance }: Lab): Promise<Live> {
  const { instanceId, allocationId } = await readAddress(clients, appliance.floatingIp);
  const raw = instanceId === undefined ? undefined : await describeForLab(clients, instanceId);
  if (!instanceId || !raw?.ImageId || !raw.InstanceType || !raw.SubnetId) {
    throw new CannotObserve('no instance that EC2 shows holds the address of the appliance');
  }
  const groupIds = (raw.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
  const { ImageId: imageId, InstanceType: type, SubnetId: subnetId, KeyName: keyName } = raw;
  return { instanceId, allocationId, raw, blueprint: { imageId, type, subnetId, groupIds, keyName } };
}

let launches = 0;

/** With the tag of the kit; it is terminated when the row ends. */
export async function launchOne(lab: Lab, launch: Omit<LabLaunch, 'tags' | 'token'>): Promise<string> {
  const { clients } = lab.deps;
  launches += 1;
  const id = await launchForLab(clients, { ...launch, token: `${lab.mark}-${launches}`, tags: tagsOfKit(lab) });
  const state = async () => (await describeForLab(clients, id))?.State?.Name;
  lab.kept.add({
    what: `the instance ${id}`,
    undo: () => terminateForLab(clients, id),
    undone: async () => ['shutting-down', 'terminated'].includes((await state()) ?? 'unknown'),
    command: `aws ec2 terminate-instances --instance-ids ${id}`,
  });
  return id;
}

/** Until EC2 shows it as running. @throws CannotObserve after five minutes. */
export async function awaitRunning(lab: Lab, id: string): Promise<void> {
  const patience = { seconds: 300, everyMs: 1_000, what: `waiting until ${id} runs` };
  const running = await lab.desk.until(patience, async () => {
    const state = (await describeForLab(lab.deps.clients, id))?.State?.Name;
    return state === 'running' ? true : undefined;
  });
  if (!running) throw new CannotObserve(`${id} does not run after ${patience.seconds} s`);
}
