/** The catalogue's faults of launches and of images. */
import type { Entry } from './entry.ts';

const RUN = { action: 'RunInstances' };

export const OF_LAUNCHES: Entry[] = [
  {
    ...{ id: 'F11', name: 'No capacity', kind: 'lasts' },
    shows: '`InsufficientInstanceCapacity`, at the call or later as the reason of a terminated instance',
    holds: 'the next type, then the next zone',
    deeds: [
      { fault: { kind: 'no-capacity', type: 'live' } },
      { fault: { kind: 'no-capacity', type: 'live', shows: 'later' } },
      { fault: { kind: 'stuck-pending', zone: 'other' } },
    ],
    scenarios: ['no-capacity-first-type', 'no-capacity-shows-later', 'launch-refused-many-times', 'stuck-pending'],
  },
  {
    ...{ id: 'F12', name: 'A Region launches nothing for an hour', kind: 'lasts' },
    shows: 'no capacity anywhere, `RequestLimitExceeded`, new instances without network',
    holds: 'it is tried again and again, people are told, and service returns when launches do (L1)',
    deeds: [{ fault: { kind: 'no-capacity' } }, { fault: { kind: 'launches-cut-off' } }],
    scenarios: ['region-cannot-launch'],
  },
  {
    ...{ id: 'F13', name: 'The vCPU quota is full', kind: 'lasts' },
    shows: '`VcpuLimitExceeded`',
    holds: 'nothing is moved, and people are told; readiness finds it before',
    deeds: [{ fault: { kind: 'fail', ...RUN, code: 'VcpuLimitExceeded', status: 400, times: 9999 } }],
    scenarios: ['vcpu-quota-full'],
  },
  {
    ...{ id: 'F14', name: 'The image is missing, pending, broken or its key denied', kind: 'lasts' },
    shows: '`InvalidAMIID.NotFound`; or pending and then terminated, with `Client.InternalError` for a key',
    holds: 'the image before is taken',
    deeds: [
      { fault: { kind: 'image-broken', image: 'newest', shows: 'at-call' } },
      { fault: { kind: 'image-broken', image: 'newest', shows: 'later' } },
      { fault: { kind: 'image-broken', image: 'newest', shows: 'key-denied' } },
      { fault: { kind: 'image-deregistered', image: 'newest' } },
    ],
    scenarios: ['image-unusable', 'image-dies-late', 'image-key-denied', 'image-deregistered-by-hand'],
  },
  {
    ...{ id: 'F15', name: 'The Marketplace subscription has ended', kind: 'lasts' },
    shows: '`OptInRequired` from RunInstances',
    holds: 'nothing is moved, and people are told',
    deeds: [{ fault: { kind: 'image-broken', image: 'newest', shows: 'not-subscribed' } }],
    scenarios: ['subscription-ended'],
  },
  {
    ...{ id: 'F16', name: 'The answer to a launch is lost', kind: 'once' },
    shows: 'a time-out; the instance exists',
    holds: 'the same token is used again, and one instance is launched (S6)',
    deeds: [
      { fault: { kind: 'lose-answer', ...RUN, times: 1 } },
      { fault: { kind: 'lose-request', ...RUN, times: 1 } },
    ],
    scenarios: ['launch-answer-lost', 'requests-lost'],
  },
  {
    ...{ id: 'F18', name: 'The replacement is pending yet', kind: 'once' },
    shows:
      '`InvalidInstanceID` from AssociateAddress by instance, `IncorrectInstanceState` by network interface, each with the word pending; also after a read said `running`',
    holds: 'it is waited for',
    deeds: [
      { fault: { kind: 'fail', action: 'AssociateAddress', code: 'InvalidInstanceID', status: 400, times: 2 } },
      { fault: { kind: 'fail', action: 'AssociateAddress', code: 'IncorrectInstanceState', status: 400, times: 2 } },
      { fault: { kind: 'writes-lag', seconds: 6 } },
    ],
    scenarios: ['address-refused-while-pending', 'address-writes-lag', 'address-refused-twice-unattended'],
  },
  {
    ...{ id: 'F25', name: 'A rotation and a takeover meet', kind: 'once' },
    shows: 'CreateImage of a dying instance; a rotation that is due in the middle of a takeover',
    holds: 'no bad image is called good (S8), and nothing is let go (S7)',
    deeds: [{ rotate: { requestedBy: 'schedule' } }],
    scenarios: ['rotation-during-takeover', 'takeover-during-rotation'],
  },
  {
    ...{ id: 'F26', name: 'An image is pending for hours, or fails', kind: 'lasts' },
    shows: 'its state is `pending`, or `failed`',
    holds: 'the good ones stay',
    deeds: [{ fault: { kind: 'image-slow', seconds: 28_800 } }, { fault: { kind: 'image-fails' } }],
    scenarios: ['image-pending-for-hours', 'image-fails', 'takeover-during-rotation'],
  },
  {
    ...{ id: 'F27', name: 'Somebody else deregisters the image first', kind: 'once' },
    shows: '`InvalidAMIID.Unavailable` from DeregisterImage',
    holds: 'that is what was wanted',
    deeds: [
      { fault: { kind: 'fail', action: 'DeregisterImage', code: 'InvalidAMIID.Unavailable', status: 400, times: 1 } },
    ],
    scenarios: ['deregister-raced'],
  },
  {
    ...{ id: 'F32', name: 'The schedule delivers twice', kind: 'once' },
    shows: 'a second rotation, under the same instant',
    holds: 'one image is made',
    deeds: [{ rotate: { requestedBy: 'schedule', lateSeconds: 40 } }],
    scenarios: ['rotation-scheduled-twice'],
  },
];
