/** From the trouble to the start of its takeover, with everything deployed working by itself. */
import type { Configuration } from '../../shared/domain/appliance.ts';
import { readScenario } from '../scenarios/library.ts';
import type { Report } from '../scenarios/report.ts';
import { tellScenario } from '../scenarios/tell.ts';

/** What is to be reached, in simulated seconds; `undefined` where nothing may start. */
export type Goal = { scenario: string; what: string; secondsMax: number | undefined };

export const GOALS: Goal[] = [
  { scenario: 'prober-finds-it', what: 'dead instance', secondsMax: 50 },
  { scenario: 'zone-lost-unattended', what: 'lost zone', secondsMax: 50 },
  { scenario: 'event-lost', what: 'dead instance, first event lost', secondsMax: 110 },
  { scenario: 'prober-removed-instance-dead', what: 'dead instance, no prober', secondsMax: 200 },
  { scenario: 'prober-removed-zone-lost', what: 'lost zone, no prober', secondsMax: 240 },
  { scenario: 'terminated-unattended', what: 'terminated', secondsMax: 10 },
  { scenario: 'stopped-by-ec2', what: 'stopped by EC2', secondsMax: 10 },
  { scenario: 'host-lost-sophos', what: 'Sophos: lost host', secondsMax: 240 },
  { scenario: 'firmware-reboot-sophos', what: 'Sophos: reboot of 170 s', secondsMax: undefined },
];

export type Detection = { seconds: number | undefined; unmet: string[] };

function takeoverStart({ executions, timeline }: Report): number | undefined {
  const takeover = executions.find(({ machine }) => machine.endsWith('-takeover'));
  const trouble = timeline.findLast(
    ({ kind, seconds }) => kind === 'trouble' && seconds <= (takeover?.startedSeconds ?? 0),
  );
  return takeover && takeover.startedSeconds - (trouble?.seconds ?? 0);
}

export async function detect(configuration: Configuration, scenario: string, seed: number): Promise<Detection> {
  const report = await tellScenario({ scenario: readScenario(scenario), configuration, seed });
  const unmet = report.expectations.filter(({ met }) => !met).map(({ what, found }) => `${what}: ${found}`);
  return { seconds: takeoverStart(report), unmet };
}
