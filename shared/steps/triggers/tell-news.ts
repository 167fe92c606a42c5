/** Notifies what a sweep found: for each appliance what is not notified yet, or insisted on, one message for each kind. */
import { readAddresses } from '../../aws/read-fleet.ts';
import type { Deps } from '../../deps.ts';
import { conditionMessage, type SweptNews } from '../../domain/messages/conditions.ts';
import { isCollected, SWEEP_MAILS_PER_SECOND } from '../../domain/messages/mail-rate.ts';
import { isSent, readSent } from '../../domain/messages/news.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { atMost } from '../pace/at-most.ts';
import { sideBySide } from '../pace/side-by-side.ts';
import { remember, tell } from './tell-once.ts';

/** Half of what the function has time for is spent waiting for answers. */
const AT_ONCE_MAX = 20;

/**
 * What went wrong with one appliance does not keep the others' news back.
 *
 * @throws what went wrong, when all has been tried; what was not published is not remembered, so a sweep says it again.
 */
export async function tellNews(news: SweptNews[], deps: Deps): Promise<string[]> {
  if (news.length === 0) return [];
  const addresses = await readAddresses(
    deps.clients,
    news.map(({ allocationId }) => allocationId),
  );
  const pace = paceOf(deps);
  const tellings = await atMost(AT_ONCE_MAX, news, async (found) => {
    const telling = tellAppliance(found, addresses.get(found.allocationId), { ...deps, pace });
    await telling.catch(() => undefined);
    return { telling };
  });
  const subjects = await sideBySide(tellings.map(({ telling }) => telling));
  return subjects.flat();
}

/** Waits for the turn of one more mail. What is collected needs none. */
function paceOf({ configuration, clock }: Deps): () => Promise<void> {
  if (isCollected(configuration)) return async () => {};
  let mails = 0;
  return async () => {
    const seconds = Math.floor(mails++ / SWEEP_MAILS_PER_SECOND);
    if (seconds > 0) await clock.sleep(seconds * 1000);
  };
}

type Paced = Deps & { pace: () => Promise<void> };

async function tellAppliance(found: SweptNews, address: Address | undefined, deps: Paced): Promise<string[]> {
  const sent = readSent(address?.tags[TAG.sent]);
  const fresh = found.conditions.filter((condition) => condition.insist || !isSent(sent, condition));
  const groups = [...Map.groupBy(fresh, ({ kind }) => kind)];
  const tellings = groups.map(async ([kind, conditions]) => {
    await deps.pace();
    return tell(conditionMessage(kind, { ...found, conditions }), deps);
  });
  const settled = await Promise.allSettled(tellings);
  const published = groups.flatMap(([, conditions], index) =>
    settled[index]?.status === 'fulfilled' ? conditions : [],
  );
  if (address) await remember(address, published, deps);
  return (await sideBySide(tellings)).flat();
}
