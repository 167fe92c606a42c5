/** Whether the newest takeover is partially applied, so that it is finished, and no new one begins. */

import type { Address, Instance, Route } from '../snapshot.ts';
import { sameRoute, sameTarget } from '../traffic/route.ts';
import type { Assessment } from './assess.ts';
import { endedLongAgo, halfWayTo, type PastTakeover } from './history.ts';
import { isAutomatic, type Trigger } from './trigger.ts';

/** A partially applied takeover, and the replacement with which it is finished. */
export type Unfinished = { takeover: PastTakeover; instanceId: string };

type Seen = {
  trigger: Trigger;
  address: Address;
  holder: Instance | undefined;
  assessment: Assessment;
  past: PastTakeover[];
  routes?: Route[] | undefined;
  now: string;
};

export function unfinishedIn(question: Seen): Unfinished | undefined {
  const { past, address, holder, trigger, now } = question;
  const [takeover] = past;
  if (!takeover || (isAutomatic(trigger) && endedLongAgo(takeover, now))) return undefined;
  const instanceId = halfWayTo(takeover, { address, holder });
  return instanceId === undefined || isBack(question, takeover) ? undefined : { takeover, instanceId };
}

/**
 * All traffic was rolled back by hand to where it was found, at the old instance. While that instance is not found
 * failed, it is in service again; and an operator who requests a failover wants the traffic moved again.
 */
function isBack({ assessment, trigger, address, routes }: Seen, { plan }: PastTakeover): boolean {
  const { instanceId, networkInterfaceId } = address;
  if (assessment.health === 'failed' && isAutomatic(trigger)) return false;
  if (instanceId === undefined || instanceId !== plan?.old?.instanceId) return false;
  const found = plan.finish ? [] : plan.routes;
  const isBackAt = (route: Route): boolean =>
    route.target.kind === 'absent' ||
    route.target.id === networkInterfaceId ||
    found.some((planned) => sameRoute(planned)(route) && sameTarget(planned, route));
  return routes?.every(isBackAt) === true;
}
