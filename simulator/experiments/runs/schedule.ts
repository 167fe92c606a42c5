/** What goes wrong in one seeded run, as data: it can be printed, shortened and lived through again exactly. */
import { type Moment, type Scenario, scenarioSchema } from '../../stories/schema.ts';

/** `safety`: anything goes at any moment. `liveness`: faults cease at an instant, and then service has to return. */
export const AIMS = ['safety', 'liveness'] as const;
export type Aim = (typeof AIMS)[number];

/** One thing that goes wrong, with its end if it has one; the name is a fault's number or a plain word. */
export type Entry = { name: string; moments: Moment[] };

export type Schedule = {
  seed: number;
  aim: Aim;
  given: Scenario['given'];
  entries: Entry[];
  /** Virtual seconds after which the faults of a liveness run are over. */
  ceaseSeconds?: number | undefined;
  watchSeconds: number;
  /** One event is lost and nothing else goes wrong: the run is compared with the one in which it is heard (L2). */
  losesOneEvent?: true | undefined;
  /** Strangers act and nothing else goes wrong: the run is compared with the one without them (L7). */
  onlyStrangers?: true | undefined;
};

/** The outcome of a random scenario is not known beforehand: the invariants judge it. */
const UNTOLD: Scenario = scenarioSchema.parse(
  JSON.parse('{"name":"seed","title":"","when":[],"then":{"outcome":"nothing"}}'),
);

/** What a schedule need not say of what is given. */
export const PLAIN: Scenario['given'] = { ...UNTOLD.given, profile: 'generic' };

/** The schedule as the scenario that the ordinary story teller tells. */
export function scenarioOf({ seed, aim, given, entries, ceaseSeconds, watchSeconds }: Schedule): Scenario {
  const names = [...new Set(entries.map(({ name }) => name))].join(', ');
  const cease: Moment[] = ceaseSeconds === undefined ? [] : [{ atSeconds: ceaseSeconds, faultsCease: true }];
  return {
    ...UNTOLD,
    name: `seed-${seed}`,
    title: `a seeded ${aim} run: ${names || 'nothing goes wrong'}`,
    given,
    when: [...entries.flatMap(({ moments }) => moments), ...cease],
    watchSeconds,
  };
}
