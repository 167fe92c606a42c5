/** The catalogue's faults of instances and zones, and of what notices them. */
import type { Entry } from './entry.ts';

const active = 'active' as const;

export const OF_MACHINES: Entry[] = [
  {
    ...{ id: 'F1', name: 'The operating system dies', kind: 'lasts' },
    shows: '`InstanceStatus` impaired after one or two minutes; the instance is `running`',
    holds: 'it is taken over',
    deeds: [{ fault: { kind: 'instance-dead', instance: active } }],
    scenarios: ['instance-dead', 'prober-finds-it', 'own-appliance-dies'],
  },
  {
    ...{ id: 'F2', name: 'The host dies', kind: 'lasts' },
    shows: '`SystemStatus` impaired; EC2 may recover the instance automatically, under the same id',
    holds: 'one controller: what EC2 recovers after the move stays fenced',
    deeds: [{ fault: { kind: 'host-dead', instance: active, recoversAfterSeconds: 165 } }],
    scenarios: ['host-dead', 'host-recovered-by-ec2', 'host-recovered-before-the-takeover', 'host-lost-sophos'],
  },
  {
    ...{ id: 'F3', name: 'The volumes hang', kind: 'lasts' },
    shows: '`AttachedEbsStatus` impaired; host and operating system pass their checks',
    holds: 'it is taken over',
    deeds: [{ fault: { kind: 'ebs-hung', instance: active } }],
    scenarios: ['volumes-hung'],
  },
  {
    ...{ id: 'F4', name: 'A zone loses its power', kind: 'lasts' },
    shows: 'DescribeInstances fails for ids there and without ids; no metrics; a stop fails or hangs',
    holds: 'it goes on without what it cannot read',
    deeds: [
      { fault: { kind: 'zone-lost', zone: active, stops: 'hang' } },
      { fault: { kind: 'zone-lost', zone: active, stops: 'fail' } },
    ],
    scenarios: [
      ...['zone-lost', 'zone-lost-unattended', 'zone-lost-with-a-reference', 'zone-lost-with-two-references'],
      ...['zone-lost-with-every-reference', 'zone-lost-with-own-reference'],
    ],
  },
  {
    ...{ id: 'F5', name: 'The power returns', kind: 'once' },
    shows: 'the retired instance is `running` again, without the address',
    holds: 'it is stopped again within minutes (S11), and there is no failback (S15)',
    deeds: [{ repair: { kind: 'zone-lost', zone: active, stops: 'hang' } }],
    scenarios: ['zombie-returns'],
  },
  {
    ...{ id: 'F6', name: 'A false alarm', kind: 'once' },
    shows: '`ALARM`, and the probe is answered when the run begins',
    holds: 'refused (S9, S10)',
    deeds: [{ alarm: 'status-check' }],
    scenarios: ['false-alarm', 'prober-cut-off'],
  },
  {
    ...{ id: 'F7', name: 'An alarm without data', kind: 'once' },
    shows: '`INSUFFICIENT_DATA` in the event, and no `ALARM`',
    holds: 'it alone is no evidence',
    deeds: [{ fault: { kind: 'alarm-flap', alarm: 'status-check', seconds: 120 } }],
    scenarios: ['alarm-without-data'],
  },
  {
    ...{ id: 'F24', name: 'Stop protection', kind: 'lasts' },
    shows: '`OperationNotPermitted` from StopInstances; or a stop that never ends',
    holds: 'the service moves all the same, and operators are notified (L3)',
    deeds: [
      { fault: { kind: 'stop-protected', instance: active } },
      { fault: { kind: 'hung-stop', instance: active } },
    ],
    scenarios: ['stop-protected', 'hung-stop', 'stop-first-hangs'],
  },
  {
    ...{ id: 'F29', name: 'The replacement runs and does not serve', kind: 'lasts' },
    shows: 'the probe of the new instance fails',
    holds: 'the image before is tried once, then people decide',
    deeds: [{ fault: { kind: 'image-never-answers', image: 'newest' } }, { fault: { kind: 'launches-cut-off' } }],
    scenarios: ['never-answers', 'never-answers-long-ago', 'region-cannot-launch'],
  },
  {
    ...{ id: 'F35', name: 'The appliance is terminated', kind: 'once' },
    shows: 'the address is unattached, and its last holder gone',
    holds: 'it is taken over',
    deeds: [{ terminate: active }],
    scenarios: [
      ...['terminated', 'terminated-unattended'],
      ...['terminated-interface-stays', 'terminated-interface-stays-unheard'],
    ],
  },
  {
    ...{ id: 'F36', name: 'The appliance reboots itself', kind: 'once' },
    shows: 'the probe fails for minutes; EC2 says running, unimpaired or impaired meanwhile',
    holds: 'the grace of its profile is waited for, and nothing is taken over',
    deeds: [
      { fault: { kind: 'guest-reboot', instance: active, seconds: 120 } },
      { fault: { kind: 'guest-reboot', instance: active, seconds: 170, checks: 'fail' } },
    ],
    scenarios: ['guest-reboot', 'firmware-reboot-sophos', 'reboot-while-status-unreadable'],
  },
  {
    ...{ id: 'F37', name: 'A security group blocks the prober', kind: 'lasts' },
    shows: 'no probe has ever been answered; clients are',
    holds: 'the probe has no vote, and operators are notified',
    deeds: [{ fault: { kind: 'probe-blocked' } }],
    scenarios: ['probe-blocked-from-day-one', 'address-moved-by-hand'],
  },
  {
    ...{ id: 'F51', name: 'EC2 announces maintenance', kind: 'lasts' },
    shows: '`Events` in DescribeInstanceStatus, weeks ahead',
    holds: 'operators are notified once, with the command for a switchover (R33)',
    deeds: [
      {
        fault: {
          kind: 'maintenance-announced',
          instance: 'active',
          code: 'instance-retirement',
          afterSeconds: 1_209_600,
        },
      },
      { fault: { kind: 'maintenance-announced', instance: 'active', code: 'system-reboot', afterSeconds: 600 } },
    ],
    scenarios: ['maintenance-announced', 'maintenance-completed'],
  },
];
