/** Builders for what is read from AWS: an appliance that serves, and only what a test is about spelled out. */
import type { Address, Instance, Route, RouteTarget } from '../../shared/domain/snapshot.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { placedAddress, placedRoute } from '../../shared/domain/traffic/kinds.ts';
import type { Traffic } from '../../shared/domain/traffic/part.ts';

export const OLD = { instanceId: 'i-old', networkInterfaceId: 'eni-old' };
export const NEW = { instanceId: 'i-new', networkInterfaceId: 'eni-new' };

export function anAddress(overrides: Partial<Address> = {}): Address {
  return {
    allocationId: 'eipalloc-1',
    publicIp: '203.0.113.10',
    associationId: 'eipassoc-1',
    ...OLD,
    tags: { [TAG.owner]: 'failover-dev', [TAG.activeInstance]: OLD.instanceId },
    ...overrides,
  };
}

export function anInstance(overrides: Partial<Instance> = {}): Instance {
  return {
    id: OLD.instanceId,
    state: 'running',
    zone: 'ap-northeast-1a',
    type: 'm5.large',
    imageId: 'ami-new',
    networkInterfaceIds: [OLD.networkInterfaceId],
    tags: { Name: 'sophos' },
    ...overrides,
  };
}

/** What a takeover launches, tagged as it is from its first moment on. */
export function aReplacement(overrides: Partial<Instance> = {}): Instance {
  return anInstance({
    id: NEW.instanceId,
    zone: 'ap-northeast-1c',
    networkInterfaceIds: [NEW.networkInterfaceId],
    tags: { Name: 'sophos', [TAG.appliance]: 'sophos', [TAG.role]: 'replacement', [TAG.generation]: '1' },
    ...overrides,
  });
}

export const aimedAt = ({ instanceId, networkInterfaceId }: typeof OLD, blackhole = false): RouteTarget => ({
  kind: 'network-interface',
  id: networkInterfaceId,
  instanceId,
  blackhole,
});

export function aRoute(overrides: Partial<Route> = {}): Route {
  return { routeTableId: 'rtb-a', destination: '10.242.2.0/24', target: aimedAt(OLD), ...overrides };
}

/** Two routes, at one end. */
export const someRoutes = (end = OLD): Route[] =>
  ['rtb-a', 'rtb-c'].map((routeTableId) => aRoute({ routeTableId, target: aimedAt(end) }));

/** The address and two routes, all at one end unless something else is said of them. */
export function someTraffic(end = OLD, other: { address?: Address; routes?: Route[] } = {}): Traffic {
  const { address = anAddress(end), routes = someRoutes(end) } = other;
  return { address, parts: [placedAddress(address), ...routes.map(placedRoute)] };
}
