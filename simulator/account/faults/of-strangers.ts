/** What a principal outside the deployment may do to what there is, each with one right that is often granted freely. */
import { z } from 'zod';
import { DATABASE } from '../strangers/bystander.ts';
import { CLAIMS, FORGED_PLANS, PLAN_NAMES } from '../strangers/fault.ts';
import { startForged } from '../strangers/plans.ts';
import { invokeStep } from '../strangers/steps.ts';
import { tag } from '../strangers/tags.ts';
import { aFault, once } from './fault-file.ts';
import { aimed, type Cast, imageIn } from './roles.ts';

/** Another team's resources, or ours. */
const THINGS = ['address', 'active', 'newest', 'oldest'] as const;
const DATABASE_THINGS = ['database', 'database-image', 'database-snapshot', 'database-kept-snapshot'] as const;
const thing = z.enum([...DATABASE_THINGS, ...THINGS]);

const TAGGED: Record<z.infer<typeof thing>, (cast: Cast) => string> = {
  database: () => DATABASE.instanceId,
  'database-image': () => DATABASE.imageId,
  'database-snapshot': () => DATABASE.snapshotId,
  'database-kept-snapshot': () => DATABASE.keptSnapshotId,
  address: ({ allocationId }) => allocationId,
  active: ({ active }) => active.id,
  newest: (cast) => imageIn(cast, 'newest'),
  oldest: (cast) => imageIn(cast, 'oldest'),
};

/** The words that a tag of ours holds, in the place of the names that a scenario has for them. */
function filledIn(cast: Cast, value: string): string {
  const words = {
    ...{ active: cast.active.id, holder: cast.holder ?? '', appliance: cast.appliance, owner: cast.owner },
    ...{ family: cast.family, probe: cast.probeFingerprint, now: cast.now ?? '', soon: cast.soon ?? '' },
  };
  return value.replaceAll(
    /\$(active|holder|appliance|owner|family|probe|now|soon)/g,
    (_, name: keyof typeof words) => words[name],
  );
}

const written = (tags: Record<string, string>): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

const PLAN_WORDS = {
  empty: 'with {} as its input',
  rehearsed: 'with the plan of a rehearsal',
  copied: 'with a copy of a genuine plan',
  altered: 'with a genuine plan aimed at a machine of theirs',
  stale: 'with the plan of a takeover that has ended',
};

const NAME_WORDS = {
  next: 'under the next name',
  beside: 'under the next name while a genuine one runs',
  other: 'under a name of their own',
};

export const OF_STRANGERS = {
  /** In values `$active`, `$holder`, `$appliance`, `$owner`, `$family` `$probe` (the fingerprint in the tag) `$now` and `$soon` (five minutes later) are filled in. */
  ...aFault('tag-by-stranger', {
    says: {
      on: thing,
      tags: z.record(z.string(), z.string()).default({}),
      removes: z.array(z.string()).optional(),
    },
    begin: tag,
    cast: ({ kind, on, tags, removes }, cast) => {
      const filled = Object.entries(tags).map(([key, value]): [string, string] => [key, filledIn(cast, value)]);
      return { kind, resourceId: TAGGED[on](cast), tags: Object.fromEntries(filled), removes };
    },
    sentence: ({ on, tags, removes }) => {
      const removed = removes && ` and removes ${removes.join(', ') || 'every tag'}`;
      return `a stranger tags ${on} with ${written(tags) || 'nothing'}${removed ?? ''}`;
    },
  }),
  ...aFault('plan-by-stranger', {
    says: {
      plan: z.enum(FORGED_PLANS),
      named: z.enum(PLAN_NAMES).default('next'),
      everySeconds: z.number().positive().optional(),
      times: z.int().min(1).optional(),
    },
    ...{ begin: startForged, cast: aimed },
    sentence: ({ plan, named, everySeconds, times }) =>
      `a stranger starts a takeover ${NAME_WORDS[named]}, ${PLAN_WORDS[plan]}${everySeconds ? `, ${times ?? 1} times, every ${everySeconds} s` : ''}`,
  }),
  ...aFault('step-invoked-by-stranger', {
    says: { functionName: z.string(), claims: z.enum(CLAIMS).default('nothing') },
    ...{ begin: invokeStep, cast: aimed },
    sentence: ({ functionName, claims }) =>
      `a stranger invokes ${functionName}, ${claims === 'nothing' ? 'for no execution' : `as if for a ${claims} takeover`}`,
  }),
};

export const STRANGER_ENTRIES = [
  once('F41', 'A stranger writes or removes tags', {
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
      ...['stranger-tags-retired', 'stranger-tags-proof', 'stranger-tags-failed-image'],
      ...['stranger-tags-orphaned-snapshot', 'stranger-address-active-instance-terminated'],
      ...['stranger-tags-replacement', 'stranger-plants-generation', 'stranger-address-large-generation'],
      ...['stranger-address-active-instance', 'stranger-address-active-instance-late'],
      ...['stranger-address-active-instance-every-minute', 'stranger-address-proves-machine'],
      ...['stranger-address-active-instance-after', 'stranger-address-active-instance-removed'],
      ...['stranger-address-active-instance-unattended', 'stranger-address-generation-every-2-s'],
      ...['stranger-address-generation-between-two-questions'],
      ...['stranger-address-large-generation-after', 'stranger-address-small-generation-after'],
      ...['stranger-address-generation', 'stranger-address-generation-dead', 'stranger-address-probe'],
      ...['stranger-address-owner', 'stranger-address-owner-told', 'stranger-address-paused'],
      ...['stranger-address-paused-told', 'stranger-address-all-removed'],
    ],
  }),
  once('F42', 'A stranger starts a takeover', {
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
      ...['stranger-garbage-every-45-s', 'stranger-garbage-beside-genuine', 'stranger-plan-rehearsed'],
      ...['stranger-plan-copied', 'stranger-plan-aimed-elsewhere-untagged', 'stranger-plan-aimed-elsewhere'],
      ...['stranger-plan-and-zone-lost', 'stranger-plan-stale'],
    ],
  }),
  once('F43', 'A stranger invokes a step of a takeover', {
    shows: 'an event that names an execution that never was, that has ended, or that runs with another plan',
    holds: 'the step refuses before it changes anything (S26)',
    deeds: [
      { fault: { kind: 'step-invoked-by-stranger', functionName: 'move-traffic', claims: 'nothing' } },
      { fault: { kind: 'step-invoked-by-stranger', functionName: 'move-traffic', claims: 'closed' } },
      { fault: { kind: 'step-invoked-by-stranger', functionName: 'move-traffic', claims: 'running' } },
    ],
    scenarios: [
      ...['stranger-invokes-move-traffic-nothing', 'stranger-invokes-move-traffic-closed'],
      ...['stranger-invokes-move-traffic-running'],
    ],
  }),
];
