/**
 * Every minute, for every appliance: level-triggered, so that no event has to arrive for anything to be noticed. It
 * asks the front door about what may have failed, adopts who holds the address, re-arms the alarms, stops zombies, and
 * tells what people should know.
 */
import type { Deps, Step } from '../../deps.ts';
import type { AppliancesNews } from '../../domain/news.ts';
import { atMost } from '../at-most.ts';
import { readEverything } from '../sweep/read-all.ts';
import { type SweptAppliance, sweepOne } from '../sweep/sweep-one.ts';

export type SweepReport = { appliances: SweptAppliance[]; news: AppliancesNews[] };

/** In one sweep so many appliances are compared with everything around them; in turn, so that each is in time. */
const THOROUGH_MAX = 20;

/** EC2's buckets are deep enough for so many at once; the wait for an answer is most of what each takes. */
const AT_ONCE_MAX = 40;

export const sweep: Step<void, SweepReport> = {
  parse: () => undefined,
  async run(_, deps) {
    const everything = await readEverything(deps);
    const thorough = inTurn(deps);
    const done = await atMost(AT_ONCE_MAX, deps.configuration.appliances, (appliance) =>
      sweepOne(appliance, { everything, thorough: thorough.has(appliance.name) }, deps),
    );
    const appliances = done.map(({ swept }) => swept);
    for (const swept of appliances) logged(swept, deps);
    return { appliances, news: done.flatMap(({ news }) => news ?? []) };
  },
};

/** By the minute, so that nobody has to remember whose turn it was. */
function inTurn({ configuration, clock }: Deps): ReadonlySet<string> {
  const names = configuration.appliances.map(({ name }) => name);
  const first = (Math.floor(clock.now().getTime() / 60_000) * THOROUGH_MAX) % names.length;
  return new Set([...names.slice(first), ...names.slice(0, first)].slice(0, THOROUGH_MAX));
}

function logged(swept: SweptAppliance, { log }: Deps): void {
  const { refused, started, problems, changes } = swept;
  if (refused || started || problems.length > 0) log({ level: 'warn', ...swept });
  else if (changes.length > 0) log({ level: 'info', ...swept });
}
