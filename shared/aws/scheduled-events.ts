/** What EC2 has announced for an instance and has not done yet. */
import type { InstanceStatusEvent } from '@aws-sdk/client-ec2';
import type { ScheduledEvent } from '../domain/readiness/maintenance.ts';

/** EC2 shows an event for a week after it is over. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_scheduled_events.html */
const isOver = ({ Description = '' }: InstanceStatusEvent): boolean => /^\[(?:Completed|Canceled)\]/i.test(Description);

export const scheduledEventsOf = (events: InstanceStatusEvent[] | undefined): ScheduledEvent[] =>
  (events ?? [])
    .filter((event) => !isOver(event))
    .map(({ Code, Description, NotBefore }) => ({
      code: Code ?? 'an event',
      description: Description ?? '',
      notBefore: NotBefore?.toISOString(),
    }));
