/** The next takeover after a generation, past executions that are provably not ours. */
import type { Deps } from '../../deps.ts';
import type { SeenExecution } from '../../domain/decision/generation.ts';
import { TransientError } from '../../domain/errors.ts';
import { asSeen, seeIfTaken, type TakeoverOf } from './takeover-origin.ts';

type Successor = { generation: number; seen: Exclude<SeenExecution, { status: 'forged' }> };

/** Read side by side once the first one behind is forged, so that a row of them costs little time. */
const AT_ONCE = 10;
const FORGED_MAX = 200;

/**
 * `seen.status` is `absent` when the number is free.
 *
 * @throws TransientError when Step Functions cannot be asked, or more names are taken by others than are looked at.
 */
export async function seeSuccessor({ appliance, generation }: TakeoverOf, deps: Deps): Promise<Successor> {
  const see = async (number: number) => ({
    generation: number,
    seen: asSeen(await seeIfTaken({ appliance, generation: number }, deps)),
  });
  const last = generation + FORGED_MAX;
  for (let next = generation + 1, count = 1; next <= last; next += count, count = AT_ONCE) {
    const row = await Promise.all(Array.from({ length: count }, (_, index) => see(next + index)));
    const found = row.find((each): each is Successor => each.seen.status !== 'forged');
    if (found) return found;
  }
  throw new TransientError(
    `${FORGED_MAX} executions behind takeover-${appliance}-g${generation} were not started by failover; abort who starts them`,
  );
}
