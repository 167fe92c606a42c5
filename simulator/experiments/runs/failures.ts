/** The failures that a seeded run may begin with, and the alarm that would notice each. */
import type { Moment } from '../../stories/schema.ts';
import type { Dice } from './dice.ts';

export type Failure = { name: string; moment: (dice: Dice) => Moment; alarm?: 'status-check' | 'probe' };

type Machine = 'ebs-hung' | 'instance-dead' | 'host-dead' | 'service-dead' | 'stopped-by-ec2';

const strikes = (kind: Machine) => (): Moment => ({ atSeconds: 0, fault: { kind, instance: 'active' } });

const zoneLost = (dice: Dice): Moment => ({
  atSeconds: 0,
  fault: { kind: 'zone-lost', zone: 'active', stops: dice.pick(['hang', 'fail'] as const) },
});

export const FAILURES: Failure[] = [
  { name: 'F1', moment: strikes('instance-dead'), alarm: 'status-check' },
  { name: 'F2', moment: strikes('host-dead'), alarm: 'status-check' },
  { name: 'F3', moment: strikes('ebs-hung'), alarm: 'status-check' },
  { name: 'F4', moment: zoneLost, alarm: 'status-check' },
  { name: 'service', moment: strikes('service-dead'), alarm: 'probe' },
  { name: 'stopped', moment: strikes('stopped-by-ec2') },
  { name: 'F35', moment: () => ({ atSeconds: 0, terminate: 'active' }) },
];
