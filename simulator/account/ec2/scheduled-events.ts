/** What EC2 announces for an instance, days before it does it. Announced and completed by faults. */
import type { EventCode, InstanceStatusEvent } from '@aws-sdk/client-ec2';
import type { World } from '../world.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_scheduled_events.html */
const DESCRIPTIONS: Partial<Record<EventCode, string>> = {
  'instance-retirement': 'The instance is running on degraded hardware',
  'instance-stop': 'The instance is running on degraded hardware',
  'system-reboot': 'The instance is scheduled for a reboot',
  'system-maintenance': 'Maintenance of the network or the power of the host',
};

type Announced = { instanceId: string; code: EventCode; afterSeconds: number };

export function announce(world: World, { instanceId, code, afterSeconds }: Announced): void {
  const { scheduledEvents } = world.ec2;
  const notBeforeMs = world.clock.nowMs() + afterSeconds * 1000;
  const event = { code, description: DESCRIPTIONS[code] ?? code, notBeforeMs, over: false };
  scheduledEvents.set(instanceId, [...(scheduledEvents.get(instanceId) ?? []), event]);
}

/** EC2 shows what it has carried out for a week more, marked so. */
export function complete(world: World, { instanceId, code }: Pick<Announced, 'instanceId' | 'code'>): void {
  for (const event of world.ec2.scheduledEvents.get(instanceId) ?? []) if (event.code === code) event.over = true;
}

export const presentEvents = (world: World, instanceId: string): InstanceStatusEvent[] =>
  (world.ec2.scheduledEvents.get(instanceId) ?? []).map(({ code, description, notBeforeMs, over }, index) => ({
    InstanceEventId: `instance-event-0${index}${instanceId.slice(2)}`,
    Code: code,
    Description: `${over ? '[Completed] ' : ''}${description}`,
    NotBefore: new Date(notBeforeMs),
  }));
