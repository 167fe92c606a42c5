/** A stranger's fault with ids in it. */
import { DATABASE } from '../account/strangers/bystander.ts';
import { STRANGER_KINDS, type StrangerFault } from '../account/strangers/fault.ts';
import { type Cast, imageIn } from './cast-roles.ts';
import type { ScenarioFault } from './schema.ts';

export type ByStranger = Extract<ScenarioFault, { kind: StrangerFault['kind'] }>;

export const isByStranger = (fault: ScenarioFault): fault is ByStranger =>
  STRANGER_KINDS.some((kind) => kind === fault.kind);

type Tagging = Extract<ByStranger, { kind: 'tag-by-stranger' }>;

const TAGGED: Record<Tagging['on'], (cast: Cast) => string> = {
  database: () => DATABASE.instanceId,
  'database-image': () => DATABASE.imageId,
  'database-snapshot': () => DATABASE.snapshotId,
  'database-kept-snapshot': () => DATABASE.keptSnapshotId,
  address: ({ allocationId }) => allocationId,
  active: ({ active }) => active.id,
  newest: (cast) => imageIn(cast, 'newest'),
  oldest: (cast) => imageIn(cast, 'oldest'),
};

const taggedId = (cast: Cast, { on }: Pick<Tagging, 'on'>): string => TAGGED[on](cast);

/** The words that a tag of ours holds, in the place of the names that a scenario has for them. */
function filledIn(cast: Cast, value: string): string {
  const words = {
    ...{ active: cast.active.id, holder: cast.holder ?? '', appliance: cast.appliance, owner: cast.owner },
    family: cast.family,
    ...{ probe: cast.probeFingerprint, now: cast.now ?? '', soon: cast.soon ?? '' },
  };
  return value.replaceAll(
    /\$(active|holder|appliance|owner|family|probe|now|soon)/g,
    (_, name: keyof typeof words) => words[name],
  );
}

function castTags(cast: Cast, { on, tags, removes }: Tagging): StrangerFault {
  const filled = Object.entries(tags).map(([key, value]): [string, string] => [key, filledIn(cast, value)]);
  return { kind: 'tag-by-stranger', resourceId: taggedId(cast, { on }), tags: Object.fromEntries(filled), removes };
}

export function castByStranger(cast: Cast, fault: ByStranger): StrangerFault {
  if (fault.kind === 'tag-by-stranger') return castTags(cast, fault);
  const { appliance, active, allocationId } = cast;
  const victim = { appliance, instanceId: active.id, allocationId };
  if (fault.kind === 'planted-image') return { ...fault, victim, sourceId: DATABASE.instanceId };
  return { ...fault, victim };
}
