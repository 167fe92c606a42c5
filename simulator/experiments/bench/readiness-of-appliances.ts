/** The readiness of many appliances of one account: how long until the last one is checked, and what it takes of the API's rates. */
import type { Configuration } from '../../../shared/domain/appliance.ts';
import type { Answer } from '../../../shared/domain/readiness/verdict.ts';
import { CHANGING_FUNCTIONS } from '../../../shared/domain/takeover/dry-run.ts';
import type { ReadinessReport } from '../../../shared/steps/triggers/check-readiness.ts';
import { adoptLongAgo } from '../../stories/adopted.ts';
import { type Simulation, simulate } from '../../stories/simulation.ts';
import { type BucketShare, bucketShares } from './bucket-shares.ts';
import { everybodyMayVote, fleetOf } from './zone-of-appliances.ts';

type FleetChecked = {
  /** How many came out how. */
  answers: Partial<Record<Answer, number>>;
  /** Until the last one's answer. */
  seconds: number;
  shares: BucketShare[];
  /** Not ready or unknown: which appliance, and what it says. */
  open: string[];
};

/** Ten are adopted in each minute, and each proves its probe for five. */
const ROUNDS_MAX = 10;

const ASKING = ['check-readiness', ...CHANGING_FUNCTIONS] as string[];

async function check({ invoke, clock }: Simulation): Promise<{ report: ReadinessReport; seconds: number }> {
  const beganMs = clock.nowMs();
  const report = (await invoke('check-readiness', {})) as ReadinessReport;
  return { report, seconds: (clock.nowMs() - beganMs) / 1000 };
}

const openIn = ({ appliances }: ReadinessReport): string[] =>
  appliances.flatMap(({ appliance, checks }) =>
    checks
      .filter(({ verdict }) => verdict === 'not-ready' || verdict === 'unknown')
      .map(({ check: name, verdict, sentence }) => `${appliance}: ${name} is ${verdict}: ${sentence}`),
  );

/** Everything deployed works beside it: schedules, prober, sweep and alarms. */
export function checkFleet(
  configuration: Configuration,
  { count, seed }: { count: number; seed: number },
): Promise<FleetChecked> {
  const fleet = fleetOf(configuration, count);
  // Pages as AWS has them: short ones would make a fleet ask a hundred times as often.
  const account = { pageSize: 1000 };
  return simulate({ configuration: fleet, seed, automatic: true, account }, async (simulation) => {
    const { world } = simulation;
    // Asked about once, and at a moment of our own choice.
    simulation.inject({ kind: 'schedule-stopped', rule: 'ReadinessRule' });
    for (let rounds = 0; rounds < ROUNDS_MAX && !everybodyMayVote(simulation); rounds++) await adoptLongAgo(simulation);
    const before = world.calls.length;
    const { report, seconds } = await check(simulation);
    const answers: FleetChecked['answers'] = {};
    for (const { answer } of report.appliances) answers[answer] = (answers[answer] ?? 0) + 1;
    const shares = bucketShares(world.calls.slice(before).filter(({ caller }) => ASKING.includes(caller)));
    return { answers, seconds, shares, open: openIn(report) };
  });
}
