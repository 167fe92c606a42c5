/** EC2's own metric: what each minute says of an instance, also when the instance has moved on since. */
import { expect, test } from '@jest/globals';
import { keepObserving, statusCheckPoints } from '../../../../simulator/account/cloudwatch/status-checks.ts';
import { switchOff, switchOn } from '../../../../simulator/account/faults/switch.ts';
import { putStatusAlarm } from '../../../support/metrics.ts';
import { inAccount, START, type Told } from '../../../support/simulated-account.ts';

const AT = START.getTime();
const MINUTE_MS = 60_000;

/** The minutes since the beginning that have a value. */
function minutes({ world, ids }: Told): Record<number, number> {
  const metric = { namespace: 'AWS/EC2', name: 'StatusCheckFailed', dimensions: { InstanceId: ids.instanceId } };
  const points = statusCheckPoints(world, metric, { fromMs: AT, toMs: world.clock.nowMs() });
  return Object.fromEntries(points.map(({ atMs, value }) => [(atMs - AT) / MINUTE_MS, value]));
}

const watched = (story: (told: Told) => Promise<void>): Promise<void> =>
  inAccount({}, async (told) => {
    await putStatusAlarm(told, told.ids.instanceId);
    keepObserving(told.world);
    await told.world.clock.sleep(AT + 3 * MINUTE_MS - told.world.clock.nowMs());
    await story(told);
  });

test('a minute can be read a while after it is over', () =>
  watched(async (told) => {
    expect(minutes(told)).toEqual({ 0: 0, 1: 0 });
    await told.world.clock.sleep(15_000);
    expect(minutes(told)).toEqual({ 0: 0, 1: 0, 2: 0 });
  }));

test('a death shows from the check that finds it, not from the death', () =>
  watched(async (told) => {
    const { world, ids } = told;
    const fault = { kind: 'instance-dead', instanceId: ids.instanceId } as const;
    switchOn(world, fault);
    const foundMs = (world.ec2.machines.get(ids.instanceId)?.impairedFromMs ?? 0) - AT;
    await world.clock.sleep(5 * MINUTE_MS);
    const found = Math.floor(foundMs / MINUTE_MS);
    expect(found).toBeGreaterThan(3);
    expect(minutes(told)[found - 1]).toBe(0);
    expect(minutes(told)[found]).toBe(1);
  }));

test('what a minute said stays said when the instance is repaired, stopped or dark', () =>
  watched(async (told) => {
    const { world, ids } = told;
    const fault = { kind: 'instance-dead', instanceId: ids.instanceId } as const;
    switchOn(world, fault);
    await world.clock.sleep(4 * MINUTE_MS + 15_000);
    const before = minutes(told);
    expect(Object.values(before)).toContain(1);
    switchOff(world, fault);
    await world.clock.sleep(1);
    switchOn(world, { kind: 'zone-lost', zone: [...world.ec2.instances.values()][0]?.truth?.zone ?? '' });
    await world.clock.sleep(10 * MINUTE_MS);
    expect(minutes(told)).toEqual(before);
  }));

test('an instance that boots says nothing until its first verdict', () =>
  watched(async (told) => {
    const { world, ids } = told;
    const zone = [...world.ec2.instances.values()][0]?.truth?.zone ?? '';
    switchOn(world, { kind: 'zone-lost', zone });
    await world.clock.sleep(5 * MINUTE_MS);
    switchOff(world, { kind: 'zone-lost', zone });
    const passMs = (world.ec2.machines.get(ids.instanceId)?.checksPassFromMs ?? 0) - AT;
    await world.clock.sleep(10 * MINUTE_MS);
    const first = Math.floor(passMs / MINUTE_MS);
    expect(minutes(told)[first - 1]).toBeUndefined();
    expect(minutes(told)[first]).toBe(0);
  }));
