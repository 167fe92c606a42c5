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
    holds: 'it is tried again and again, operators are notified, and service returns when launches do (L1)',
    deeds: [{ fault: { kind: 'no-capacity' } }, { fault: { kind: 'launches-cut-off' } }],
    scenarios: ['region-cannot-launch'],
  },
  {
    ...{ id: 'F13', name: 'The vCPU quota is full', kind: 'lasts' },
    shows: '`VcpuLimitExceeded`',
    holds: 'nothing is moved, and operators are notified; readiness finds it before',
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
    holds: 'nothing is moved, and operators are notified',
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
    holds: 'no bad image is called good (S8), and nothing is pruned (S7)',
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
    ...{ id: 'F27', name: 'A person deregisters the image first', kind: 'once' },
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
  {
    ...{ id: 'F48', name: 'What a launch names is deleted', kind: 'lasts' },
    shows: '`InvalidKeyPair.NotFound`, `InvalidParameterValue`, `InvalidSubnetID.NotFound`, or no group of that name',
    holds: 'readiness is red within the hour; a takeover goes without it where it can, and in another zone (R19)',
    deeds: [
      { fault: { kind: 'launch-part-gone', part: 'key-pair' } },
      { fault: { kind: 'launch-part-gone', part: 'instance-profile' } },
      { fault: { kind: 'security-groups-deleted', replaced: true } },
      { fault: { kind: 'subnets-deleted', zone: 'other' } },
    ],
    scenarios: [
      ...['key-pair-deleted', 'key-pair-deleted-then-dead', 'instance-profile-deleted'],
      ...['instance-profile-deleted-then-dead', 'security-group-deleted', 'security-group-deleted-then-dead'],
      ...['security-groups-deleted-while-down', 'subnet-deleted-then-dead'],
    ],
  },
  {
    ...{ id: 'F49', name: 'The image does not fit a type', kind: 'lasts' },
    shows: '`InvalidParameterCombination` for ENA, `InvalidParameterValue` for boot mode or architecture',
    holds: 'the next type is tried; readiness finds it before (R14)',
    deeds: [
      { fault: { kind: 'images-unfit', enaSupport: false } },
      { fault: { kind: 'images-unfit', bootMode: 'uefi' } },
    ],
    scenarios: ['unfit-fallback-type', 'unfit-boot-mode'],
  },
  {
    ...{ id: 'F50', name: 'A policy requires or denies a tag', kind: 'lasts' },
    shows: '`UnauthorizedOperation` from RunInstances or CreateTags, with an explicit deny',
    holds:
      'the tags of the live instance are carried; without them where they are denied, and operators are notified (R26)',
    deeds: [
      { fault: { kind: 'tag-policy', key: 'CostCenter', says: 'required' } },
      { fault: { kind: 'tag-policy', key: 'Backup', says: 'denied' } },
    ],
    scenarios: [
      ...['scp-requires-cost-center', 'scp-requires-configured-tag', 'scp-requires-a-missing-tag'],
      ...['scp-denies-a-carried-tag'],
    ],
  },
];
