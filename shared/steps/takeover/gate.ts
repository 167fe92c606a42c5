/** The gate before every change: only a genuine takeover, only of the newest generation, and only on an address that is ours. */
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import { staleness } from '../../domain/decision/generation.ts';
import { RefusedError, SupersededError, TransientError } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { poll } from '../pace/poll.ts';
import { seeSuccessor } from '../provenance/successor.ts';
import { lookFreshly } from '../world/look-freshly.ts';
import type { TakeoverInput } from './input.ts';
import { verifyExecution } from './verify-execution.ts';

/**
 * The address as it is now, from reads that lie close together.
 *
 * @throws SupersededError when this generation is not provably the newest, or was redriven.
 * @throws RefusedError when this is no genuine takeover, or the address belongs to another owner.
 * @throws TransientError when that cannot be proven yet.
 */
export const passGate = (input: TakeoverInput, deps: Deps): Promise<Address> =>
  lookFreshly(deps.clock, () => passOnce(input, deps));

async function passOnce(input: TakeoverInput, deps: Deps): Promise<Address> {
  const { plan, redriveCount } = input;
  const { appliance, generation } = plan;
  const [address, successor] = await Promise.all([
    readAddress(deps.clients, plan.address.allocationId),
    seeSuccessor({ appliance, generation }, deps),
    verifyExecution(input, deps),
  ]);
  const stale = staleness({
    generation,
    redriveCount,
    successor: { ...successor.seen, generation: successor.generation },
  });
  if (stale) throw new SupersededError(`superseded: ${stale}`);
  return refuseForeign(address, input);
}

function refuseForeign(address: Address, { plan }: TakeoverInput): Address {
  const { owner } = plan;
  const other = foreignOwner(address, owner);
  if (other === undefined) return address;
  throw new RefusedError(`the address ${plan.address.publicIp} belongs to ${other}, not to ${owner}`, {
    reason: 'foreign-owner',
  });
}

const CLAIM_VISIBLE = { seconds: 15, everyMs: 50, slowing: 1.5 };

/** After a longer wait the gate is passed again: in that time a newer takeover may have begun. */
const GATE_SECONDS = 5;

/** EC2 shows a tag within seconds: a claim that is still missing after this time was removed or replaced. */
const REPLACED_SECONDS = 60;

/**
 * The gate of the first step behind `Claim`: passes once the claim can be read back, so that others find this takeover
 * at once. The tag is their hint and not the lock: when it was removed or replaced, the names of the executions are the
 * lock all the same. A third value, neither the claim nor the one before it, was written after the claim, so the claim
 * was visible.
 *
 * @throws TransientError when the claim is not visible yet, and what `passGate` throws.
 */
export async function passGateClaimed(input: TakeoverInput, deps: Deps): Promise<Address> {
  const { generation, address } = input.plan;
  const isVisible = ({ tags }: Address): boolean =>
    isClaimed(tags[TAG.generation], input) || claimedLongAgo(input, deps);
  const passedAt = deps.clock.now().toISOString();
  const passed = await passGate(input, deps);
  if (isVisible(passed)) return passed;
  // The gate asks Step Functions, which has a low rate limit: only the tag is waited for.
  const seen = await poll(deps.clock, CLAIM_VISIBLE, async () => {
    const read = await readAddress(deps.clients, address.allocationId);
    return isVisible(read) ? read : undefined;
  });
  if (!seen) throw new TransientError(`generation ${generation} is not visible on the address yet`);
  const waitedSeconds = secondsBetween({ from: passedAt, to: deps.clock.now().toISOString() });
  return waitedSeconds > GATE_SECONDS ? passGate(input, deps) : refuseForeign(seen, input);
}

function isClaimed(value: string | undefined, { plan, done: { claim } }: TakeoverInput): boolean {
  if (value === String(plan.generation)) return true;
  return claim !== undefined && value !== undefined && value !== claim.replaced;
}

function claimedLongAgo({ done }: TakeoverInput, { clock }: Deps): boolean {
  const claimedAt = done.claim?.claimedAt;
  if (claimedAt === undefined) return false;
  return secondsBetween({ from: claimedAt, to: clock.now().toISOString() }) >= REPLACED_SECONDS;
}
