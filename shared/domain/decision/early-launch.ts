/**
 * When a replacement is launched before the decision, under which name, and how long it is kept. The decision itself stays
 * with `failover`: an early launch moves nothing, and is terminated when no takeover uses it.
 */
import type { Appliance } from '../appliance.ts';
import { secondsBetween } from '../instants.ts';

/** At most one early launch of an appliance in so long a time. */
export const SLOT_SECONDS = 900;

/** At the second failed probe in a row: at the first one, 10 % of lost packets would launch several times in five minutes. */
export const FAILURES_MIN = 2;

/** It is terminated when the appliance has answered for so long. */
export const ANSWERS_SECONDS = 30;

/** It is terminated after this time, whether the appliance answers or not. */
export const KEPT_SECONDS = 900;

/** The sweep terminates it then: its execution has died, or could not terminate it. */
export const SWEPT_SECONDS = 960;

/** How old a first failed probe may be: a grace of an hour, and a slot. */
const FAILING_SECONDS_MAX = 4_500;

const slotOf = (since: string): number => Math.floor(Date.parse(since) / 1000 / SLOT_SECONDS) * SLOT_SECONDS;

/** Two environments of the prober may see another first failure; within one slot they collide in this name. */
export const prepareNameOf = ({ appliance, since }: { appliance: string; since: string }): string =>
  `prepare-${appliance}-${slotOf(since)}`;

/** Of the slot before. */
export const previousNameOf = ({ appliance, since }: { appliance: string; since: string }): string =>
  `prepare-${appliance}-${slotOf(since) - SLOT_SECONDS}`;

/** Of the executions that can have begun shortly before `at`, for a row of failed probes that was young then. */
export const prepareNamesAt = (appliance: string, at: string): string[] => [
  prepareNameOf({ appliance, since: at }),
  previousNameOf({ appliance, since: at }),
];

/** Whether an execution of that name can be one of this appliance. */
export const isPrepareNameOf = (name: string, appliance: string): boolean =>
  name.startsWith(`prepare-${appliance}-`) && /^\d{1,12}$/.test(name.slice(`prepare-${appliance}-`.length));

/** In one minute and one deployment: a prober that is wrong cannot launch a fleet. */
export const launchesMax = (appliances: number): number => Math.max(3, Math.floor(appliances / 10));

type NoEarlyLaunch = { because: string; detail: string };

const no = (because: string, detail: string): NoEarlyLaunch => ({ because, detail });

type Asked = { execution: string; since: string; at: string; now: string };

/** What the configuration and the request say against it; undefined when they say nothing. */
export function refusedUnread(
  appliance: Pick<Appliance, 'name' | 'earlyLaunch' | 'fencing' | 'mode'>,
  { execution, since, at, now }: Asked,
): NoEarlyLaunch | undefined {
  const { name, earlyLaunch, fencing, mode } = appliance;
  const expected = prepareNameOf({ appliance: name, since });
  if (execution !== expected)
    return no('not-this-slot', `the execution is ${execution}, and this failure is of ${expected}`);
  const age = secondsBetween({ from: since, to: now });
  if (since > at || age < 0 || age > FAILING_SECONDS_MAX) return no('stale', `the first failed probe is from ${since}`);
  if (fencing === 'stop-first') return no('stop-first', 'fencing is stop-first, which forbids a second copy');
  if (earlyLaunch === 'off') return no('off', 'earlyLaunch is off');
  if (mode === 'observe') return no('observe-only', 'mode is observe');
  return undefined;
}

/** `launchedAt`: the early launch of the slot before, if there was one. */
export function refusedTooSoon(launchedAt: string | undefined, now: string): NoEarlyLaunch | undefined {
  if (launchedAt === undefined || secondsBetween({ from: launchedAt, to: now }) >= SLOT_SECONDS) return undefined;
  return no('too-soon', `the early launch before was at ${launchedAt}, less than ${SLOT_SECONDS / 60} minutes ago`);
}
