/** The gate before every change: only a genuine takeover, only of the newest generation, and only on an address that is ours. */
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import { RefusedError, SupersededError, TransientError } from '../../domain/errors.ts';
import { readGenerationTag, staleness } from '../../domain/generation.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { poll } from '../poll.ts';
import { seeSuccessor } from '../provenance/successor.ts';
import type { TakeoverInput } from './input.ts';
import { verifyExecution } from './verify-execution.ts';

/**
 * The address as it is now.
 *
 * @throws SupersededError when this generation is not provably the newest, or was redriven.
 * @throws RefusedError when this is no genuine takeover, or the address belongs to another owner.
 * @throws TransientError when that cannot be proven yet.
 */
export async function passGate(input: TakeoverInput, deps: Deps): Promise<Address> {
  const { plan, redriveCount } = input;
  const { appliance, generation, owner } = plan;
  const [address, successor] = await Promise.all([
    readAddress(deps.clients, plan.address.allocationId),
    seeSuccessor({ appliance, generation }, deps),
    verifyExecution(input, deps),
  ]);
  const recorded = readGenerationTag(address.tags[TAG.generation]);
  const stale = staleness({
    generation,
    redriveCount,
    recorded,
    successor: { ...successor.seen, generation: successor.generation },
  });
  if (stale) throw new SupersededError(`superseded: ${stale}`);
  const other = foreignOwner(address, owner);
  if (other !== undefined) {
    throw new RefusedError(`the address ${plan.address.publicIp} belongs to ${other}, not to ${owner}`, {
      reason: 'foreign-owner',
    });
  }
  return address;
}

const CLAIM_VISIBLE = { seconds: 15, everyMs: 50, slowing: 1.5 };

/** EC2 shows a tag within seconds: a claim that is missing for so long was taken off the address by somebody. */
const STRIPPED_SECONDS = 60;

/**
 * The gate of the first step behind `Claim`: passes once the claim can be read back, because only then does everybody
 * else see it too. When somebody has stripped the address of its tags, the names of the executions alone are the lock,
 * as they are for whoever would start the next one.
 *
 * @throws TransientError when the claim is not visible yet.
 */
export async function passGateClaimed(input: TakeoverInput, deps: Deps): Promise<Address> {
  const { generation } = input.plan;
  const address = await poll(deps.clock, CLAIM_VISIBLE, async () => {
    const read = await passGate(input, deps);
    const recorded = readGenerationTag(read.tags[TAG.generation]);
    const visible = recorded.kind === 'recorded' && recorded.generation === generation;
    return visible || (recorded.kind === 'none' && claimedLongAgo(input, deps)) ? read : undefined;
  });
  if (!address) throw new TransientError(`generation ${generation} is not visible on the address yet`);
  return address;
}

function claimedLongAgo({ done }: TakeoverInput, { clock }: Deps): boolean {
  const claimedAt = done.claim?.claimedAt;
  if (claimedAt === undefined) return false;
  return secondsBetween({ from: claimedAt, to: clock.now().toISOString() }) >= STRIPPED_SECONDS;
}
