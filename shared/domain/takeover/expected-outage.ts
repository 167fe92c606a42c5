/**
 * How long an outage of an appliance is expected to last, from its own settings and its own measured boot: one row for each
 * tier. test/simulator/experiments/expected-outage.test.ts compares it with simulated outages.
 */
import type { Appliance } from '../appliance.ts';
import { type MeasuredBoot, measuredHow } from './measured-boot.ts';

/** `assumed`: a person said so. */
type Boot = MeasuredBoot | { seconds: number; assumed: true };

type Known = {
  appliance: Pick<Appliance, 'probe' | 'rebootGraceSeconds' | 'standby' | 'earlyLaunch'>;
  boot: Boot | undefined;
};

/** Seconds from the failure on, of an operating system that dies: a failure that EC2 itself reports is known earlier. */
export type ExpectedOutage = {
  /** `cold` is what a takeover comes to where no standby is ready. */
  tier: 'cold' | 'stopped' | 'running';
  /** Until `failover` starts. */
  detectSeconds: number;
  /** `grace`: the profile excuses the silence for longer than the probes take. */
  detectedBy: 'probes' | 'grace';
  /** From there until EC2 has accepted the launch; with a running standby, until the traffic is at it. */
  decideSeconds: number;
  /** Until EC2 has accepted an early launch, or the early start of a stopped standby; absent without one. */
  earlySeconds: number | undefined;
  /** From the launch until the service answers; absent while no proof has measured it. */
  boot: Boot | undefined;
  /** The sum; absent without a measured boot. */
  seconds: number | undefined;
};

/** Simulated, p50 of 300 seeds: 5.4 s until RunInstances is sent, and 3.1 s until EC2 answers it (docs/reference/numbers.md). */
const DECIDE_SECONDS = 8.5;

/** Simulated: from the second failed probe until EC2 has accepted the early launch, less its answer's time, p50 of 24 runs. */
const EARLY_SECONDS = 6;

/** Simulated: from the start of `failover` until the address and the routes are at the standby (docs/reference/numbers.md). */
const MOVE_SECONDS = 9;

/** A failure lies on average in the middle between two probes. The last probe of a row counts when its time is out. */
function detection({ probe, rebootGraceSeconds }: Pick<Known['appliance'], 'probe' | 'rebootGraceSeconds'>): {
  seconds: number;
  by: 'probes' | 'grace';
} {
  const { intervalSeconds, failures, timeoutSeconds } = probe;
  const [firstProbe, counted] = [intervalSeconds / 2, Math.min(timeoutSeconds, intervalSeconds)];
  const row = (failures - 1) * intervalSeconds;
  // The grace counts from the first failed probe, and the next one after its end asks again.
  const grace = Math.ceil(rebootGraceSeconds / intervalSeconds) * intervalSeconds;
  const by = rebootGraceSeconds > row ? 'grace' : 'probes';
  return { seconds: firstProbe + (by === 'grace' ? grace : row) + counted, by };
}

/** The end of the second failed probe, at which the early launch is asked for. */
const secondProbe = ({ probe: { intervalSeconds, timeoutSeconds } }: Pick<Known['appliance'], 'probe'>): number =>
  intervalSeconds / 2 + intervalSeconds + Math.min(timeoutSeconds, intervalSeconds);

/** A row for each tier that the appliance has. */
export function expectedOutages({ appliance, boot }: Known): ExpectedOutage[] {
  const { seconds: detectSeconds, by: detectedBy } = detection(appliance);
  const earlySeconds = appliance.earlyLaunch === 'on' ? secondProbe(appliance) + EARLY_SECONDS : undefined;
  const launched = earlySeconds ?? detectSeconds + DECIDE_SECONDS;
  const seconds = boot && Math.max(launched + boot.seconds, detectSeconds + MOVE_SECONDS);
  const cold: ExpectedOutage = {
    ...{ tier: 'cold', detectSeconds, detectedBy, earlySeconds },
    ...{ decideSeconds: DECIDE_SECONDS, boot, seconds },
  };
  if (appliance.standby.tier === 'stopped') return [stoppedOutage(cold, boot), cold];
  if (appliance.standby.tier !== 'running') return [cold];
  const moved = { decideSeconds: MOVE_SECONDS, boot: undefined, seconds: detectSeconds + MOVE_SECONDS };
  return [{ tier: 'running', detectSeconds, detectedBy, earlySeconds: undefined, ...moved }, cold];
}

/** It is started instead of a launch. Its second boot was measured when it came to rest. */
function stoppedOutage(cold: ExpectedOutage, first: Boot | undefined): ExpectedOutage {
  const measured = first && !('assumed' in first) ? first.startedSeconds : undefined;
  const boot = first && measured !== undefined ? { ...first, seconds: measured } : undefined;
  const { detectSeconds, earlySeconds } = cold;
  const started = earlySeconds ?? detectSeconds + DECIDE_SECONDS;
  const seconds = boot && Math.max(started + boot.seconds, detectSeconds + MOVE_SECONDS);
  return { ...cold, tier: 'stopped', boot, seconds };
}

const whole = (seconds: number): string => `${Math.round(seconds)} s`;

function bootText(boot: Boot | undefined): string {
  if (!boot) return 'and the launch and boot, which no proof has measured yet';
  return `${whole(boot.seconds)} of ${'assumed' in boot ? 'launch and boot, assumed' : measuredHow(boot)}`;
}

/** A service that was not asked is bounded by EC2's checks only. */
function sumText({ seconds, detectSeconds, decideSeconds, earlySeconds, boot }: ExpectedOutage): string {
  if (!boot || seconds === undefined)
    return earlySeconds === undefined
      ? `${whole(detectSeconds + decideSeconds)} and a boot`
      : `${whole(earlySeconds)} and a boot, and at least ${whole(detectSeconds + MOVE_SECONDS)}`;
  return 'answered' in boot || 'assumed' in boot ? `about ${whole(seconds)}` : `at most about ${whole(seconds)}`;
}

/** One sentence. `usdAMonth` where it is known: the functions do not know prices. */
export function outageSentence(expected: ExpectedOutage, usdAMonth?: number): string {
  const { tier, detectSeconds, detectedBy, decideSeconds, earlySeconds, boot } = expected;
  const price = usdAMonth === undefined ? '' : ` for ${usdAMonth.toFixed(2)} USD a month`;
  const until = detectedBy === 'grace' ? 'until the reboot grace is over' : 'until enough probes in a row have failed';
  if (tier === 'running') {
    const sum = `about ${whole(detectSeconds + decideSeconds)} plus the time of the address itself, which is not modelled`;
    return `${tier}, ${sum}${price}: ${whole(detectSeconds)} ${until}, ${whole(decideSeconds)} to decide and move to the standby`;
  }
  const what = tier === 'stopped' ? 'start' : 'launch';
  if (earlySeconds === undefined)
    return `${tier}, ${sumText(expected)}${price}: ${whole(detectSeconds)} ${until}, ${whole(decideSeconds)} to decide and ask for the ${what}, ${bootText(boot)}`;
  const decided = `the decision, after ${whole(detectSeconds)} ${until}, runs beside it`;
  return `${tier}, ${sumText(expected)}${price}: ${whole(earlySeconds)} until the early ${what}, ${bootText(boot)}; ${decided}`;
}
