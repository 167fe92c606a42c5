/**
 * Ends the proof in every state, also when the response of its launch was lost. It does not ask whether a takeover
 * runs: a proof is no part of one, and the capacity that it uses is what a takeover may need.
 */
import { terminate } from '../../aws/launch.ts';
import { readInstance, readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import { InvariantViolatedError, TransientError } from '../../domain/errors.ts';
import { YOUNG_SECONDS } from '../../domain/images/rotation.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { lackingTags } from '../../domain/own-tags.ts';
import { hasEnded, type Instance, type InstanceReading, TAG } from '../../domain/snapshot.ts';
import { poll } from '../pace/poll.ts';
import { sideBySide } from '../pace/side-by-side.ts';
import { launchedAsProof } from '../provenance/proof-launch.ts';
import { ownerOf } from '../world/owner.ts';
import { type Ended, launchedIn } from './facts.ts';
import { parseWithImage, type WithImage } from './input.ts';

/** EC2 takes the request, and shows it a moment later. */
const READ_BACK = { seconds: 15, everyMs: 1_000 };

export const endProof: Step<WithImage, Ended> = {
  parse: parseWithImage,
  async run(input, deps) {
    const instanceIds = await findProofs(input, deps);
    await sideBySide(instanceIds.map((instanceId) => end(instanceId, input, deps)));
    return { instanceIds };
  },
};

/** The one that was launched, and every other that this rotation provably launched, whose answer may have been lost. */
async function findProofs(input: WithImage, deps: Deps): Promise<string[]> {
  const { asked, done } = input;
  const known = launchedIn(done)?.instanceId;
  const tagged = await readOurInstanceIds(deps.clients, { appliance: asked.appliance, role: 'proof' });
  if (!tagged) throw new TransientError('which proofs there are is unknown');
  const readings = await Promise.all(
    tagged.filter((id) => id !== known).map(async (id) => ({ id, reading: await readInstance(deps.clients, id) })),
  );
  const others = readings.filter(
    ({ reading }) =>
      reading.reading === 'described' && !hasEnded(reading.instance) && isOwn(reading.instance, input, deps),
  );
  return [...(known === undefined ? [] : [known]), ...others.map(({ id }) => id)];
}

const isOwn = (instance: Instance, { asked, executionId, startedAt }: WithImage, deps: Deps): boolean =>
  launchedAsProof(instance, { appliance: asked.appliance, executionArn: executionId, lifetime: { startedAt } }, deps);

async function end(instanceId: string, input: WithImage, deps: Deps): Promise<void> {
  const { done } = input;
  const { clients, clock } = deps;
  const reading = await readInstance(clients, instanceId);
  if (reading.reading === 'unreadable') throw new TransientError(`${instanceId} is unreadable (${reading.why})`);
  if (reading.reading === 'absent') {
    const launchedAt = launchedIn(done)?.launchedAt;
    const young = launchedAt && secondsBetween({ from: launchedAt, to: clock.now().toISOString() }) < YOUNG_SECONDS;
    if (young) throw new TransientError(`${instanceId} is not visible yet`);
    return;
  }
  // Kept, although its rotation did not see it: the sweep decides which of several standbys stays.
  if (isSeenEnded(reading) || reading.instance.tags[TAG.role] === 'standby') return;
  if (!isOwn(reading.instance, input, deps)) {
    throw new InvariantViolatedError(`${instanceId} is not terminated: this rotation did not launch it as it runs now`);
  }
  const wanted = { [TAG.role]: 'proof', [TAG.appliance]: input.asked.appliance, [TAG.owner]: ownerOf(deps) };
  const lacks = lackingTags(reading.instance.tags, wanted);
  if (lacks) throw new InvariantViolatedError(`${instanceId} is not terminated: it lacks ${lacks}`);
  await terminate(clients, instanceId);
  const ended = await poll(
    clock,
    READ_BACK,
    async () => isSeenEnded(await readInstance(clients, instanceId)) || undefined,
  );
  if (!ended) throw new TransientError(`${instanceId} was asked to terminate, and is not seen doing so`);
}

const isSeenEnded = (reading: InstanceReading): boolean =>
  reading.reading === 'described' && hasEnded(reading.instance);
