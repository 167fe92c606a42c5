/** The instances of an appliance: which one serves, which ones wait or were retired, where each came from, and its line. */
import { describeInstance, instanceOf, readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import type { InLine } from '../../domain/decision/line.ts';
import { messageOf, TransientError } from '../../domain/errors.ts';
import { type Address, type Image, TAG } from '../../domain/snapshot.ts';
import { readLine } from '../line/read-line.ts';
import { atMost } from '../pace/at-most.ts';

/** `role` is `active` for the holder of the address, and otherwise what the tag says: a hint, and no proof. */
export type SeenInstance = {
  instanceId: string;
  role: string;
  /** EC2's state, or why it is not known. */
  state: string;
  zone?: string | undefined;
  /** When it was launched or last started; of one that does not run, when that began, as far as EC2 says so. */
  since?: string | undefined;
  /** `takenAt`: when the content of the image was taken, or `unknown`; absent where the image itself is not known. */
  image?: { imageId: string; takenAt?: string | undefined; provenAt?: string | undefined } | undefined;
  line: InLine;
  /** The person who vouched for it. */
  vouchedBy?: string | undefined;
};

/** More than one appliance ever has; the rest is in the console. */
const SHOWN_MAX = 12;

type Asked = { appliance: Appliance; address: Address; images: Image[] };

export async function readSeenInstances(asked: Asked, deps: Deps): Promise<SeenInstance[]> {
  const { appliance, address } = asked;
  const ours = await readOurInstanceIds(deps.clients, { appliance: appliance.name });
  if (ours === undefined) throw new TransientError(`the tags of the instances of ${appliance.name} cannot be read`);
  const holder = address.instanceId ?? address.tags[TAG.activeInstance];
  const ids = [...new Set([...(holder === undefined ? [] : [holder]), ...ours])].slice(0, SHOWN_MAX);
  return atMost(4, ids, (instanceId) => readSeen(instanceId, asked, deps));
}

async function readSeen(instanceId: string, asked: Asked, deps: Deps): Promise<SeenInstance> {
  const isHolder = asked.address.instanceId === instanceId;
  const [described, read] = await Promise.all([
    describeInstance(deps.clients, instanceId),
    readLine({ ...asked, instanceId }, deps).catch((cause: unknown) => ({ why: messageOf(cause) })),
  ]);
  const line: InLine = 'why' in read ? { in: 'unknown', why: read.why } : read.line;
  const vouchedBy = 'vouched' in read && read.vouched.found === 'yes' ? read.vouched.by : undefined;
  const seen = { instanceId, line, vouchedBy };
  if (described.reading !== 'described') {
    const state = described.reading === 'absent' ? 'absent' : `unknown: ${described.why}`;
    return { ...seen, role: isHolder ? 'active' : 'unknown', state };
  }
  const { state, stateSince, zone, launchedAt, imageId, tags } = instanceOf(described.raw);
  const since = state === 'running' ? launchedAt : (stateSince ?? launchedAt);
  const role = isHolder ? 'active' : (tags[TAG.role] ?? 'not tagged');
  return { ...seen, role, state, zone, since, image: imageOf(imageId, asked.images) };
}

/** An image that is no longer there, or not good any more, is known by its id alone. */
function imageOf(imageId: string, images: Image[]): SeenInstance['image'] {
  const found = images.find(({ id }) => id === imageId);
  return { imageId, takenAt: found && (found.takenAt ?? 'unknown'), provenAt: found?.tags[TAG.provenAt] };
}
