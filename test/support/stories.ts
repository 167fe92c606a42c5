/** Builders for takeovers as the invariants see them: deeds in order, and what stood at the end. */

import type { RouteTarget } from '../../shared/domain/snapshot.ts';
import { placedAddress, placedRoute } from '../../shared/domain/traffic/kinds.ts';
import type { Deed } from '../../simulator/checks/rules/deed.ts';
import type { Story } from '../../simulator/checks/rules/takeover.ts';
import { aPlan } from './plans.ts';
import { anInstance, aReplacement, aRoute, NEW, OLD, someTraffic } from './snapshots.ts';

type Moment = Omit<Extract<Deed, { kind: 'stop' }>, 'kind' | 'instanceId'>;

/** By the newest generation, before anything was moved, with both instances up. */
function aMoment(overrides: Partial<Moment>): Moment {
  return {
    at: '2026-11-21T03:00:30.000Z',
    by: 'move-traffic',
    generation: 1,
    newestGeneration: 1,
    traffic: someTraffic(),
    instances: [anInstance(), aReplacement()],
    ...overrides,
  };
}

export const aLaunch = (overrides: Partial<Extract<Deed, { kind: 'launch' }>> = {}): Deed => ({
  ...aMoment({ by: 'launch-replacement', instances: [anInstance()] }),
  kind: 'launch',
  instance: aReplacement({ state: 'pending' }),
  clientToken: 'token-1',
  ...overrides,
});

export function anAddressMove({
  instanceId = NEW.instanceId,
  ...rest
}: Partial<Moment & { instanceId: string }> = {}): Deed {
  const moment = aMoment(rest);
  const { allocationId, publicIp } = moment.traffic.address;
  return { ...moment, kind: 'move', part: placedAddress({ allocationId, publicIp, instanceId }) };
}

type To = { routeTableId: string; networkInterfaceId: string };

export function aRouteWrite({
  routeTableId = 'rtb-a',
  networkInterfaceId = NEW.networkInterfaceId,
  ...rest
}: Partial<Moment & To> = {}): Deed {
  const target: RouteTarget = { kind: 'network-interface', id: networkInterfaceId, blackhole: false };
  return { ...aMoment(rest), kind: 'move', part: placedRoute(aRoute({ routeTableId, target })) };
}

/** After everything has moved. */
export const aStop = (overrides: Partial<Extract<Deed, { kind: 'stop' }>> = {}): Deed => ({
  ...aMoment({ by: 'stop-failed', traffic: someTraffic(NEW) }),
  kind: 'stop',
  instanceId: OLD.instanceId,
  ...overrides,
});

/** An alarm as CloseTakeover leaves it. */
export const SET_BACK = { state: 'INSUFFICIENT_DATA', since: '2026-11-21T03:01:59.000Z' } as const;

/** The alarms as a takeover finds them, and has to leave them when it moves nothing. */
export const AS_FOUND = { 'status-check': { ...SET_BACK, instanceId: OLD.instanceId }, probe: SET_BACK };

/** A takeover in which everything went well. */
export function aStory(overrides: Partial<Story> = {}): Story {
  return {
    plan: aPlan(),
    startedAt: '2026-11-21T03:00:05.000Z',
    endedAt: '2026-11-21T03:02:00.000Z',
    succeeded: true,
    answered: true,
    gaveUp: false,
    undone: false,
    unmoved: false,
    deeds: [aLaunch(), anAddressMove(), aRouteWrite(), aRouteWrite({ routeTableId: 'rtb-c' }), aStop()],
    problems: [],
    outOfReach: [],
    end: {
      traffic: someTraffic(NEW),
      instances: [anInstance({ state: 'stopping' }), aReplacement()],
      alarms: {
        'status-check': { ...SET_BACK, instanceId: NEW.instanceId },
        probe: SET_BACK,
      },
    },
    ...overrides,
  };
}
