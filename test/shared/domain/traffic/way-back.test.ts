/** To where a rollback moves each part, from where the plan found it and where it is now. */
import { describe, expect, test } from '@jest/globals';
import type { Address, RouteTarget } from '../../../../shared/domain/snapshot.ts';
import { placedAddress, placedRoute } from '../../../../shared/domain/traffic/kinds.ts';
import { wayBack } from '../../../../shared/domain/traffic/way-back.ts';
import { aPlan } from '../../../support/plans.ts';
import { aimedAt, aRoute, NEW, OLD } from '../../../support/snapshots.ts';

const move = { plan: aPlan(), receiver: NEW, oldReceiver: OLD };
const THIRD = { instanceId: 'i-third', networkInterfaceId: 'eni-third' };

const route = (found: RouteTarget, now: RouteTarget, more = move) =>
  wayBack(placedRoute(aRoute({ target: found })), placedRoute(aRoute({ target: now })), more);

const absent: RouteTarget = { kind: 'absent' };

describe('a part of the traffic', () => {
  test.each([
    { what: 'found at the old end', found: aimedAt(OLD), now: aimedAt(OLD), to: OLD },
    { what: 'that was missing', found: absent, now: absent, to: OLD },
    { what: 'found elsewhere and moved', found: aimedAt(THIRD), now: aimedAt(NEW), to: THIRD },
    { what: 'found at a dead target and moved', found: aimedAt(THIRD, true), now: aimedAt(NEW), to: OLD },
    { what: 'found at the new end', found: aimedAt(NEW), now: aimedAt(NEW), to: OLD },
    { what: 'found elsewhere and never moved', found: aimedAt(THIRD), now: aimedAt(THIRD), to: undefined },
  ])('$what goes to $to.instanceId', ({ found, now, to }) => {
    expect(route(found, now)).toEqual(to);
  });

  test('that an incomplete takeover has misdirected goes to the old end', () => {
    const finish = { instanceId: NEW.instanceId, generation: 1, passedOver: [THIRD.instanceId] };
    const finishing = { ...move, plan: aPlan({ finish }) };
    expect(route(aimedAt(THIRD), aimedAt(THIRD), finishing)).toEqual(OLD);
    const gone: RouteTarget = { kind: 'network-interface', id: 'eni-gone', blackhole: true };
    expect(route(gone, gone, finishing)).toEqual(OLD);
    expect(route(gone, gone)).toBeUndefined();
  });
});

describe('the address of the appliance', () => {
  const at = (instanceId: string | undefined, allocationId = 'eipalloc-1') =>
    placedAddress({ allocationId, publicIp: '203.0.113.10', instanceId } satisfies Partial<Address>);

  test.each([OLD.instanceId, NEW.instanceId, THIRD.instanceId, undefined])('found at %s goes to the old end', (id) => {
    expect(wayBack(at(id), at(NEW.instanceId), move)).toEqual(OLD);
  });

  test('is not any other address', () => {
    const further = at(THIRD.instanceId, 'eipalloc-2');
    expect(wayBack(further, further, move)).toBeUndefined();
  });
});
