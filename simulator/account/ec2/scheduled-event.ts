/** What EC2 announces for an instance. */
import type { EventCode } from '@aws-sdk/client-ec2';

export type ScheduledEvent = { code: EventCode; description: string; notBeforeMs: number; over: boolean };
