/** What people hear of a sweep: of each appliance what is new, one mail for each kind, and nothing twice. */
import { expect, test } from '@jest/globals';
import type { Condition } from '../../../../shared/domain/messages/news.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { buildAccount } from '../../../../simulator/account/account.ts';
import { truthOf } from '../../../../simulator/checks/watch/truth.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { tag, tagsOf } from '../../../support/console-hands.ts';
import { aSweepRecord } from '../../../support/status-events.ts';
import { inAccount, playIn } from '../../../support/step-stage.ts';

const drift = (about: string): Condition => ({ kind: 'drift', about, detail: `the route ${about} leads elsewhere` });
const zombie: Condition = { kind: 'zombie', about: 'i-old', detail: 'i-old is running again' };

const VPN = anAppliance({
  ...{ name: 'vpn', floatingIp: '203.0.113.20', vpc: 'other-vpc' },
  ...{ instance: 'vpn', image: 'vpn', securityGroups: 'vpn' },
});

const addressOf = ({ world }: Simulation, appliance = anAppliance()) => truthOf(world, appliance).traffic.address;

const newsIn = (simulation: Simulation, conditions: Condition[], appliance = anAppliance()) => {
  const { allocationId, publicIp } = addressOf(simulation, appliance);
  return { appliance: appliance.name, allocationId, publicIp, conditions };
};

async function notifiedIn(simulation: Simulation, ...conditions: Condition[]) {
  const { output, error, changes } = await playIn(simulation, 'notify', aSweepRecord([newsIn(simulation, conditions)]));
  return { sent: error ? undefined : Object(output).sent, error, changes };
}

const DRIFT = 'sophos: its routes, address or forwarding changed, and not by failover';
const ZOMBIE = 'sophos: a retired instance runs again';

test('a quiet sweep asks nothing and tells nothing', () =>
  inAccount({}, async (simulation) => {
    const before = simulation.world.calls.length;
    const { output } = await playIn(simulation, 'notify', aSweepRecord([]));
    expect(output).toEqual({ sent: [] });
    expect(simulation.world.calls).toHaveLength(before);
  }));

test('what the sweep insists on is notified although the list has it', () =>
  inAccount({}, async (simulation) => {
    await notifiedIn(simulation, zombie);
    expect((await notifiedIn(simulation, zombie)).sent).toEqual([]);
    expect((await notifiedIn(simulation, { ...zombie, insist: true })).sent).toEqual([ZOMBIE]);
  }));

test('what is new is notified, one mail for each kind, and then remembered', () =>
  inAccount({}, async (simulation) => {
    const { sent, changes } = await notifiedIn(simulation, drift('rtb-1'), zombie, drift('rtb-2'));
    expect(sent).toEqual([DRIFT, ZOMBIE]);
    expect(changes).toEqual(['Publish', 'Publish', 'CreateTags']);
    const [mail] = simulation.world.publications.filter(({ subject }) => subject === DRIFT);
    expect(mail?.message).toContain(
      'Found    the route rtb-1 leads elsewhere\n         the route rtb-2 leads elsewhere\n',
    );
  }));

test('what was notified is not notified again, and what comes to it is notified alone', () =>
  inAccount({}, async (simulation) => {
    await notifiedIn(simulation, drift('rtb-1'));
    expect(await notifiedIn(simulation, drift('rtb-1'))).toMatchObject({ sent: [], changes: [] });
    expect((await notifiedIn(simulation, drift('rtb-1'), drift('rtb-2'))).sent).toEqual([DRIFT]);
    expect(simulation.world.publications.at(-1)?.message).not.toContain('rtb-1');
    expect((await notifiedIn(simulation, drift('rtb-1'), drift('rtb-2'))).sent).toEqual([]);
  }));

test('what is over and returns is notified again', () =>
  inAccount({}, async (simulation) => {
    await notifiedIn(simulation, zombie);
    tag(simulation.world, addressOf(simulation).allocationId, { [TAG.sent]: '' });
    expect((await notifiedIn(simulation, zombie)).sent).toEqual([ZOMBIE]);
  }));

test('what was not published is not remembered, and the next sweep says it again', () =>
  inAccount({}, async (simulation) => {
    simulation.inject({ kind: 'deny', action: 'Publish', resourceId: 'forwarding changed' });
    const { error } = await notifiedIn(simulation, drift('rtb-1'), zombie);
    expect(error).toBe('RefusedError');
    simulation.repair({ kind: 'deny', action: 'Publish', resourceId: 'forwarding changed' });
    expect((await notifiedIn(simulation, drift('rtb-1'), zombie)).sent).toEqual([DRIFT]);
  }));

test("one appliance's failure does not keep the others' news back", () =>
  inAccount({}, async (simulation) => {
    buildAccount(simulation.world, VPN, {});
    simulation.configuration.appliances.push(VPN);
    simulation.inject({ kind: 'deny', action: 'Publish', resourceId: 'sophos: ' });
    const news = [newsIn(simulation, [zombie]), newsIn(simulation, [zombie], VPN)];
    const { error } = await playIn(simulation, 'notify', aSweepRecord(news));
    expect(error).toBe('RefusedError');
    expect(simulation.world.publications.map(({ subject }) => subject)).toEqual(['vpn: a retired instance runs again']);
    const sentTag = (appliance = anAppliance()) =>
      tagsOf(simulation.world, addressOf(simulation, appliance).allocationId)[TAG.sent];
    expect([sentTag(), sentTag(VPN)]).toEqual([undefined, expect.stringMatching(/^c\w+$/)]);
  }));

test('addresses that cannot be read keep everything back: the list is unknown, and a sweep comes every minute', () =>
  inAccount({}, async (simulation) => {
    simulation.inject({ kind: 'deny', action: 'DescribeAddresses' });
    expect(await notifiedIn(simulation, zombie)).toMatchObject({ error: 'RefusedError', changes: [] });
  }));
