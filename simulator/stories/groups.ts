/** The scenarios as a newcomer looks for them: a few to begin with, and the others by what they are about. */
import { type FaultGroup, isOfGroup } from '../account/faults/all.ts';
import type { Moment, Scenario } from './schema.ts';

/** Each shows another part of a takeover, in the order in which to look at them. */
export const TO_BEGIN_WITH = [
  'own-appliance-dies',
  'zone-lost',
  'hung-stop',
  'no-capacity-first-type',
  'never-answers',
  'switchover',
];

const hasFault =
  (...groups: FaultGroup[]) =>
  (moment: Moment): boolean =>
    'fault' in moment && groups.some((group) => isOfGroup(group, moment.fault.kind));

const hasKey =
  (...keys: string[]) =>
  (moment: Moment): boolean =>
    keys.some((key) => key in moment);

/** The first that fits: a scenario in which a machine dies is most often about what goes wrong beside it. */
const GROUPS: [title: string, fits: (moment: Moment) => boolean][] = [
  ['Other principals of the account interfere', hasFault('strangers')],
  ['Our own functions and state machines fail', hasKey('death', 'crash', 'redeploy', 'redrive')],
  ['Images and their rotation', (moment) => hasKey('rotate', 'vouch')(moment) || hasFault('images')(moment)],
  ['The launch is refused, or the replacement does not serve', hasFault('launches')],
  ['AWS refuses, is slow, or answers late', hasFault('calls')],
  ['Detection: events, alarms and the prober', (moment) => hasKey('prober')(moment) || hasFault('triggers')(moment)],
  ['People act, by the command line or by hand', (moment) => isByHand(moment) || hasFault('people')(moment)],
];

const isByHand = hasKey(
  ...[
    'ask',
    'terminate',
    'foreignRoute',
    'deleteRoutes',
    'giveAwayAddress',
    'pauseMinutes',
    'resume',
    'personStartsOld',
    'standbyTouched',
  ],
);

const OTHERS = 'The appliance, its host or its zone fails';

const titleOf = ({ given, when }: Scenario): string => {
  const faults = given.faults.map((fault) => ({ atSeconds: 0, fault }) as Moment);
  return GROUPS.find(([, fits]) => [...faults, ...when].some(fits))?.[0] ?? OTHERS;
};

/** Every scenario once, and the plainest first. */
export function grouped(scenarios: Scenario[]): { title: string; scenarios: Scenario[] }[] {
  const first = TO_BEGIN_WITH.flatMap((name) => scenarios.filter((scenario) => scenario.name === name));
  const rest = Map.groupBy(
    scenarios.filter((scenario) => !first.includes(scenario)),
    titleOf,
  );
  const titles = [OTHERS, ...GROUPS.map(([title]) => title).toReversed()];
  return [
    { title: 'To begin with', scenarios: first },
    ...titles.map((title) => ({ title, scenarios: rest.get(title) ?? [] })),
  ].filter((group) => group.scenarios.length > 0);
}
