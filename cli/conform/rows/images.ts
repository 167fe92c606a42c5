/** Rows 19 and 20: a rotation with its proof, and EC2's two kinds of protection. */
import { startForLabAs, statesForLab } from '../../../shared/aws/lab/executions.ts';
import {
  createImageForLab,
  deregisterForLab,
  imageForLab,
  protectImageForLab,
  snapshotsForLab,
} from '../../../shared/aws/lab/images.ts';
import { protectFromStop, stopForLab } from '../../../shared/aws/lab/instances.ts';
import { rotationMachineArnOf } from '../../../shared/domain/arns.ts';
import { imageWaitSeconds } from '../../../shared/domain/images/rotation.ts';
import { rotationNameOf } from '../../../shared/domain/images/rotation-name.ts';
import { IMAGE_MS } from '../../../simulator/durations.ts';
import { CannotObserve, type Lab, tagsOfKit } from '../lab.ts';
import type { Row } from '../row.ts';
import { awaitRunning, launchOne, liveInstance, readSlack, stopwatch } from './common.ts';
import { ended } from './executions.ts';

const ROTATION_SECONDS = 7_500;
const HELD_AGAIN_MS = 300_000;

type Said = { outcome?: string; because?: string; image?: { imageId?: string } };

/** Held for a while after a takeover: then it is started again. */
async function rotate(lab: Lab): Promise<{ arn: string; said: Said }> {
  const { deps, appliance, desk, notes } = lab;
  const input = {
    ...{ appliance: appliance.name, prove: true, reason: 'conformance kit, row 19' },
    requestedBy: `${lab.door.user} with the conformance kit`,
  };
  for (let time = 1; time <= 5; time += 1) {
    const name = rotationNameOf(appliance.name, `${lab.mark}-${time}`);
    const arn = await startForLabAs(deps.clients, { machineArn: rotationMachineArnOf(deps.deployment), name, input });
    const { output, status, cause } = await ended(lab, arn, ROTATION_SECONDS);
    const said = Object(output) as Said;
    notes.code('status', status, cause);
    if (said.outcome !== 'held' && status === 'SUCCEEDED') return { arn, said };
    if (said.because !== 'takeover-recent') {
      throw new CannotObserve(`the rotation: ${status} ${said.because ?? ''}, see ${name}`);
    }
    await desk.wait(HELD_AGAIN_MS, 'row 19, a takeover has just ended; waiting to try again');
  }
  throw new CannotObserve('a takeover has just ended; ask for row 19 again in a quarter of an hour');
}

const IMAGES = { constant: 'IMAGE_MS.pendingToAvailable', facts: 'aws-facts 3.5, CreateImage' } as const;

/** The machine looks only so often, and later less often. */
const LOOKS_EVERY_MS = imageWaitSeconds(IMAGE_MS.pendingToAvailable.max / 1000) * 1000;

const rotation: Row = {
  ...{ number: 19, title: 'a rotation with its proof', dollars: 0.1, minutes: 45, for: ['Q3', 'R16'], by: 'api' },
  ...{
    changes: 'one more image of the appliance, with its snapshots; old ones are pruned as configured',
    continues: true,
  },
  checks: [
    { name: 'status', kind: 'code', facts: 'reality.md R42 row 19', file: 'state-machines/rotation.asl.yml' },
    { name: 'outcome', kind: 'code', facts: 'reality.md R42 row 19', file: 'state-machines/rotation.asl.yml' },
    {
      name: 'description of the snapshot',
      kind: 'code',
      facts: 'aws-facts 2.3',
      file: 'simulator/account/ec2/create-image.ts',
    },
    { name: 'tags of the image', kind: 'order', facts: 'aws-facts 2.3', file: 'simulator/account/ec2/create-image.ts' },
    {
      name: 'tags of the snapshot',
      kind: 'order',
      facts: 'aws-facts 2.3',
      file: 'simulator/account/ec2/create-image.ts',
    },
    {
      ...{ name: 'image pending', kind: 'seconds', range: IMAGE_MS.pendingToAvailable, ...IMAGES },
      ...{ slack: { min: 0, max: LOOKS_EVERY_MS + 30_000 }, file: 'simulator/durations.ts' },
    },
  ],
  async run(lab) {
    const { deps, notes } = lab;
    const { arn, said } = await rotate(lab);
    notes.code('outcome', said.outcome ?? 'none');
    const states = await statesForLab(deps.clients, arn);
    const at = (name: string): number => Date.parse(states.find(({ state }) => state === name)?.at ?? '');
    const seconds = (at('ProofWanted') - at('AwaitImage')) / 1000;
    if (seconds >= 0) notes.second('image pending', seconds);
    const imageId = said.image?.imageId;
    const image = imageId === undefined ? undefined : await imageForLab(deps.clients, imageId);
    if (!image) throw new CannotObserve('the rotation did not say which image it made');
    notes.steps('tags of the image', Object.keys(image.tags).sort());
    const [snapshot] = await snapshotsForLab(deps.clients, image.snapshotIds);
    if (!snapshot) throw new CannotObserve('the image shows no snapshot');
    notes.steps('tags of the snapshot', Object.keys(snapshot.tags).sort());
    notes.code('description of the snapshot', snapshot.description);
  },
};

async function protectedImage(lab: Lab): Promise<void> {
  const { deps, desk, kept, notes } = lab;
  const { clients } = deps;
  const { instanceId } = await liveInstance(lab);
  const imageId = await createImageForLab(clients, { instanceId, name: lab.mark, tags: tagsOfKit(lab) });
  const since = stopwatch(lab);
  kept.add({
    what: `the image ${imageId} and its snapshots`,
    async undo() {
      await protectImageForLab(clients, imageId, false).catch(() => undefined);
      await deregisterForLab(clients, imageId);
    },
    undone: async () => (await imageForLab(clients, imageId)) === undefined,
    command: `aws ec2 deregister-image --image-id ${imageId} --delete-associated-snapshots`,
  });
  const patience = { seconds: 1_800, everyMs: 10_000, what: 'row 20, waiting for the image' };
  const made = await desk.until(patience, async () =>
    (await imageForLab(clients, imageId))?.state === 'available' ? true : undefined,
  );
  if (!made) throw new CannotObserve(`the image is not available after ${patience.seconds} s`);
  notes.second('image pending', since());
  await protectImageForLab(clients, imageId, true);
  await desk.wait(5_000, 'row 20, the protection');
  await notes.answer('DeregisterImage of a protected image', () => deregisterForLab(clients, imageId));
}

const PROTECTED = { facts: 'aws-facts 3.4, StopInstances and DeregisterImage' } as const;

const protection: Row = {
  ...{ number: 20, title: 'what EC2 answers for a protected image and a protected instance', dollars: 0.02 },
  ...{ minutes: 20, for: ['Q8'], by: 'api', changes: 'one image and one instance of the kit, removed at the end' },
  checks: [
    {
      ...{ name: 'DeregisterImage of a protected image', kind: 'code', ...PROTECTED },
      file: 'simulator/account/ec2/deregister-image.ts',
    },
    {
      ...{ name: 'StopInstances of a protected instance', kind: 'code', ...PROTECTED },
      file: 'simulator/account/ec2/change-state.ts',
    },
    {
      ...{ name: 'image pending', kind: 'seconds', range: IMAGE_MS.pendingToAvailable, ...IMAGES },
      ...{ slack: readSlack(10_000), file: 'simulator/durations.ts' },
    },
  ],
  async run(lab) {
    const { clients } = lab.deps;
    await protectedImage(lab);
    const instanceId = await launchOne(lab, (await liveInstance(lab)).blueprint);
    await awaitRunning(lab, instanceId);
    await protectFromStop(clients, instanceId, true);
    await lab.desk.wait(5_000, 'row 20, the protection');
    await lab.notes.answer('StopInstances of a protected instance', () => stopForLab(clients, instanceId));
  },
};

export const IMAGE_ROWS = [rotation, protection];
