/** The faults of launches, and of what a launch names. */
import { z } from 'zod';
import { aFault, lasts } from './fault-file.ts';
import { deleteGroups, deleteSubnets } from './people.ts';
import { type Cast, typeIn, zone, zoneIn } from './roles.ts';

const place = { zone: zone.optional(), type: z.string().optional() };

const withIds = <Said extends { type?: string | undefined; zone?: 'active' | 'other' | undefined }>(
  said: Said,
  cast: Cast,
) => ({ ...said, zone: said.zone && zoneIn(cast, said.zone), type: typeIn(cast, said.type) });

const placeWords = (cast: Cast, which: 'active' | 'other' | undefined): string =>
  which ? zoneIn(cast, which) : 'any zone';

export const OF_LAUNCHES = {
  ...aFault('tag-policy', {
    says: { key: z.string(), says: z.enum(['required', 'denied']) },
    sentence: ({ key, says }) =>
      `a service control policy ${says === 'required' ? `denies launches without the tag ${key}` : `denies the tag ${key} to everybody`}`,
  }),
  ...aFault('no-capacity', {
    says: { ...place, shows: z.enum(['at-call', 'later']).optional() },
    cast: withIds,
    sentence: (said, cast) =>
      `no capacity for ${typeIn(cast, said.type) ?? 'any type'} in ${placeWords(cast, said.zone)}`,
  }),
  ...aFault('stuck-pending', {
    says: place,
    cast: withIds,
    sentence: (said, cast) =>
      `from now on EC2 accepts launches in ${placeWords(cast, said.zone)} and never finishes them`,
  }),
  ...aFault('launches-cut-off', {
    says: {},
    sentence: () => 'what is launched from now on runs, and its network reaches nothing',
  }),
  ...aFault('type-not-offered', {
    says: { type: z.string(), zone: zone.optional() },
    cast: (said, cast) => ({ ...withIds(said, cast), type: typeIn(cast, said.type) }),
    sentence: (said, cast) => `EC2 does not have ${typeIn(cast, said.type)} in ${placeWords(cast, said.zone)}`,
  }),
  ...aFault('images-unfit', {
    says: {
      enaSupport: z.boolean().optional(),
      architecture: z.enum(['x86_64', 'arm64']).optional(),
      bootMode: z.enum(['legacy-bios', 'uefi', 'uefi-preferred']).optional(),
    },
    sentence: ({ enaSupport, architecture, bootMode }) =>
      `every image is ${[enaSupport === false ? 'without ENA' : undefined, architecture, bootMode].filter(Boolean).join(', ')}`,
  }),
  ...aFault('launch-part-gone', {
    says: { part: z.enum(['key-pair', 'instance-profile']) },
    sentence: ({ part }) => `a person deletes the ${part.replace('-', ' ')} of the appliance`,
  }),
  ...aFault('security-groups-deleted', {
    says: { replaced: z.literal(true).optional() },
    begin: deleteGroups,
    sentence: ({ replaced }) =>
      replaced
        ? 'a person gives every interface another security group, and deletes those that no interface uses'
        : 'a person deletes every security group that no interface uses',
  }),
  ...aFault('subnets-deleted', {
    says: { zone },
    begin: deleteSubnets,
    cast: (said, cast) => ({ ...said, zone: zoneIn(cast, said.zone) }),
    sentence: (said, cast) => `a person deletes the subnets of ${zoneIn(cast, said.zone)}`,
  }),
};

export const LAUNCH_ENTRIES = [
  lasts('F11', 'No capacity', {
    shows: '`InsufficientInstanceCapacity`, at the call or later as the reason of a terminated instance',
    holds: 'the next type, then the next zone',
    deeds: [
      { fault: { kind: 'no-capacity', type: 'live' } },
      { fault: { kind: 'no-capacity', type: 'live', shows: 'later' } },
      { fault: { kind: 'stuck-pending', zone: 'other' } },
    ],
    scenarios: ['no-capacity-first-type', 'no-capacity-shows-later', 'launch-refused-many-times', 'stuck-pending'],
  }),
  lasts('F12', 'A Region launches nothing for an hour', {
    shows: 'no capacity anywhere, `RequestLimitExceeded`, new instances without network',
    holds: 'it is tried again and again, operators are notified, and service returns when launches do (L1)',
    deeds: [{ fault: { kind: 'no-capacity' } }, { fault: { kind: 'launches-cut-off' } }],
    scenarios: ['region-cannot-launch'],
  }),
  lasts('F13', 'The vCPU quota is full', {
    shows: '`VcpuLimitExceeded`',
    holds: 'nothing is moved, and operators are notified; readiness finds it before',
    deeds: [{ fault: { kind: 'fail', action: 'RunInstances', code: 'VcpuLimitExceeded', status: 400, times: 9999 } }],
    scenarios: ['vcpu-quota-full'],
  }),
  lasts('F48', 'What a launch names is deleted', {
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
  }),
  lasts('F49', 'The image does not fit a type', {
    shows: '`InvalidParameterCombination` for ENA, `InvalidParameterValue` for boot mode or architecture',
    holds: 'the next type is tried; readiness finds it before (R14)',
    deeds: [
      { fault: { kind: 'images-unfit', enaSupport: false } },
      { fault: { kind: 'images-unfit', bootMode: 'uefi' } },
    ],
    scenarios: ['unfit-fallback-type', 'unfit-boot-mode'],
  }),
  lasts('F50', 'A policy requires or denies a tag', {
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
  }),
];
