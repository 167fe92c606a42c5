/** What people should know about an appliance, from what one sweep has seen of it. */
import type { ForeignVersion } from '../../aws/blueprint.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { isUnproven } from '../../domain/images/image.ts';
import { secondsBetween } from '../../domain/instants.ts';
import type { Condition } from '../../domain/messages/news.ts';
import type { Probation } from '../../domain/probing/probation.ts';
import { type Address, type Image, type Route, TAG } from '../../domain/snapshot.ts';
import { describeRoute, leadsTo } from '../../domain/traffic/route.ts';

/** Probation takes five minutes; a probe that needs longer than this has never succeeded for that long. */
const UNPROVEN_SECONDS = 900;

export function probeConditions({ name, probe }: Appliance, probation: Probation, now: string): Condition[] {
  if (probation.stands !== 'since' || secondsBetween({ from: probation.since, to: now }) < UNPROVEN_SECONDS) return [];
  const asked = `${probe.protocol} to port ${probe.port}`;
  return [
    {
      kind: 'probe-unproven',
      about: asked,
      detail: `the probe of ${name} (${asked}) has not succeeded for five minutes since ${probation.since}, so it has no vote`,
    },
  ];
}

/** One tag remembers what was notified, and it has space for about thirty entries. */
const LISTED_MAX = 6;

/** Notified once and not reverted: a route that was moved by hand was moved on purpose. */
export function driftConditions(routes: Route[], networkInterfaceId: string): Condition[] {
  const misdirected = routes.filter((route) => !leadsTo(route, networkInterfaceId));
  if (misdirected.length > LISTED_MAX) {
    const about = misdirected.map(({ routeTableId, destination }) => `${routeTableId} ${destination}`).sort();
    const detail = `${misdirected.length} routes do not lead to the active instance, the first: ${misdirected.slice(0, LISTED_MAX).map(describeRoute).join('; ')}`;
    return [{ kind: 'drift', about: about.join(' '), detail }];
  }
  return misdirected.map((route) => ({
    kind: 'drift',
    about: `${route.routeTableId} ${route.destination}`,
    detail: `the route ${describeRoute(route)} does not lead to the active instance`,
  }));
}

/** Terraform's `aws_instance` has it on by default, and any apply sets it: the appliance then answers and forwards nothing. */
export function forwardingConditions(networkInterfaceId: string, forwards: boolean | undefined): Condition[] {
  if (forwards !== false) return [];
  const detail = `the routes lead to ${networkInterfaceId}, which does not forward: its source/destination check is on`;
  return [{ kind: 'drift', about: `forwarding ${networkInterfaceId}`, detail }];
}

/** `before`: the instance that was active before, where it was another one. Not asked after a takeover of ours. */
export function movedConditions(
  { tags }: Pick<Address, 'tags'>,
  { active, before }: { active: string; before: string | undefined },
): Condition[] {
  if (before !== undefined) {
    const detail = `the address is held by ${active}, and ${before} was active before: ${active} is recorded, and the probe is on probation anew`;
    return [{ kind: 'drift', about: `address ${before} ${active}`, detail }];
  }
  const tag = tags[TAG.activeInstance];
  if (tag === undefined || tag === active) return [];
  const detail = `${TAG.activeInstance} is "${tag}", and ${active} holds the address and is watched by our alarm: the tag is written anew, and the probe keeps its vote`;
  return [{ kind: 'malformed-tag', about: TAG.activeInstance, detail }];
}

export function foreignVersion(template: string, { version, createdBy, differs }: ForeignVersion): Condition {
  const what = differs.length > 0 ? `differs in: ${differs.join(', ')}` : 'says the same';
  const detail = `version ${version} of ${template} was written by ${createdBy} and ${what}`;
  return { kind: 'foreign-template', about: createdBy, detail };
}

/** Only where none is proven: then a takeover would launch what may be anyone's. */
export function imageConditions(images: Image[]): Condition[] {
  const [newest] = images;
  if (!newest || !isUnproven(images)) return [];
  const detail = `the image ${newest.id} carries our tags, but no rotation of ours recorded it, and no other image is left: a takeover would launch it`;
  return [{ kind: 'no-provenance', about: newest.id, detail }];
}

export function recoveryConditions(
  { mode }: Appliance,
  { active, autoRecovery }: { active: string; autoRecovery: 'default' | 'disabled' },
): Condition[] {
  if (mode !== 'auto' || autoRecovery === 'disabled') return [];
  const detail = `EC2 recovers ${active} as well (simplified automatic recovery), beside our takeover`;
  return [{ kind: 'auto-recovery', about: active, detail }];
}
