/** An appliance for which everything is ready, what a check of it says, and only what a test breaks. */
import { expect } from '@jest/globals';
import { PROBE_METRIC } from '../../shared/domain/probing/probe-metric.ts';
import { READINESS_METRICS } from '../../shared/domain/readiness/metric.ts';
import type { Answer, ApplianceReadiness, Readiness, ReadinessCheck } from '../../shared/domain/readiness/verdict.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import type { ReadinessReport } from '../../shared/steps/triggers/check-readiness.ts';
import { keyOf, recordPoint } from '../../simulator/account/cloudwatch/series.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { tag } from './console-hands.ts';
import { playIn, type Setting } from './step-stage.ts';
import { addressIn, onSwept } from './swept.ts';

/** The prober's last word, so long ago. */
export function probed(
  { world, clock }: Simulation,
  { failed, secondsAgo }: { failed: boolean; secondsAgo: number },
): void {
  const { namespace, name, dimension } = PROBE_METRIC;
  const atMs = clock.nowMs() - secondsAgo * 1000;
  const metric = { namespace, name, dimensions: { [dimension]: 'sophos' } };
  recordPoint(world, metric, { atMs, value: failed ? 1 : 0, readableFromMs: atMs });
}

export type CheckedOnce = ReadinessReport & {
  answer: Answer;
  dryRuns: ApplianceReadiness['dryRuns'];
  /** Every check that does not say `ready`. */
  open: Partial<Record<ReadinessCheck, Readiness>>;
  red: ReadinessCheck[];
  sentence(check: ReadinessCheck): string;
  /** The changing calls that check-readiness sent without a request. */
  changes: string[];
};

export async function checkOnce(simulation: Simulation, event: unknown = {}): Promise<CheckedOnce> {
  const { output, error, why, changes } = await playIn(simulation, 'check-readiness', event);
  expect(error + why).toBe('');
  const report = output as ReadinessReport;
  const [one] = report.appliances;
  if (!one) throw new Error('nothing was checked');
  const open = one.checks.filter(({ verdict }) => verdict !== 'ready');
  return {
    ...{ ...report, answer: one.answer, dryRuns: one.dryRuns, changes },
    open: Object.fromEntries(open.map(({ check, verdict }) => [check, verdict])),
    red: open.filter(({ verdict }) => verdict === 'not-ready').map(({ check }) => check),
    sentence: (check) => one.checks.find((each) => each.check === check)?.sentence ?? '',
  };
}

/** Every point of the metric that was ever put, oldest first. */
export function published({ world }: Simulation, name: 'ready' | 'imageAge'): number[] {
  const { namespace, dimension } = READINESS_METRICS;
  const key = keyOf({ namespace, name: READINESS_METRICS[name], dimensions: { [dimension]: 'sophos' } });
  return (world.cloudwatch.series.get(key) ?? []).map(({ value }) => value);
}

/** Swept twice, so that the template follows what the account's instance was given, probed, and proven. */
/** The active instance was launched by a takeover: its interface carries our tag, as that of the first day does not. */
export const onLaunched = (story: (simulation: Simulation) => Promise<void>): Promise<void> =>
  onReady({}, (simulation) => {
    const { networkInterfaceId = '' } = addressIn(simulation);
    tag(simulation.world, networkInterfaceId, { [TAG.appliance]: 'sophos' });
    return story(simulation);
  });

export const onReady = (
  setting: Setting,
  story: (simulation: Simulation, active: string) => Promise<void>,
): Promise<void> =>
  onSwept(
    { ...setting, build: { imageTags: { 'failover:proven-at': '2026-11-20T03:00:00.000Z' }, ...setting.build } },
    async (simulation) => {
      await simulation.invoke('sweep', {});
      await simulation.clock.sleep(1_000);
      probed(simulation, { failed: false, secondsAgo: 5 });
      await story(simulation, addressIn(simulation).instanceId ?? '');
    },
  );
