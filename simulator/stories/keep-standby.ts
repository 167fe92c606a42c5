/** The night before: a rotation of ours has kept a standby, and with tier `stopped` it has come to rest. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { rotationNameOf } from '../../shared/domain/images/rotation-name.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { callers } from '../account/caller.ts';
import { allTrue } from '../account/consistency.ts';
import { stopInstances } from '../account/ec2/change-state.ts';
import { machineName } from '../account/logical-ids.ts';
import type { Simulation } from './simulation.ts';

/** A stop takes less than this. */
const STOPS_SECONDS = 300;

type Asked = { appliance: string; id: string; requestedBy: string };

/** A whole rotation, whose proof stays as the standby. */
export async function keepProof(
  { stepFunctions, deployment, ended }: Simulation,
  { appliance, id, requestedBy }: Asked,
): Promise<void> {
  const input = JSON.stringify({ appliance, requestedBy, prove: true });
  const machine = machineName({ stage: deployment.stage, name: 'rotation' });
  await ended(stepFunctions.start({ machine, name: rotationNameOf(appliance, id), input }).execution);
}

export async function keepStandby(simulation: Simulation, { name, standby: { tier } }: Appliance): Promise<void> {
  const { world, clock } = simulation;
  await keepProof(simulation, { appliance: name, id: 'night', requestedBy: 'schedule' });
  if (tier === 'running') return;
  const InstanceIds = allTrue(world.ec2.instances).flatMap(({ id, tags, state }) =>
    tags[TAG.role] === 'standby' && state === 'running' ? [id] : [],
  );
  // As `SettleStandby` leaves it, without the hours that EBS takes to read its volumes.
  if (InstanceIds.length > 0)
    await callers.run({ name: 'the night before', dead: false, world }, async () =>
      stopInstances(world, { InstanceIds }),
    );
  await clock.sleep(STOPS_SECONDS * 1000);
}
