/** From the trouble to the start of its takeover, with everything deployed running. */
import type { Configuration } from '../../../shared/domain/appliance.ts';
import { DROPPED_SECONDS } from '../../account/names.ts';
import { readScenario } from '../../stories/library.ts';
import type { Report } from '../../stories/report.ts';
import type { Scenario } from '../../stories/schema.ts';
import { tellScenario } from '../../stories/tell.ts';

/** By the first label of their hosts. */
const REFERENCES = ['ec2', 'sts', 'dynamodb'];

/** What is to be reached, in simulated seconds; `undefined` where nothing may start. */
export type Goal = {
  scenario: string;
  what: string;
  secondsMax: number | undefined;
  /** So many references lie in the lost zone, for as long as DNS takes at most; which ones, the seed decides. */
  silenced?: number;
};

/** Until the takeover of a dead instance, or of a lost zone, begins. */
const BOUND_SECONDS = 50;

export const GOALS: Goal[] = [
  { scenario: 'prober-finds-it', what: 'dead instance', secondsMax: BOUND_SECONDS },
  { scenario: 'zone-lost-unattended', what: 'lost zone', secondsMax: BOUND_SECONDS },
  { scenario: 'event-lost', what: 'dead instance, first event lost', secondsMax: 110 },
  { scenario: 'prober-removed-instance-dead', what: 'dead instance, no prober', secondsMax: 200 },
  { scenario: 'prober-removed-zone-lost', what: 'lost zone, no prober', secondsMax: 240 },
  { scenario: 'terminated-unattended', what: 'terminated', secondsMax: 10 },
  { scenario: 'stopped-by-ec2', what: 'stopped by EC2', secondsMax: 10 },
  { scenario: 'host-lost-sophos', what: 'Sophos: lost host', secondsMax: 240 },
  { scenario: 'firmware-reboot-sophos', what: 'Sophos: reboot of 170 s', secondsMax: undefined },
];

const LOST = { scenario: 'zone-lost-unattended' };

/** A lost zone with references in it. When all are silent, the probers know nothing until DNS drops one of them. */
export const REFERENCE_GOALS: Goal[] = [
  { ...LOST, what: 'no reference in the lost zone', secondsMax: BOUND_SECONDS, silenced: 0 },
  { ...LOST, what: 'one of three in the lost zone', secondsMax: BOUND_SECONDS, silenced: 1 },
  { ...LOST, what: 'two of three in the lost zone', secondsMax: BOUND_SECONDS, silenced: 2 },
  {
    ...LOST,
    what: 'all three in the lost zone',
    secondsMax: BOUND_SECONDS + DROPPED_SECONDS.max,
    silenced: REFERENCES.length,
  },
  { ...LOST, what: 'each in it with 1 / zones', secondsMax: BOUND_SECONDS },
];

/** The scenario of a goal, with the references silenced that this seed chooses. */
function scenarioOf({ scenario: name, silenced }: Goal, seed: number): Scenario {
  const scenario = readScenario(name);
  if (silenced === undefined) return scenario;
  const chosen = REFERENCES.map((_, index) => REFERENCES[(seed + index) % REFERENCES.length] ?? '').slice(0, silenced);
  const silences = Object.fromEntries(chosen.map((each) => [each, DROPPED_SECONDS.max]));
  const when = scenario.when.map((moment) =>
    'fault' in moment && moment.fault.kind === 'zone-lost'
      ? { ...moment, fault: { ...moment.fault, silences } }
      : moment,
  );
  return { ...scenario, when };
}

type Detection = { seconds: number | undefined; unmet: string[] };

function takeoverStart({ executions, timeline }: Report): number | undefined {
  const takeover = executions.find(({ machine }) => machine.endsWith('-takeover'));
  const trouble = timeline.findLast(
    ({ kind, seconds }) => kind === 'trouble' && seconds <= (takeover?.startedSeconds ?? 0),
  );
  return takeover && takeover.startedSeconds - (trouble?.seconds ?? 0);
}

export async function detect(configuration: Configuration, goal: Goal, seed: number): Promise<Detection> {
  const report = await tellScenario({ scenario: scenarioOf(goal, seed), configuration, seed });
  // When it has to begin is what is measured here, over all seeds; a single one may be late.
  const unmet = report.expectations
    .filter(({ met, what }) => !met && !/^a takeover within/.test(what))
    .map(({ what, found }) => `${what}: ${found}`);
  return { seconds: takeoverStart(report), unmet };
}
