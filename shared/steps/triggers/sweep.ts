/**
 * Every minute, for every appliance: level-triggered, so that no event has to arrive for anything to be noticed. It
 * asks the failover machine about what may have failed, adopts who holds the address, re-arms the alarms, stops zombies, and
 * tells what people should know.
 */
import type { Deps, Step } from '../../deps.ts';
import { messageOf, TransientError } from '../../domain/errors.ts';
import { handedOver, isScheduled } from '../../domain/messages/handed-over.ts';
import type { AppliancesNews } from '../../domain/messages/news.ts';
import { TAG } from '../../domain/snapshot.ts';
import { atMost } from '../pace/at-most.ts';
import { type Everything, readEverything } from '../sweep/read-all.ts';
import { memoryOf, rememberSent } from '../sweep/sweep-memory.ts';
import { type Swept, sweepOne } from '../sweep/sweep-one.ts';
import type { SweptAppliance } from '../sweep/work.ts';

export type SweepReport = { appliances: SweptAppliance[]; news: AppliancesNews[] };

/**
 * In one sweep so many appliances are compared with everything around them, or adopted: four looks at the address each,
 * and half of what EC2 answers to all callers at once. Appliances that are not adopted come first, the others in turn.
 */
const THOROUGH_MAX = 10;

/** EC2's buckets are deep enough for so many at once; the wait for an answer is most of what each takes. */
const AT_ONCE_MAX = 40;

type Asked = { scheduled: boolean };

export const sweep: Step<Asked, SweepReport> = {
  parse: (event) => ({ scheduled: isScheduled(event) }),
  async run({ scheduled }, deps) {
    const everything = await readEverything(deps);
    const thorough = new Set([...notAdopted(everything, deps), ...inTurn(deps)].slice(0, THOROUGH_MAX));
    const [first] = deps.configuration.appliances;
    const done = await atMost(AT_ONCE_MAX, deps.configuration.appliances, (appliance) => {
      const round = { everything, thorough: thorough.has(appliance.name), forAll: appliance === first };
      return sweepOne(appliance, round, deps).catch(
        (cause): Swept => ({ swept: { appliance: appliance.name, changes: [], problems: [messageOf(cause)] } }),
      );
    });
    const appliances = done.map(({ swept }) => swept);
    for (const swept of appliances) logged(swept, deps);
    // A function that only logs its failure looks well: a sweep that fails has an alarm.
    if (!everything.takeovers)
      throw new TransientError('whether takeovers are running is unknown, so nothing was swept');
    const news = handedOver(done.flatMap((each) => each.news ?? []));
    const now = deps.clock.now().toISOString();
    for (const each of news) rememberSent(each, memoryOf(each.appliance, deps), now);
    return { appliances: scheduled ? [] : appliances, news };
  },
};

function notAdopted({ addresses, alarms }: Everything, { configuration }: Deps): string[] {
  return configuration.appliances
    .filter(({ name, floatingIp }) => {
      const address = addresses.get(floatingIp);
      if (address?.instanceId === undefined) return false;
      const watched = alarms?.get(name)?.statusCheck?.instanceId ?? address.instanceId;
      return [address.tags[TAG.activeInstance], watched].some((id) => id !== address.instanceId);
    })
    .map(({ name }) => name);
}

/** By the minute, so that the turn needs no memory. */
function inTurn({ configuration, clock }: Deps): string[] {
  const names = configuration.appliances.map(({ name }) => name);
  const first = (Math.floor(clock.now().getTime() / 60_000) * THOROUGH_MAX) % names.length;
  return [...names.slice(first), ...names.slice(0, first)];
}

function logged(swept: SweptAppliance, { log }: Deps): void {
  const { refused, started, why, problems, changes } = swept;
  if (refused || started || why || problems.length > 0) log({ level: 'warn', ...swept });
  else if (changes.length > 0) log({ level: 'info', ...swept });
}
