/** Routes are an allow-list: whose may be written. */
import { describe, expect, test } from '@jest/globals';
import type { RouteTarget } from '../../../../shared/domain/snapshot.ts';
import { placedRoute } from '../../../../shared/domain/traffic/kinds.ts';
import { mayBeMoved } from '../../../../shared/domain/traffic/placed.ts';
import { describeRoute, leadsTo, sameRoute } from '../../../../shared/domain/traffic/route.ts';
import { aimedAt, aRoute, NEW, OLD } from '../../../support/snapshots.ts';

const OURS = { instanceIds: [OLD.instanceId, 'i-retired'], networkInterfaceIds: [OLD.networkInterfaceId] };
const somebody = { instanceId: 'i-nat', networkInterfaceId: 'eni-nat' };

type Row = { what: string; target: RouteTarget; allowed: boolean };

const table: Row[] = [
  { what: 'one that is absent', target: { kind: 'absent' }, allowed: true },
  { what: 'one aimed at this appliance', target: aimedAt(OLD), allowed: true },
  {
    what: 'one aimed at another instance of this appliance',
    target: aimedAt({ instanceId: 'i-retired', networkInterfaceId: 'eni-retired' }),
    allowed: true,
  },
  { what: 'a blackhole, whosever it was', target: aimedAt(somebody, true), allowed: true },
  {
    what: 'a blackhole at a gateway that is gone',
    target: { kind: 'other', id: 'nat-1', blackhole: true },
    allowed: true,
  },
  { what: "one that leads to another owner's machine", target: aimedAt(somebody), allowed: false },
  { what: 'one aimed at a gateway', target: { kind: 'other', id: 'igw-1', blackhole: false }, allowed: false },
  {
    what: 'one aimed at an interface without an instance that is not ours',
    target: { kind: 'network-interface', id: 'eni-lb', blackhole: false },
    allowed: false,
  },
];

describe('a takeover', () => {
  test.each(table)('may write $what: $allowed', ({ target, allowed }) => {
    expect(mayBeMoved(placedRoute(aRoute({ target })), OURS)).toBe(allowed);
  });
});

describe('a route', () => {
  test('is described with its aim', () => {
    expect(describeRoute(aRoute({ target: { kind: 'absent' } }))).toBe('10.242.2.0/24 in rtb-a -> nothing');
    expect(describeRoute(aRoute({ target: aimedAt(OLD, true) }))).toBe('10.242.2.0/24 in rtb-a -> eni-old (blackhole)');
  });

  test('leads to the network interface that it names, and to no other', () => {
    expect(leadsTo(aRoute(), OLD.networkInterfaceId)).toBe(true);
    expect(leadsTo(aRoute(), NEW.networkInterfaceId)).toBe(false);
    expect(leadsTo(aRoute({ target: { kind: 'other', id: 'eni-old', blackhole: false } }), 'eni-old')).toBe(false);
  });

  test('is the same by table and destination, with any target', () => {
    const isIt = sameRoute(aRoute());
    expect(isIt(aRoute({ target: { kind: 'absent' } }))).toBe(true);
    expect(isIt(aRoute({ routeTableId: 'rtb-c' }))).toBe(false);
    expect(isIt(aRoute({ destination: '10.242.3.0/24' }))).toBe(false);
  });
});
