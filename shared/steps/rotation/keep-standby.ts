/** Keeps the proof that has booted as the standby: it loses what an appliance must not have, and is tagged and named. */
import { readAddress } from '../../aws/read-address.ts';
import { readImage } from '../../aws/read-images.ts';
import { describeInstance, type Ec2Instance, instanceOf } from '../../aws/read-instances.ts';
import { setVolumesEnd, stopOnShutdown, tagParts } from '../../aws/standby.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps, Step } from '../../deps.ts';
import { InvariantViolatedError, RefusedError, TransientError } from '../../domain/errors.ts';
import { standbyNameOf } from '../../domain/images/naming.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { poll } from '../pace/poll.ts';
import { launchedAsProof } from '../provenance/proof-launch.ts';
import { whoseOf } from '../world/owner.ts';
import { type Kept, launchedIn, type Proof } from './facts.ts';
import { applianceOf, parseWithImage, type WithImage } from './input.ts';
import { mayChangeFor } from './may-change.ts';

/** A takeover reads the tags and the pointer, so both count only once they can be read. */
const READ_BACK = { seconds: 10, everyMs: 500 };

type Keeping = WithImage & { proof: Extract<Proof, { outcome: 'launched' }> };

export const keepStandby: Step<Keeping, Kept> = {
  parse(event) {
    const input = parseWithImage(event);
    const proof = launchedIn(input.done);
    if (!proof || input.done.proven?.outcome !== 'booted') throw new InvariantViolatedError('no proof has booted');
    return { ...input, proof };
  },
  async run(input, deps) {
    const { proof, image, asked } = input;
    const { instanceId, zone, instanceType } = proof;
    const appliance = applianceOf(input, deps);
    const address = await mayChangeFor(input.pass.active, appliance, deps);
    const raw = await readOwn(input, deps);
    const made = await readImage(deps.clients, whoseOf(asked.appliance, deps), image.imageId);
    await Promise.all([
      stopOnShutdown(deps.clients, instanceId),
      setVolumesEnd(deps.clients, { instanceId, devices: made?.keptDevices ?? [], endWithIt: false }),
    ]);
    // The role last: until then the sweep ends it as a proof that was left behind.
    const name = standbyNameOf({ stage: deps.deployment.stage, appliance: asked.appliance });
    await tagParts(deps.clients, raw, { Name: name, [TAG.role]: 'standby' });
    await seen(`${instanceId} tagged standby`, () => isTagged(instanceId, deps), deps);
    await writeTags(deps.clients, address.allocationId, { [TAG.standby]: instanceId });
    await seen(`${TAG.standby} on the address`, () => isPointed(address, instanceId, deps), deps);
    return { instanceId, imageId: image.imageId, zone, instanceType, at: deps.clock.now().toISOString() };
  },
};

async function readOwn({ proof, asked, executionId, startedAt }: Keeping, deps: Deps): Promise<Ec2Instance> {
  const { instanceId } = proof;
  const answer = await describeInstance(deps.clients, instanceId);
  if (answer.reading === 'unreadable') throw new TransientError(`${instanceId} is unreadable (${answer.why})`);
  if (answer.reading === 'absent') throw new RefusedError(`EC2 does not know ${instanceId}`);
  const instance = instanceOf(answer.raw);
  if (instance.state !== 'running') throw new RefusedError(`${instanceId} is ${instance.state}`);
  const own = { appliance: asked.appliance, executionArn: executionId, lifetime: { startedAt } };
  if (!launchedAsProof(instance, own, deps)) {
    throw new InvariantViolatedError(`${instanceId} is not kept: this rotation did not launch it as it runs now`);
  }
  return answer.raw;
}

async function seen(what: string, isSeen: () => Promise<boolean>, { clock }: Deps): Promise<void> {
  const read = await poll(clock, READ_BACK, async () => (await isSeen()) || undefined);
  if (!read) throw new TransientError(`not visible yet: ${what}`);
}

async function isTagged(instanceId: string, { clients }: Deps): Promise<boolean> {
  const answer = await describeInstance(clients, instanceId);
  return answer.reading === 'described' && instanceOf(answer.raw).tags[TAG.role] === 'standby';
}

const isPointed = async ({ allocationId }: Address, instanceId: string, { clients }: Deps): Promise<boolean> =>
  (await readAddress(clients, allocationId)).tags[TAG.standby] === instanceId;
