/** What must hold of a standby. Each function names what is wrong, and an empty list means that it holds. */
import type { Standby } from '../../../shared/domain/appliance.ts';
import { type Instance, TAG } from '../../../shared/domain/snapshot.ts';
import type { Placed } from '../../../shared/domain/traffic/part.ts';
import { carriesAny } from '../../../shared/domain/traffic/placed.ts';
import { couldNotBeSeen } from './change.ts';
import type { Deed } from './deed.ts';

const isStandby = ({ tags }: Pick<Instance, 'tags'>): boolean => tags[TAG.role] === 'standby';

const isGone = ({ state }: Pick<Instance, 'state'>): boolean => state === 'shutting-down' || state === 'terminated';

/** S19: what carries the traffic when a takeover ends is no standby any more, so that nothing ends it. */
export const standbyCarries = ({ parts, instances }: { parts: Placed[]; instances: Instance[] }): string[] =>
  instances
    .filter((instance) => isStandby(instance) && !isGone(instance) && carriesAny(parts, instance))
    .map(({ id }) => `S19: ${id} carries the traffic, and is tagged standby`);

/** How long a standby may be where the active instance is, before a new one is ready elsewhere. */
export const SAME_ZONE_SECONDS_MAX = 3_600;

/** S19: `notified` is whether operators know. */
export const sameZone = (
  { id, zone }: Pick<Instance, 'id' | 'zone'>,
  { activeZone, notified }: { activeZone: string | undefined; notified: boolean },
): string[] =>
  zone === activeZone && !notified ? [`S19: ${id} is the standby in ${zone}, where the active instance is`] : [];

/** One that runs is used as it is, also where it ought to be stopped. */
export const readyStates = (tier: Standby['tier']): string[] =>
  tier === 'stopped' ? ['running', 'stopped'] : ['running'];

/** `stops`: it is stopped, and not terminated. */
type Ending = { takeoverRuns: boolean; tier: Standby['tier']; stops: boolean };

/** S20: a standby is ended only idle, while no takeover runs, and while another one is ready. */
export function endedStandby(deed: Deed, { takeoverRuns, tier, stops }: Ending): string[] {
  if (deed.kind !== 'stop') return [];
  const ended = deed.instances.find(({ id }) => id === deed.instanceId);
  if (!ended || !isStandby(ended)) return [];
  const doing = `S20: ${deed.by} ended the standby ${ended.id}`;
  const others = deed.instances.filter((each) => each.id !== ended.id && isStandby(each) && !isGone(each));
  const ready = others.filter(({ state }) => readyStates(tier).includes(state));
  // One that comes to rest is ready itself.
  const rests = tier === 'stopped' && stops;
  return [
    ...(carriesAny(deed.traffic.parts, ended) && !couldNotBeSeen(deed) ? [`${doing}, which carries the traffic`] : []),
    ...(takeoverRuns ? [`${doing} while a takeover was running`] : []),
    ...(ready.length === 0 && !rests ? [`${doing}, and no other one is ready`] : []),
  ];
}

/** L5: after a takeover, with capacity and without faults, a standby is ready within this. */
export const READY_SECONDS_MAX = 3_600;

export const noStandby = (since: string): string[] => [
  `L5: no standby is ready for more than ${READY_SECONDS_MAX} s, since ${since}`,
];

/** How long an unused standby may be left as the replacement of a takeover that is over, where nothing hinders the sweep. */
export const LEFT_SECONDS_MAX = 900;

/** S4: what a takeover took from its standby and has not used is closed, and is the standby again, or has ended. */
export const leftOpen = (
  instance: Instance,
  { isClosed, endedAt }: { isClosed: boolean; endedAt: string },
): string[] => {
  if (isGone(instance)) return [];
  const { id, tags } = instance;
  const since = `the takeover that took it ended at ${endedAt}`;
  return [
    ...(tags[TAG.role] === 'replacement' ? [`S4: the standby ${id} is still tagged as a replacement; ${since}`] : []),
    ...(isClosed ? [] : [`S4: the standby ${id} is still open; ${since}`]),
  ];
};
