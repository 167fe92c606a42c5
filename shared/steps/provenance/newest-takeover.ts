/** The newest takeover of an appliance that may be ours, among those that Step Functions lists by their names. */
import type { ListedTakeover } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import { FINISH_SECONDS_MAX } from '../../domain/decision/history.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { seeTakeover } from './takeover-origin.ts';

type Listed = { appliance: string; listed: ListedTakeover[] | undefined };

/** More executions of others than this in one hour say nothing about ours any more: the next one counts unread. */
const READ_MAX = 20;

/**
 * One that ended long ago decides nothing that a forged one could change, so it is not read. It hides none that runs, or that ended
 * a short while ago: others choose the numbers of their executions.
 */
export async function newestGenuine(
  { appliance, listed }: Listed,
  deps: Pick<Deps, 'clients' | 'clock' | 'deployment'>,
): Promise<ListedTakeover | undefined> {
  const all = listed ?? [];
  for (const [index, one] of all.filter((each) => !endedLongAgo(each, deps)).entries()) {
    if (index >= READ_MAX) return one;
    const { generation } = one;
    const seen = await seeTakeover({ appliance, generation }, deps);
    if (seen?.origin.origin !== 'forged') return one;
  }
  return all.find((one) => endedLongAgo(one, deps));
}

const endedLongAgo = ({ stoppedAt }: ListedTakeover, { clock }: Pick<Deps, 'clock'>): boolean =>
  stoppedAt !== undefined && secondsBetween({ from: stoppedAt, to: clock.now().toISOString() }) > FINISH_SECONDS_MAX;
