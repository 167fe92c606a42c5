/**
 * What no tool that launches after the detection can beat, out of the very run that is measured: the failure has to be
 * noticed, EC2 has to launch and the appliance has to boot. Nothing is decided, claimed, polled, moved or verified. An early
 * launch does not wait for the detection, and may be below it.
 */
import type { World } from '../../account/world.ts';
import { isLaunch, type PhaseSeconds } from './outage-phases.ts';

export type Bounds = {
  /** Detection as ours, alarm and event included. */
  detected: PhaseSeconds;
  /** As if nothing stood between the last failed probe that the rule asks for and the launch. */
  probed: PhaseSeconds;
};

type Measured = { failedMs: number; detectSeconds: number; bootSeconds: number; failures: number };

const failedPoints = (input: Record<string, unknown>): number =>
  ((input.MetricData ?? []) as { Value?: number }[]).filter(({ Value }) => Value === 1).length;

/** When the prober knew that so many probes in a row had failed: the instant at which it began to say so. */
function rowFailedMs({ calls }: World, { failedMs, failures }: Measured): number {
  let failed = 0;
  for (const { action, atMs, caller, input } of calls) {
    if (action !== 'PutMetricData' || caller !== 'probe-appliance' || atMs < failedMs) continue;
    failed += failedPoints(input);
    if (failed >= failures) return atMs;
  }
  throw new Error(`the prober never published ${failures} failed probes`);
}

/** From the request's departure until EC2 has made it run, which is before anybody can have read it. */
function launchSeconds({ calls, changes }: World, { failedMs }: Measured): number {
  const run = calls.find((call) => call.atMs >= failedMs && isLaunch(call));
  const running = changes.find(({ atMs, what }) => run && atMs > run.atMs && / running$/.test(what));
  if (!run || !running) throw new Error('nothing was launched that runs');
  return (running.atMs - run.atMs) / 1000;
}

export function boundOf(world: World, measured: Measured): Bounds {
  const { failedMs, detectSeconds, bootSeconds } = measured;
  const launch = launchSeconds(world, measured);
  const rowSeconds = (rowFailedMs(world, measured) - failedMs) / 1000;
  const only = (detect: number): PhaseSeconds => ({ detect, decide: 0, launch, move: 0, boot: bootSeconds, verify: 0 });
  return { detected: only(detectSeconds), probed: only(rowSeconds) };
}
