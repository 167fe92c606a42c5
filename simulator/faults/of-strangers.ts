/** The catalogue's faults that a principal outside the deployment makes, each with one right that is often granted freely. */
import type { Entry } from './entry.ts';

export const OF_STRANGERS: Entry[] = [
  {
    ...{ id: 'F41', name: 'A stranger writes or removes tags', kind: 'once' },
    shows: 'tags of ours on what is not ours, or values on the address that we never write',
    holds: 'a tag selects and never authorizes (S26); operators are notified, also when the tag holds failover back',
    deeds: [
      { fault: { kind: 'tag-by-stranger', on: 'address', tags: { 'failover:told': 'c1 c2 h1 r1' } } },
      {
        fault: {
          kind: 'tag-by-stranger',
          on: 'database-image',
          tags: { 'failover:appliance': '$appliance', 'failover:owner': '$owner', 'failover:image': 'failed' },
        },
      },
      {
        fault: {
          kind: 'tag-by-stranger',
          on: 'database-kept-snapshot',
          tags: {
            'failover:appliance': '$appliance',
            'failover:owner': '$owner',
            'failover:orphaned-since': '2026-11-01T03:00:00.000Z',
          },
        },
      },
      {
        fault: {
          kind: 'tag-by-stranger',
          on: 'database',
          tags: { 'failover:appliance': '$appliance', 'failover:role': 'retired' },
        },
      },
    ],
    scenarios: [
      'stranger-tags-retired',
      'stranger-tags-proof',
      'stranger-tags-failed-image',
      'stranger-tags-orphaned-snapshot',
      'stranger-address-active-instance-terminated',
      'stranger-tags-replacement',
      'stranger-plants-generation',
      'stranger-address-large-generation',
      'stranger-address-active-instance',
      'stranger-address-active-instance-late',
      'stranger-address-active-instance-after',
      'stranger-address-active-instance-removed',
      'stranger-address-active-instance-unattended',
      'stranger-address-generation-every-2-s',
      'stranger-address-large-generation-after',
      'stranger-address-small-generation-after',
      'stranger-address-generation',
      'stranger-address-generation-dead',
      'stranger-address-probe',
      'stranger-address-owner',
      'stranger-address-owner-told',
      'stranger-address-paused',
      'stranger-address-all-removed',
    ],
  },
  {
    ...{ id: 'F42', name: 'A stranger starts a takeover', kind: 'once' },
    shows: 'an execution under the next name, or another, that no `failover` execution asked for',
    holds: 'it changes nothing, and neither waits nor supersedes a genuine takeover (L7)',
    deeds: [
      { fault: { kind: 'plan-by-stranger', plan: 'empty', named: 'next' } },
      { fault: { kind: 'plan-by-stranger', plan: 'empty', named: 'beside' } },
      { fault: { kind: 'plan-by-stranger', plan: 'rehearsed', named: 'next' } },
      { fault: { kind: 'plan-by-stranger', plan: 'copied', named: 'next' } },
      { fault: { kind: 'plan-by-stranger', plan: 'altered', named: 'next' } },
      { fault: { kind: 'plan-by-stranger', plan: 'altered', named: 'other' } },
      { fault: { kind: 'plan-by-stranger', plan: 'stale', named: 'next' } },
    ],
    scenarios: [
      'stranger-garbage-every-45-s',
      'stranger-garbage-beside-genuine',
      'stranger-plan-rehearsed',
      'stranger-plan-copied',
      'stranger-plan-aimed-elsewhere-untagged',
      'stranger-plan-aimed-elsewhere',
      'stranger-plan-and-zone-lost',
      'stranger-plan-stale',
    ],
  },
  {
    ...{ id: 'F43', name: 'A stranger invokes a step of a takeover', kind: 'once' },
    shows: 'an event that names an execution that never was, that has ended, or that runs with another plan',
    holds: 'the step refuses before it changes anything (S26)',
    deeds: [
      { fault: { kind: 'step-invoked-by-stranger', functionName: 'move-traffic', claims: 'nothing' } },
      { fault: { kind: 'step-invoked-by-stranger', functionName: 'move-traffic', claims: 'closed' } },
      { fault: { kind: 'step-invoked-by-stranger', functionName: 'move-traffic', claims: 'running' } },
    ],
    scenarios: [
      'stranger-invokes-move-traffic-nothing',
      'stranger-invokes-move-traffic-closed',
      'stranger-invokes-move-traffic-running',
    ],
  },
  {
    ...{ id: 'F44', name: "A stranger's image looks like one of ours", kind: 'once' },
    shows: 'the Name of our images, with or without `failover:image`, on an image of another instance',
    holds: 'a takeover launches an image that our rotation made as long as there is one (S26)',
    deeds: [
      { fault: { kind: 'planted-image', named: 'other', mark: 'good', tags: 'no-owner' } },
      { fault: { kind: 'planted-image', named: 'other', mark: 'good', tags: 'name-only' } },
      { fault: { kind: 'planted-image', named: 'tonight', mark: 'candidate', tags: 'all' } },
    ],
    scenarios: [
      'stranger-image-without-owner',
      'stranger-image-name-only',
      'stranger-image-of-tonight',
      'stranger-image-all-tags',
    ],
  },
  {
    ...{ id: 'F45', name: 'A stranger adds a version to the launch template', kind: 'once' },
    shows: '`$Latest` with `CreatedBy` of another principal',
    holds: 'nothing is launched from it (S26); it is reverted and notified',
    deeds: [
      { fault: { kind: 'template-version-by-stranger', sets: 'user-data' } },
      { fault: { kind: 'template-version-by-stranger', sets: 'profile' } },
      { fault: { kind: 'template-version-by-stranger', sets: 'termination-protection' } },
      { fault: { kind: 'template-version-by-stranger', sets: 'second-volume' } },
    ],
    scenarios: [
      'stranger-template-user-data',
      'stranger-template-profile',
      'stranger-template-termination-protection',
      'stranger-template-second-volume',
    ],
  },
  {
    ...{ id: 'F46', name: 'A stranger launches an instance that looks like a replacement', kind: 'once' },
    shows: 'our tags, the image of the appliance, perhaps a client token of ours; other user data',
    holds: 'it is never adopted, and terminated only where it has the client token of a takeover (S26)',
    deeds: [
      { fault: { kind: 'planted-replacement', token: 'own', generation: 1 } },
      { fault: { kind: 'planted-replacement', token: 'closed' } },
      { fault: { kind: 'planted-replacement', token: 'running', generation: 1 } },
      { fault: { kind: 'planted-replacement', token: 'running', differs: 'type', generation: 1 } },
    ],
    scenarios: [
      'stranger-plants-replacement-shortly',
      'stranger-plants-replacement-early',
      'stranger-plants-with-running-token',
      'stranger-plants-another-type',
      'stranger-plants-with-closed-token',
    ],
  },
];
