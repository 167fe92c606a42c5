/** Maintenance that EC2 has announced: a switchover before the date costs seconds, and after it EC2 chooses the moment. */
import { commandFor } from '../messages/command-line.ts';
import type { Condition } from '../messages/news.ts';

export type ScheduledEvent = { code: string; description: string; notBefore?: string | undefined };

const DOES: Record<string, string> = {
  'instance-retirement': 'stop or terminate',
  'instance-stop': 'stop',
  'instance-reboot': 'reboot',
  'system-reboot': 'reboot the host of',
  'system-maintenance': 'interrupt',
};

export const describeEvent = (instanceId: string, { code, notBefore }: ScheduledEvent): string =>
  `EC2 will ${DOES[code] ?? 'act on'} ${instanceId} (${code}) ${notBefore === undefined ? 'at a time that it does not name' : `after ${notBefore}`}`;

/** Once for each event and date: a date that EC2 changes is news. */
export function maintenanceConditions(
  events: ScheduledEvent[],
  { instanceId, appliance, stage }: { instanceId: string; appliance: string; stage: string },
): Condition[] {
  const command = commandFor({ verb: 'switchover', appliance, stage, flags: { reason: 'maintenance by EC2' } });
  return events.map((event) => ({
    kind: 'maintenance',
    about: `${instanceId} ${event.code} ${event.notBefore ?? ''}`,
    detail: `${describeEvent(instanceId, event)}; switch over before: ${command}`,
  }));
}
