/** Where parts are: compared with an end, with an instance, and with where they were found. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foundParts, placedAddress, placedRoute } from '../../../../shared/domain/traffic/kinds.ts';
import type { Placed } from '../../../../shared/domain/traffic/part.ts';
import {
  carriesAny,
  describePlaced,
  disagreements,
  isAt,
  movedWords,
  remaining,
  strangers,
} from '../../../../shared/domain/traffic/placed.ts';
import { aPlan } from '../../../support/plans.ts';
import { aimedAt, anInstance, aReplacement, aRoute, NEW, OLD, someTraffic } from '../../../support/snapshots.ts';

const [forwarding] = foundParts(aPlan());
const address = (where: { instanceId?: string; networkInterfaceId?: string }): Placed =>
  placedAddress({ allocationId: 'eipalloc-1', publicIp: '203.0.113.10', ...where });
const route = (target: Parameters<typeof aRoute>[0] = {}): Placed => placedRoute(aRoute(target));

describe('an end', () => {
  test('has the address by its instance, and a route by its network interface', () => {
    expect(isAt(address(OLD), { instanceId: OLD.instanceId })).toBe(true);
    expect(isAt(address(OLD), { networkInterfaceId: OLD.networkInterfaceId })).toBe(false);
    expect(isAt(route(), { networkInterfaceId: OLD.networkInterfaceId })).toBe(true);
    expect(isAt(route(), { instanceId: OLD.instanceId })).toBe(false);
    expect(isAt(route({ target: { kind: 'other', id: OLD.networkInterfaceId, blackhole: false } }), OLD)).toBe(false);
    expect(isAt(route({ target: { kind: 'absent' } }), {})).toBe(false);
  });

  test('is disagreed with by what carries traffic and is elsewhere, by name', () => {
    expect(disagreements(someTraffic(NEW).parts, NEW)).toEqual([]);
    expect(disagreements([...foundParts(aPlan())], NEW)).toEqual([
      '203.0.113.10 -> i-old',
      '10.242.2.0/24 in rtb-a -> eni-old',
      '10.242.2.0/24 in rtb-c -> eni-old',
    ]);
  });
});

/** Any incomplete state that an interrupted run may leave. */
const anywhere = fc.constantFrom(...[OLD, NEW].map((receiver) => aimedAt(receiver)), aimedAt(OLD, true), {
  kind: 'absent' as const,
});
const incomplete = fc.record({
  forwards: fc.boolean(),
  holder: fc.constantFrom(OLD, NEW, {}),
  targets: fc.array(anywhere, { maxLength: 4 }),
});

test('a move that is interrupted after any part of it has exactly the rest left to do', () => {
  fc.assert(
    fc.property(incomplete, ({ forwards, holder, targets }) => {
      const at = { at: 'interface', ...NEW, blackhole: false } as const;
      let parts: Placed[] = [
        { kind: 'forwarding', position: forwards ? at : { at: 'nowhere' } },
        address(holder),
        ...targets.map((target, index) => route({ routeTableId: `rtb-${index}`, target })),
      ];
      for (let rest = remaining(parts, NEW); ; rest = rest.slice(1)) {
        expect(remaining(parts, NEW)).toEqual(rest);
        const [next] = rest;
        if (!next) return;
        parts = parts.map((part) => (part === next ? { ...part, position: at } : part));
      }
    }),
    { seed: 20261121, numRuns: 500 },
  );
});

test('an instance carries traffic by any part at any of its network interfaces, and not because it forwards', () => {
  const two = anInstance({ networkInterfaceIds: ['eni-first', OLD.networkInterfaceId] });
  expect(carriesAny([route()], two)).toBe(true);
  expect(carriesAny([address(OLD)], anInstance({ networkInterfaceIds: [] }))).toBe(true);
  expect(carriesAny([route(), address(OLD)], aReplacement())).toBe(false);
  const forwards: Placed = { kind: 'forwarding', position: { at: 'interface', ...OLD, blackhole: false } };
  expect(carriesAny([forwards], anInstance())).toBe(false);
});

describe('in words', () => {
  test.each([
    [address({}), '203.0.113.10 -> nothing'],
    [address({ networkInterfaceId: 'eni-lb' }), '203.0.113.10 -> eni-lb'],
    [route({ target: { kind: 'absent' } }), '10.242.2.0/24 in rtb-a -> nothing'],
    [route({ target: aimedAt(OLD, true) }), '10.242.2.0/24 in rtb-a -> eni-old (blackhole)'],
  ])('a part is described with its target', (part, words) => {
    expect(describePlaced(part)).toBe(words);
  });

  test('a change names from where and to where', () => {
    expect(movedWords(address({}), NEW)).toEqual({ change: 'address 203.0.113.10', from: 'nothing', to: 'i-new' });
    expect(movedWords(route(), NEW)).toEqual({
      change: 'route 10.242.2.0/24 in rtb-a',
      from: 'eni-old',
      to: 'eni-new',
    });
    expect(forwarding && movedWords(forwarding, NEW)).toEqual({
      change: 'source/destination check of eni-new',
      from: 'on',
      to: 'off',
    });
  });
});

describe('a stranger', () => {
  const found = foundParts(aPlan());
  const seen = (part: Placed) =>
    strangers([part], found, [NEW, { instanceId: 'i-ended', networkInterfaceId: 'eni-ended' }]);

  test.each([
    ['where it was found', address(OLD)],
    ['at the new end', address(NEW)],
    ['at an end that has ended', route({ target: { kind: 'network-interface', id: 'eni-ended', blackhole: false } })],
    ['at nothing', address({})],
    ['at the interface of an end, without its instance', address({ networkInterfaceId: NEW.networkInterfaceId })],
    ['a blackhole', route({ target: { kind: 'network-interface', id: 'eni-x', blackhole: true } })],
  ])('is no part that is %s', (_, part) => expect(seen(part)).toEqual([]));

  test.each([
    ['another instance', address({ instanceId: 'i-x', networkInterfaceId: 'eni-x' })],
    ['an interface without an instance', address({ networkInterfaceId: 'eni-lb' })],
    ['a gateway', route({ target: { kind: 'other', id: 'igw-1', blackhole: false } })],
    ['another interface', route({ target: { kind: 'network-interface', id: 'eni-x', blackhole: false } })],
  ])('is a part at %s', (_, part) => expect(seen(part)).toEqual([part]));

  test('is an address at an interface without an instance, also where the plan found it so', () => {
    const there = address({ networkInterfaceId: 'eni-lb' });
    expect(strangers([there], [there], [NEW])).toEqual([there]);
  });
});
