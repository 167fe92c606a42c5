/** A person pauses automatic takeovers until an instant, and resumes them. Probing, telling and fencing go on. */
import { removeTags, writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { PAUSE_DAYS_MAX, type Pause, readPause } from '../../domain/decision/pauses.ts';
import { RefusedError } from '../../domain/errors.ts';
import { plusSeconds } from '../../domain/instants.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { takeoverRuns } from '../world/takeover-runs.ts';
import { readBack, readOwnAddress } from './own-address.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const TAG_CHARACTERS_MAX = 256;

type PauseRequest = { appliance: Appliance; until: string; because?: string | undefined };

export type Paused = {
  appliance: string;
  publicIp: string;
  until: string;
  because?: string | undefined;
  before: Pause;
  /** One that is under way looks for a pause once more before its first move, and not after it. */
  takeoverRuns: boolean | undefined;
};

export async function pause({ appliance, until, because }: PauseRequest, deps: Deps): Promise<Paused> {
  const now = deps.clock.now().toISOString();
  refuseUnreasonable({ appliance, until, because }, now);
  const address = await readOwnAddress(appliance, deps);
  const before = readPause(address, now);
  // In one call, and without a reason an empty one: what an earlier pause was for does not explain this one.
  const written = { [TAG.pausedUntil]: until, [TAG.pausedBecause]: because ?? '' };
  await writeTags(deps.clients, address.allocationId, written);
  const stands = ({ tags }: Address): boolean => tags[TAG.pausedUntil] === until;
  const { publicIp } = await readBack({ appliance, what: 'the pause', stands }, deps);
  // The pause holds, even if this cannot be read.
  const running = await takeoverRuns(appliance.name, address, deps).catch(() => undefined);
  return { appliance: appliance.name, publicIp, until, because, before, takeoverRuns: running };
}

function refuseUnreasonable({ appliance, until, because }: PauseRequest, now: string): void {
  const latest = plusSeconds(now, PAUSE_DAYS_MAX * 86_400);
  if (until <= now) {
    throw new RefusedError(`${appliance.name} cannot be paused until ${until}: it is ${now}, so that is over`);
  }
  if (until > latest) {
    throw new RefusedError(
      `${appliance.name} cannot be paused until ${until}: a pause lasts ${PAUSE_DAYS_MAX} days at most, which is ${latest}; ` +
        'pause it again before it ends, or set mode: observe in appliances.yml',
    );
  }
  if ((because?.length ?? 0) > TAG_CHARACTERS_MAX) {
    throw new RefusedError(
      `the reason has ${because?.length} characters, and a tag has room for ${TAG_CHARACTERS_MAX}`,
    );
  }
}

export type Resumed = { appliance: string; publicIp: string; before: Pause; because?: string | undefined };

export async function resume(appliance: Appliance, deps: Deps): Promise<Resumed> {
  const address = await readOwnAddress(appliance, deps);
  const before = readPause(address, deps.clock.now().toISOString());
  await forget(address, [TAG.pausedUntil, TAG.pausedBecause], deps);
  const ended = address.tags[TAG.pausedUntil];
  const { tags, publicIp } = await readBack(
    {
      appliance,
      what: 'the end of the pause',
      stands: (seen) => ended === undefined || seen.tags[TAG.pausedUntil] !== ended,
    },
    deps,
  );
  const again = tags[TAG.pausedUntil];
  if (ended !== undefined && again !== undefined) {
    throw new RefusedError(`${appliance.name} has been paused anew meanwhile, until ${again}: it stays paused`);
  }
  return { appliance: appliance.name, publicIp, before, because: address.tags[TAG.pausedBecause] || undefined };
}

/** Each with the value that was read: a value that was just written stays. */
async function forget({ allocationId, tags }: Address, keys: string[], { clients }: Deps): Promise<void> {
  const there = Object.entries(tags).filter(([key]) => keys.includes(key));
  if (there.length > 0) await removeTags(clients, allocationId, Object.fromEntries(there));
}
