/** An appliance that the sweep has adopted and whose probe has proven itself, and one more sweep over it. */
import { expect } from '@jest/globals';
import { probeFingerprint, writeProbation } from '../../shared/domain/probing/probation.ts';
import type { SweepReport } from '../../shared/steps/triggers/sweep.ts';
import { truthOf } from '../../simulator/checks/watch/truth.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { anAppliance } from './appliances.ts';
import { alter, tagsOf } from './console-hands.ts';
import { sayOfProbe } from './probe-word.ts';
import { inAccount, playIn, type Setting } from './step-stage.ts';

const applianceIn = ({ configuration }: Simulation) => configuration.appliances[0] ?? anAppliance();

export const addressIn = (simulation: Simulation) => truthOf(simulation.world, applianceIn(simulation)).traffic.address;

export const addressTagsIn = (simulation: Simulation): Record<string, string> =>
  tagsOf(simulation.world, addressIn(simulation).allocationId);

export type SweptOnce = SweepReport & { swept: SweepReport['appliances'][number]; writes: string[]; sent: string[] };

/** `writes` are the changing calls it sent, `notified` the kinds of its notifications. */
export async function sweepOnce(simulation: Simulation): Promise<SweptOnce> {
  const { output, error, changes } = await playIn(simulation, 'sweep', {});
  expect(error).toBe('');
  const report = output as SweepReport;
  const [swept] = report.appliances;
  if (!swept) throw new Error('nothing was swept');
  const sent = report.news.flatMap(({ conditions }) => conditions.map(({ kind, about }) => `${kind} ${about}`));
  return { ...report, swept, writes: changes.sort(), sent };
}

export function prove(simulation: Simulation): void {
  const appliance = applianceIn(simulation);
  const since = new Date(simulation.clock.nowMs()).toISOString();
  const proven = writeProbation(probeFingerprint(appliance), { stands: 'proven', since });
  sayOfProbe(simulation, proven);
}

/** A minute after the first sweep; automatic recovery is off, as it is for what we launch ourselves. */
export const onSwept = (
  setting: Setting,
  story: (simulation: Simulation, active: string) => Promise<void>,
): Promise<void> =>
  inAccount(setting, async (simulation) => {
    await simulation.invoke('sweep', {});
    prove(simulation);
    const active = addressIn(simulation).instanceId ?? '';
    alter(simulation.world, active, { autoRecovery: 'disabled' });
    await simulation.clock.sleep(60_000);
    await story(simulation, active);
  });

/** The names and inputs of the failovers that a sweep started. */
export const startedBy = ({ stepFunctions }: Simulation) =>
  stepFunctions.executions
    .filter(({ name }) => name.startsWith('sweep-'))
    .map(({ input }) => JSON.parse(input) as { appliance: string; requestedBy: string; reason: string });
