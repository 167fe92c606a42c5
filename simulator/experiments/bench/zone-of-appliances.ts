/** A zone with many appliances in one account is lost: how long until the last one is back, and what set the pace. */

import type { Appliance, Configuration } from '../../../shared/domain/appliance.ts';
import { alarmNameOf } from '../../../shared/domain/decision/trigger.ts';
import { serves } from '../../account/observe.ts';
import { isClosed, latest } from '../../account/sfn/execution.ts';
import {
  BUCKETS,
  type Bucket,
  CHANGE_BUCKET,
  CLOUDWATCH_BUCKETS,
  DESCRIBE_BUCKET,
  STEP_FUNCTIONS_BUCKETS,
} from '../../durations.ts';
import { adoptLongAgo } from '../../stories/adopted.ts';
import { type Simulation, simulate } from '../../stories/simulation.ts';
import { type Counts, callsOfTakeovers, everyCall } from './calls-counted.ts';
import { type Left, leftBy, problemsIn } from './left-to-sweep.ts';

export type Fleet = {
  count: number;
  /** Seconds from the loss until each answers again, in order. */
  backSeconds: number[];
  /** Executions of the takeover machine by how they ended. */
  endings: Record<string, number>;
  /** Why executions of any machine failed. */
  failures: string[];
  left: Left;
  /** Of everybody, from the loss until the last takeover has ended. */
  calls: Counts;
  /** Of the takeovers and their failover machines: what grows with the fleet, and sets the bound. */
  callsOfTakeovers: Counts;
  violations: string[];
  /** Mails on the topic of the operators, the most of them in one second, and how many of their subscriptions are left. */
  mails: { sent: number; mostInASecond: number; reachable: number };
};

const WATCHED_SECONDS = 1_500;

/** The same appliance so many times: each with an address, an instance, images and a route of its own. */
export function fleetOf(configuration: Configuration, count: number): Configuration {
  const [model] = configuration.appliances;
  if (!model) throw new Error('the configuration names no appliance');
  const one = (_: unknown, index: number): Appliance => ({
    ...model,
    name: `vpn-${index + 1}`,
    instance: `vpn-${index + 1}`,
    image: `vpn-${index + 1}`,
    floatingIp: `198.51.${100 + Math.floor(index / 250)}.${(index % 250) + 1}`,
    vpnCidrs: [`10.${100 + Math.floor(index / 250)}.${index % 250}.0/24`],
    rebootGraceSeconds: 0,
  });
  return { ...configuration, appliances: Array.from({ length: count }, one) };
}

/** Ten are adopted in each minute, and each proves its probe for five. */
const ROUNDS_MAX = 10;

/** Every probe has proven itself, which is the last thing an adoption waits for. */
export const everybodyMayVote = ({ world, configuration, deployment: { stage } }: Simulation): boolean =>
  configuration.appliances.every(({ name }) => {
    const alarm = world.cloudwatch.alarms.get(alarmNameOf({ stage, appliance: name, kind: 'probe' }));
    return alarm?.definition.AlarmDescription?.includes(' proven ');
  });

async function backAfter({ world, clock }: Simulation, appliances: Appliance[], lostMs: number): Promise<number[]> {
  const missing = new Map(appliances.map(({ name, floatingIp }) => [name, floatingIp]));
  const back: number[] = [];
  while (missing.size > 0 && clock.nowMs() < lostMs + WATCHED_SECONDS * 1000) {
    await clock.sleep(1_000);
    for (const [name, floatingIp] of missing) {
      if (!serves(world, floatingIp)) continue;
      missing.delete(name);
      back.push((clock.nowMs() - lostMs) / 1000);
    }
  }
  return back;
}

/** Their alarms and tags follow a little after the answer. */
async function takeoversEnd({ clock, stepFunctions }: Simulation): Promise<void> {
  const open = (): boolean => stepFunctions.executions.some((execution) => !isClosed(execution));
  for (let waited = 0; open() && waited < WATCHED_SECONDS; waited++) await clock.sleep(1_000);
}

/** From the loss on; a subscription that SNS has deactivated reaches no reader. */
function mailsSince({ publications, sns }: Simulation['world'], lostMs: number): Fleet['mails'] {
  const reachable = [...sns.subscriptions.values()].filter(({ state }) => state === 'confirmed').length;
  const sent = publications.filter(({ atMs }) => atMs >= lostMs).length;
  return { sent, mostInASecond: sns.mostInASecond, reachable };
}

export function loseZone(
  configuration: Configuration,
  { count, seed }: { count: number; seed: number },
): Promise<Fleet> {
  const fleet = fleetOf(configuration, count);
  // Pages as AWS has them: short ones would make a fleet ask a hundred times as often.
  const account = { pageSize: 1000, bootSeconds: { min: 40, max: 70 } };
  return simulate({ configuration: fleet, seed, automatic: true, account }, async (simulation) => {
    const { world, clock, stepFunctions, watch } = simulation;
    for (let rounds = 0; rounds < ROUNDS_MAX && !everybodyMayVote(simulation); rounds++) await adoptLongAgo(simulation);
    if (!everybodyMayVote(simulation))
      throw new Error('not everybody is adopted and proven, so nothing would be measured');
    const before = world.calls.length;
    const lostMs = clock.nowMs();
    simulation.inject({ kind: 'zone-lost', zone: `${world.region}a` });
    const backSeconds = await backAfter(simulation, fleet.appliances, lostMs);
    await takeoversEnd(simulation);
    const takeovers = stepFunctions.executions.filter(({ machineName }) => machineName.endsWith('-takeover'));
    const endings: Record<string, number> = {};
    for (const { status } of takeovers) endings[status] = (endings[status] ?? 0) + 1;
    const failures = stepFunctions.executions.flatMap((execution) => {
      const { status, error, cause } = latest(execution);
      return status === 'RUNNING' || status === 'SUCCEEDED' ? [] : [`${execution.name}: ${error}: ${cause}`];
    });
    const calls = world.calls.slice(before);
    return {
      ...{ count, backSeconds, endings, failures, left: leftBy(takeovers.map(problemsIn)) },
      ...{ calls: everyCall(calls), callsOfTakeovers: callsOfTakeovers(calls), violations: watch.violations },
      mails: mailsSince(world, lostMs),
    };
  });
}

type Bound = { action: string; seconds: number };

/** How long its token bucket alone makes the last of so many calls wait. */
function bucketSeconds({ size, refillPerSecond }: Bucket, calls: number): number {
  return Math.max(0, (calls - size) / refillPerSecond);
}

/** No bucket is modelled for Lambda and SNS: their published rates are far beyond these. */
const UNLIMITED = ['Invoke', 'Publish'];

const NAMED: Record<string, Bucket> = { ...BUCKETS, ...CLOUDWATCH_BUCKETS, ...STEP_FUNCTIONS_BUCKETS };

/** The bucket that would hold the fleet up longest if everybody asked only as often as one alone does. */
export function slowestBucket(alone: Fleet, count: number): Bound {
  const limited = [...alone.callsOfTakeovers].filter(([action]) => !UNLIMITED.includes(action));
  const bounds = limited.map(([action, { asked }]): Bound => {
    const bucket = NAMED[action] ?? (action.startsWith('Describe') ? DESCRIBE_BUCKET : CHANGE_BUCKET);
    return { action, seconds: bucketSeconds(bucket, (asked / alone.count) * count) };
  });
  return bounds.reduce((slowest, bound) => (bound.seconds > slowest.seconds ? bound : slowest));
}
