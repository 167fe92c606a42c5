/** S4 and S6: what a takeover launches is known, is one, and is not left running without a use. */

import { type Instance, TAG } from '../../../shared/domain/snapshot.ts';
import { carriesAny } from '../../../shared/domain/traffic/placed.ts';
import type { Deed } from './deed.ts';
import { moves, type Story, touchedAtTheEnd } from './takeover.ts';

/** At the end of a takeover, over all of its launches. */
export const violationsOfLaunches = (story: Story): string[] => [
  ...changedWithoutMoving(story),
  ...launchedTwice(story),
  ...leftBeside(story),
  ...rolesUnknown(story),
];

/** `standby`: a takeover took it, did not use it, and gave it back. */
const ROLES = ['active', 'replacement', 'retired', 'proof', 'reaped', 'ahead', 'standby'];

/** S6: what a takeover launched is always one of the things that it may be. */
function rolesUnknown({ end }: Story): string[] {
  return end.instances
    .filter(({ tags }) => tags[TAG.generation] !== undefined && !ROLES.includes(tags[TAG.role] ?? ''))
    .map(({ id, tags }) => `S6: ${id} of generation ${tags[TAG.generation]} is ${tags[TAG.role] ?? 'nothing'}`);
}

/** Launched by some takeover, alive, and unused: nothing leads to it, and it did not hold the address from the beginning. */
const unusedAtTheEnd = ({ plan, end, outOfReach }: Story): Instance[] =>
  end.instances.filter(
    (instance) =>
      instance.tags[TAG.role] === 'replacement' &&
      (instance.state === 'pending' || instance.state === 'running') &&
      // An instance to which an earlier takeover moved traffic is none, though that could not be recorded yet.
      instance.id !== plan.address.instanceId &&
      !plan.finish?.passedOver?.includes(instance.id) &&
      !carriesAny(end.traffic.parts, instance) &&
      !outOfReach.includes(instance.id),
  );

/** S4: a takeover that failed before its first move leaves the traffic as it was and at most one instance behind. */
function changedWithoutMoving(story: Story): string[] {
  if (story.succeeded || moves(story)) return [];
  const { plan, end } = story;
  const unused = unusedAtTheEnd(story);
  const holder = end.traffic.address.instanceId;
  // An instance that no takeover launched got the address by hand, and no function fights that.
  const launched = end.instances.some(({ id, tags }) => id === holder && tags[TAG.generation] !== undefined);
  return [
    ...(launched && holder !== plan.address.instanceId
      ? [`S4: nothing was moved, yet ${holder} holds the address`]
      : []),
    ...retiredInUse(story).map(
      (id) => `S4: nothing was moved, yet ${id}, which carries the traffic, is tagged retired`,
    ),
    ...alarmedAbout(story, holder),
    ...(unused.length > 1 ? [`S4: ${unused.length} leftovers: ${unused.map(({ id }) => id).join(', ')}`] : []),
  ];
}

/** The alarms of the instance that still carries the traffic were aimed at its own replacement, which carries none. */
function alarmedAbout(story: Story, holder: string | undefined): string[] {
  if (touchedAtTheEnd(story)) return [];
  const { plan, end } = story;
  const launched = end.instances.filter(({ tags }) => tags[TAG.generation] === String(plan.generation));
  return Object.entries(end.alarms).flatMap(([kind, { instanceId }]) =>
    instanceId !== holder && launched.some(({ id }) => id === instanceId)
      ? [`S4: nothing was moved, yet the ${kind} alarm watches ${instanceId}`]
      : [],
  );
}

/** An instance that it calls retired at its end, and did not find so, although the traffic is there: the sweep would stop the only one that serves. */
function retiredInUse({ deeds: [first], end: { instances, traffic } }: Story): string[] {
  if (!first) return [];
  const wasRetired = first.instances.filter(isRetired).map(({ id }) => id);
  return instances
    .filter(
      (instance) => isRetired(instance) && carriesAny(traffic.parts, instance) && !wasRetired.includes(instance.id),
    )
    .map(({ id }) => id);
}

const isRetired = ({ tags }: Instance): boolean => tags[TAG.role] === 'retired';

/** S6: after success nothing that a takeover has launched is left running beside the active one. */
function leftBeside(story: Story): string[] {
  if (!story.succeeded || touchedAtTheEnd(story)) return [];
  return unusedAtTheEnd(story)
    .filter(({ tags }) => tags[TAG.generation] === String(story.plan.generation))
    .map(({ id }) => `S6: ${id} runs beside the active one, and is not used`);
}

/** S6: one replacement for each placement and attempt, which is what a client token stands for. */
function launchedTwice({ deeds }: Story): string[] {
  const launches = deeds.flatMap((deed) => (deed.kind === 'launch' ? [deed] : []));
  return launches.flatMap((launch, at) => {
    const earlier = launches.slice(0, at);
    const { id } = launch.instance;
    return [
      ...(earlier.some(({ clientToken }) => clientToken === launch.clientToken)
        ? [`S6: ${id} was launched with a token that had launched already`]
        : []),
      ...earlier
        .filter(({ instance }) => samePlace(instance, launch.instance) && livesBeside(instance, launch))
        .map(({ instance }) => `S6: ${id} was launched in the same place as ${instance.id}, which was alive`),
    ];
  });
}

const samePlace = (one: Instance, other: Instance): boolean =>
  one.zone === other.zone && one.type === other.type && one.imageId === other.imageId;

const livesBeside = ({ id }: Instance, { instances }: Deed): boolean =>
  instances.some((instance) => instance.id === id && (instance.state === 'pending' || instance.state === 'running'));
