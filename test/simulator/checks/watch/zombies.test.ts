/** S11 is watched where schedules run: a retired instance that is not stopped again is named. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { callers } from '../../../../simulator/account/caller.ts';
import { allTrue } from '../../../../simulator/account/consistency.ts';
import { createTags } from '../../../../simulator/account/ec2/tags.ts';
import { machineBeside } from '../../../../simulator/account/faults/by-hand.ts';
import type { Fault } from '../../../../simulator/account/faults/fault.ts';
import { touched } from '../../../../simulator/checks/watch/touched.ts';
import { simulate } from '../../../../simulator/stories/simulation.ts';
import { aConfiguration } from '../../../support/appliances.ts';
import { anAddress, anInstance, OLD, someTraffic } from '../../../support/snapshots.ts';

/** A machine beside the active one that says it was retired; no schedule ever comes for it. */
function violationsAfter(
  seconds: number,
  { fault, rests = false }: { fault?: Fault; rests?: boolean },
): Promise<string[]> {
  const options = { configuration: aConfiguration(), seed: 1, automatic: true, startsLater: true };
  return simulate(options, async ({ world, clock, watch, inject, rest }) => {
    const [active] = allTrue(world.ec2.instances);
    if (!active) throw new Error('the account is empty');
    const { id } = machineBeside(world, active);
    if (fault) inject(fault);
    const Tags = [
      { Key: TAG.appliance, Value: 'sophos' },
      { Key: TAG.role, Value: 'retired' },
    ];
    callers.run({ name: 'person', dead: false, world }, () => createTags(world, { Resources: [id], Tags }));
    if (rests) await rest(clock.nowMs() + seconds * 1000);
    else await clock.sleep(seconds * 1000);
    return watch.violations.map((violation) => violation.replace(id, 'it'));
  });
}

const refused = { kind: 'fail', action: 'StopInstances', code: 'InternalError', status: 500 } as const;

describe('a retired instance that runs', () => {
  test.each<[string, Fault]>([
    ['is nothing to a sweep', { kind: 'image-fails' }],
    ['is spent', { ...refused, times: 0 }],
  ])('is named as well while there is a fault that %s', async (_, fault) => {
    expect(await violationsAfter(182, { fault })).toHaveLength(1);
  });

  test('is named after three sweeps that did not come', async () => {
    expect(await violationsAfter(182, {})).toEqual([
      expect.stringContaining('S11: it was retired, and runs for more than 180 s'),
    ]);
  });

  test('is not named before, nor while something keeps every sweep from its work, nor while none is to come', async () => {
    expect(await violationsAfter(178, {})).toEqual([]);
    expect(await violationsAfter(600, { fault: { kind: 'throttled', share: 1 } })).toEqual([]);
    expect(await violationsAfter(600, { fault: { ...refused, times: 1 } })).toEqual([]);
    expect(await violationsAfter(600, { rests: true })).toEqual([]);
  });
});

describe('what others touched', () => {
  const before = { traffic: someTraffic(), instances: [anInstance()] };
  const until = '2026-11-21T04:00:00.000Z';
  const paused = {
    ...before,
    traffic: someTraffic(OLD, { address: anAddress({ tags: { [TAG.pausedUntil]: until } }) }),
  };
  const untouched = { touchedAt: undefined, pause: undefined, holderDownAt: undefined };

  test('is dated when anybody else did it, and not when a function of ours did', () => {
    const at = '2026-11-21T03:00:00.000Z';
    const pause = { until, since: at };
    expect(touched(untouched, { by: 'person', at, before, now: paused })).toMatchObject({ touchedAt: at, pause });
    expect(touched(untouched, { by: 'sweep', at, before, now: paused })).toMatchObject({ touchedAt: undefined, pause });
    expect(touched(untouched, { by: 'person', at, before, now: before })).toEqual(untouched);
  });

  test('a pause counts from when it was first there, and is forgotten when it is gone', () => {
    const known = { ...untouched, pause: { until, since: '2026-11-21T02:00:00.000Z' } };
    const change = { by: 'sweep', at: '2026-11-21T03:00:00.000Z', before: paused };
    expect(touched(known, { ...change, now: paused })).toEqual(known);
    expect(touched(known, { ...change, now: before })).toEqual(untouched);
  });

  test('the holder of the address is down since it first was, unless a function of ours stopped it', () => {
    const at = '2026-11-21T03:00:00.000Z';
    const down = { ...before, instances: [anInstance({ state: 'stopping' })] };
    expect(touched(untouched, { by: 'world', at, before, now: down }).holderDownAt).toBe(at);
    expect(touched(untouched, { by: 'stop-failed', at, before, now: down }).holderDownAt).toBeUndefined();
    const known = { ...untouched, holderDownAt: at };
    const later = { by: 'world', at: '2026-11-21T03:00:09.000Z' };
    expect(touched(known, { ...later, before: down, now: down }).holderDownAt).toBe(at);
    expect(touched(known, { ...later, before: down, now: before }).holderDownAt).toBeUndefined();
  });
});
