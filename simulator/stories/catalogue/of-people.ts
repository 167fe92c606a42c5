/** The catalogue's faults that people and their tools make: permissions, routes, tags, alarms, a second stack. */
import type { Entry } from './entry.ts';

export const OF_PEOPLE: Entry[] = [
  {
    ...{ id: 'F20', name: 'The address has moved, and a route fails', kind: 'lasts' },
    shows: '`UnauthorizedOperation`, `InvalidRouteTableID.NotFound`',
    holds: 'the holder of the address is the target of every route that still exists (S2), or it is undone (S5)',
    deeds: [
      { fault: { kind: 'deny', action: 'ReplaceRoute', fromCall: 2 } },
      { fault: { kind: 'fail', action: 'ReplaceRoute', code: 'Unavailable', status: 503, times: 100 } },
      { fault: { kind: 'route-table-deleted' } },
    ],
    scenarios: [
      'permission-lost',
      'throttled-on-the-way-back',
      'permission-lost-dead',
      'half-moved-finished',
      'route-table-deleted',
      'switchover-finisher-refused',
    ],
  },
  {
    ...{ id: 'F21', name: 'A route was aimed elsewhere by hand', kind: 'once' },
    shows: 'its target is a gateway, a third network interface, one that is gone, or a retired instance',
    holds: 'what leads to another owner is not touched (S16), and operators are notified',
    deeds: [
      { fault: { kind: 'route-aimed-elsewhere', at: 'third' } },
      { fault: { kind: 'route-aimed-elsewhere', at: 'nothing' } },
      { fault: { kind: 'route-aimed-elsewhere', at: 'instance' } },
      { foreignRoute: true },
    ],
    scenarios: ['route-at-third-machine', 'route-into-nothing', 'routes-reverted-by-code', 'foreign-route'],
  },
  {
    ...{ id: 'F28', name: 'A person starts the old instance, or moves the address', kind: 'once' },
    shows: 'what is read back differs from what was made',
    holds: 'the run stops and says so; nothing is reverted',
    deeds: [{ personStartsOld: true }, { giveAwayAddress: true }],
    scenarios: [
      'person-starts-retired',
      'person-moves-address-mid-run',
      'address-moved-by-hand',
      'switchover-refused-after-a-move-by-hand',
    ],
  },
  {
    ...{ id: 'F31', name: 'The alarm watches the old instance', kind: 'once' },
    shows: 'its `InstanceId` is not that of the holder; the next failure would go unseen',
    holds: 'the sweep sets it right (S12), and readiness says so',
    deeds: [{ fault: { kind: 'alarm-watches-another', instance: 'active' } }],
    scenarios: ['alarm-watches-the-old-one'],
  },
  {
    ...{ id: 'F34', name: 'A permission is taken away', kind: 'lasts' },
    shows: '`UnauthorizedOperation`',
    holds: 'the hourly `DryRun` finds it',
    deeds: [
      { fault: { kind: 'deny', action: 'ReplaceRoute' } },
      { fault: { kind: 'deny', action: 'AssociateAddress' } },
    ],
    scenarios: [
      'permission-lost-found-by-readiness',
      'permission-lost',
      'leftovers-given-up',
      'finisher-refused',
      'finisher-moves-nothing',
      'finished-by-a-third',
      'passed-over-is-kept',
    ],
  },
  {
    ...{ id: 'F38', name: 'Tags are stripped from the address', kind: 'once' },
    shows: 'our hints are missing',
    holds: 'the executions say the generation; the owner is taken anew, or people are asked',
    deeds: [{ fault: { kind: 'tags-stripped' } }],
    scenarios: ['tags-stripped', 'tags-stripped-then-dead', 'tags-stripped-mid-takeover'],
  },
  {
    ...{ id: 'F39', name: 'A second stack has the address', kind: 'once' },
    shows: "`failover:owner` is another's",
    holds: 'refused',
    deeds: [{ fault: { kind: 'owned-by-another-stack' } }],
    scenarios: ['second-stack'],
  },
  {
    ...{ id: 'F47', name: 'A person copies an old image', kind: 'once' },
    shows:
      'a new image with the date of the copy, perhaps with all tags of the original, and without a source instance',
    holds: 'its age is that of its content, or unknown; newer content is launched first, and no copy is pruned',
    deeds: [
      { fault: { kind: 'image-copied', image: 'oldest', tags: 'all' } },
      { fault: { kind: 'image-copied', image: 'oldest', tags: 'name-only' } },
      { fault: { kind: 'image-copied', image: 'previous', tags: 'all', from: 'another-region' } },
    ],
    scenarios: [
      'copied-image-named-like-ours',
      'copied-image-with-our-tags',
      'copied-images-of-the-line-before',
      'copied-image-not-ready',
      'copied-image-by-way-of-another-region',
      'copied-image-beside-its-original',
      'copied-image-between-held-nights',
      'copied-images-never-pruned',
    ],
  },
];
