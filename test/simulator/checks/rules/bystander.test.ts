/** A function that works for no takeover leaves the traffic alone, and the instance that carries it. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { violationsOfBystander } from '../../../../simulator/checks/rules/bystander.ts';
import { anAddress, aReplacement, NEW, OLD, someTraffic } from '../../../support/snapshots.ts';
import { aLaunch, anAddressMove, aRouteWrite, aStop } from '../../../support/stories.ts';

describe('a function that works for no takeover', () => {
  const by = 'sweep';

  test('moves nothing', () => {
    expect(violationsOfBystander(anAddressMove({ by }))).toEqual([
      'S13: sweep did move address 203.0.113.10, and works for no takeover of it',
    ]);
    expect(violationsOfBystander(aRouteWrite({ by }))).toEqual([
      'S13: sweep did move route 10.242.2.0/24 in rtb-a, and works for no takeover of it',
    ]);
  });

  const stopped = ['S3: sweep stopped i-new, which carries the traffic'];

  test('stops no instance that holds the address, or to which one route leads', () => {
    expect(violationsOfBystander(aStop({ by, instanceId: NEW.instanceId }))).toEqual(stopped);
    const routed = someTraffic(NEW, { address: anAddress(OLD) });
    const stop = aStop({ by, instanceId: NEW.instanceId, traffic: routed });
    expect(violationsOfBystander(stop)).toEqual(stopped);
    const retired = aReplacement({ tags: { [TAG.role]: 'retired' } });
    expect(violationsOfBystander({ ...stop, instances: [retired] })).toEqual([]);
    expect(violationsOfBystander({ ...stop, instances: [retired], traffic: someTraffic(NEW) })).toEqual(stopped);
  });

  test('stops retired instances, launches a proof, and cannot know what was changed a moment before', () => {
    expect(violationsOfBystander(aStop({ by }))).toEqual([]);
    expect(violationsOfBystander(aLaunch({ by: 'launch-proof' }))).toEqual([]);
    const touchedAt = '2026-11-21T03:00:20.000Z';
    expect(violationsOfBystander(aStop({ by, instanceId: NEW.instanceId, touchedAt }))).toEqual([]);
  });
});
