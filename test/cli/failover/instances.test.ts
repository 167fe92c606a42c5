/** `status` shows each instance of the appliance: where, since when, from which image, and whether it is in the line. */
import { expect, test } from '@jest/globals';
import { allTrue, write } from '../../../simulator/account/consistency.ts';
import { switchOn } from '../../../simulator/account/faults/switch.ts';
import { truthOf } from '../../../simulator/checks/watch/truth.ts';
import { anAppliance } from '../../support/appliances.ts';
import { atTheCommandLine } from '../../support/command-line.ts';
import { tag } from '../../support/console-hands.ts';

test('the holder of an appliance that was never taken over is in the line since its adoption', () =>
  atTheCommandLine({}, async ({ run, holder }) => {
    const { code, out, changes } = await run('status');
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(out).toMatch(
      new RegExp(`^ +instances +${holder} active, running in ap-northeast-1a since 20\\S+, from ami-`, 'm'),
    );
    expect(out).toMatch(/^ +in the line: it held the address before any takeover or rotation$/m);
  }));

test('after a takeover the new one and the retired one are shown, each with the reason', () =>
  atTheCommandLine({}, async ({ run, simulation, holder }) => {
    switchOn(simulation.world, { kind: 'service-dead', instanceId: holder });
    await run('failover', 'sophos', '--reason', 'it drops packets');
    const { out } = await run('status', 'sophos');
    expect(out).toMatch(
      /^ +instances +i-\w+ active, running in ap-northeast-1[cd] since \S+, from ami-\w+ \(taken \S+, not proven\)$/m,
    );
    expect(out).toMatch(/^ +in the line: takeover-sophos-g1 moved the traffic to it$/m);
    expect(out).toMatch(new RegExp(`^ +${holder} retired, stop\\w+ in ap-northeast-1a since `, 'm'));
    const [status] = JSON.parse((await run('status', '--json')).out);
    expect(status.instances.read.map(({ role }: { role: string }) => role)).toEqual(['active', 'retired']);
  }));

test('a machine that was given our tags is shown as not in the line', () => {
  const vpn = anAppliance({ name: 'vpn', instance: 'vpn', floatingIp: 'eipalloc-0f' });
  return atTheCommandLine({ appliances: [anAppliance(), vpn] }, async ({ run, simulation }) => {
    const { instanceId: other = '' } = truthOf(simulation.world, vpn).traffic.address;
    tag(simulation.world, other, { 'failover:appliance': 'sophos', 'failover:role': 'retired' });
    const { out } = await run('status', 'sophos');
    expect(out).toMatch(new RegExp(`^ +${other} retired, running in .*\\n +not in the line: no takeover`, 'm'));
  });
});

test('what cannot be read is unknown, and the rest is shown', () =>
  atTheCommandLine({}, async ({ run, simulation }) => {
    simulation.inject({ kind: 'deny', action: 'DescribeTags' });
    const { code, out } = await run('status');
    expect(code).toBe(1);
    expect(out).toMatch(/^ +instances +unknown: the tags of the instances of sophos cannot be read$/m);
  }));

test('the image of an instance is of unknown age where nothing shows when its content was taken', () =>
  atTheCommandLine({}, async ({ run, simulation: { world } }) => {
    for (const { id, ...image } of allTrue(world.ec2.images)) {
      write(world, world.ec2.images, { id, value: { id, ...image, sourceInstanceId: undefined }, lagMs: 0 });
    }
    const { out } = await run('status');
    expect(out).toMatch(/, from ami-\w+ \(of unknown age, not proven\)$/m);
  }));
