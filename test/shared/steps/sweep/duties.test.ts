/** What the sweep keeps in order besides, and what it tells people of. */
import { describe, expect, test } from '@jest/globals';
import { sentTag } from '../../../../shared/domain/messages/news.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { callers } from '../../../../simulator/account/caller.ts';
import { truth, write } from '../../../../simulator/account/consistency.ts';
import { terminateInstances } from '../../../../simulator/account/ec2/change-state.ts';
import { aimRouteElsewhere, deleteRoutes, giveAwayAddress } from '../../../../simulator/stories/by-hand.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { alter, tag } from '../../../support/console-hands.ts';
import { launchedAsProof, leftYesterday, retiredYesterday } from '../../../support/own-launch.ts';
import { describedProbe, sayOfProbe } from '../../../support/probe-word.ts';
import { playIn } from '../../../support/step-stage.ts';
import { addressIn, addressTagsIn, onSwept, sweepOnce } from '../../../support/swept.ts';

const stateOf = ({ world }: Simulation, id: string) => truth(world.ec2.instances, id)?.state;

/** Another machine beside the active one, in a role that our tags give it. */
function relative(simulation: Simulation, active: string, role: string, { proven = true } = {}): string {
  const before = new Set(simulation.world.ec2.instances.keys());
  const { networkInterfaceId = '' } = addressIn(simulation);
  giveAwayAddress(simulation.world, anAppliance(), { id: active });
  const [id = ''] = [...simulation.world.ec2.instances.keys()].filter((each) => !before.has(each));
  const address = truth(simulation.world.ec2.addresses, addressIn(simulation).allocationId);
  if (address) Object.assign(address, { networkInterfaceId });
  tag(simulation.world, id, { [TAG.appliance]: 'sophos', [TAG.role]: role });
  if (proven && role === 'retired') retiredYesterday(simulation, id);
  if (proven && role === 'replacement') leftYesterday(simulation, id);
  return id;
}

describe('a retired instance that runs again', () => {
  test('is stopped by force, and notified', () =>
    onSwept({}, async (simulation, active) => {
      const retired = relative(simulation, active, 'retired');
      const { writes, sent, swept } = await sweepOnce(simulation);
      expect(writes).toEqual(['StopInstances']);
      expect(swept.changes).toEqual([`stops ${retired}`]);
      expect(sent).toEqual([`zombie ${retired}`]);
      const stop = simulation.world.calls.findLast(({ action }) => action === 'StopInstances');
      expect(stop?.input).toEqual({ InstanceIds: [retired], Force: true, SkipOsShutdown: true });
      await simulation.clock.sleep(60_000);
      expect(stateOf(simulation, retired)).toBe('stopped');
      expect((await sweepOnce(simulation)).sent).toEqual([]);
    }));

  test('is only notified in mode observe', () =>
    onSwept({ appliance: { mode: 'observe' } }, async (simulation, active) => {
      const retired = relative(simulation, active, 'retired');
      const { writes, sent } = await sweepOnce(simulation);
      expect(writes).toEqual([]);
      expect(sent).toEqual([`zombie ${retired}`]);
    }));

  test('is never the active instance, for any value of its tag', () =>
    onSwept({}, async (simulation, active) => {
      tag(simulation.world, active, { [TAG.role]: 'retired' });
      expect((await sweepOnce(simulation)).writes).not.toContain('StopInstances');
      expect(stateOf(simulation, active)).toBe('running');
    }));

  test('is left alone while it is stopped', () =>
    onSwept({}, async (simulation, active) => {
      alter(simulation.world, relative(simulation, active, 'retired'), { state: 'stopped' });
      expect(await sweepOnce(simulation)).toMatchObject({ writes: [], sent: [] });
    }));
});

describe('an instance that carries our tags, and that no execution of ours launched or retired,', () => {
  test.each(['retired', 'replacement', 'proof'])('is left alone and named when they say %s', (role) =>
    onSwept({}, async (simulation, active) => {
      const planted = relative(simulation, active, role, { proven: false });
      tag(simulation.world, planted, { [TAG.owner]: 'failover-dev', [TAG.generation]: '1' });
      alter(simulation.world, planted, { launchedAtMs: simulation.clock.nowMs() - 8_000_000 });
      const { writes, sent } = await sweepOnce(simulation);
      expect(writes).toEqual([]);
      expect(sent).toEqual([`no-provenance ${planted}`]);
      expect(stateOf(simulation, planted)).toBe('running');
    }),
  );
});

describe('other relatives', () => {
  test('an unused replacement is notified, and left to the next takeover', () =>
    onSwept({}, async (simulation, active) => {
      const leftover = relative(simulation, active, 'replacement');
      expect(await sweepOnce(simulation)).toMatchObject({ writes: [], sent: [`leftover ${leftover}`] });
    }));

  test('a proof is left alone for two hours, then terminated and notified', () =>
    onSwept({}, async (simulation, active) => {
      const proof = relative(simulation, active, 'proof');
      tag(simulation.world, proof, { [TAG.owner]: 'failover-dev' });
      launchedAsProof(simulation, proof, simulation.clock.nowMs());
      expect(await sweepOnce(simulation)).toMatchObject({ writes: [], sent: [] });
      await simulation.clock.sleep(7_300_000);
      const { writes, sent } = await sweepOnce(simulation);
      expect(writes).toContain('TerminateInstances');
      expect(sent).toContain(`leftover-proof ${proof}`);
    }));

  test("a proof that is not tagged as this stack's is notified and not terminated", () =>
    onSwept({}, async (simulation, active) => {
      const proof = relative(simulation, active, 'proof');
      launchedAsProof(simulation, proof, simulation.clock.nowMs() - 8_000_000);
      const { writes, sent } = await sweepOnce(simulation);
      expect(writes).not.toContain('TerminateInstances');
      expect(sent).toContain(`leftover-proof ${proof}`);
    }));

  test('two instances tagged active are notified, and neither is changed', () =>
    onSwept({}, async (simulation, active) => {
      const other = relative(simulation, active, 'active');
      expect(await sweepOnce(simulation)).toMatchObject({ writes: [], sent: [`two-active ${other}`] });
    }));

  test('one that is terminated does not count', () =>
    onSwept({}, async (simulation, active) => {
      const other = relative(simulation, active, 'active');
      callers.run({ name: 'person', dead: false, world: simulation.world }, () =>
        terminateInstances(simulation.world, { InstanceIds: [other] }),
      );
      await simulation.clock.sleep(90_000);
      expect((await sweepOnce(simulation)).sent).toEqual([]);
    }));
});

describe('what others have changed', () => {
  test('a route that leads elsewhere is notified once and not reverted', () =>
    onSwept({}, async (simulation) => {
      aimRouteElsewhere(simulation.world, anAppliance());
      const { writes, sent } = await sweepOnce(simulation);
      expect(writes).toEqual([]);
      expect(sent).toEqual([expect.stringMatching(/^drift rtb-\w+ 10\.242\.2\.0\/24$/)]);
    }));

  test('a source/destination check that was switched on again is drift, and not fought', () =>
    onSwept({}, async (simulation, active) => {
      const { world } = simulation;
      const [id = ''] = truth(world.ec2.instances, active)?.networkInterfaceIds ?? [];
      const before = truth(world.ec2.networkInterfaces, id);
      if (!before) throw new Error('the instance has no interface');
      write(world, world.ec2.networkInterfaces, { id, value: { ...before, sourceDestCheck: true }, lagMs: 0 });
      const { writes, sent } = await sweepOnce(simulation);
      expect({ writes, sent }).toEqual({ writes: [], sent: [`drift forwarding ${id}`] });
    }));

  test("EC2's own recovery of the adopted instance is notified: it would act beside ours", () =>
    onSwept({}, async (simulation, active) => {
      alter(simulation.world, active, { autoRecovery: 'default' });
      expect((await sweepOnce(simulation)).sent).toEqual([`auto-recovery ${active}`]);
    }));

  test('what was notified is not notified again, and is forgotten once it is over', () =>
    onSwept({}, async (simulation, active) => {
      alter(simulation.world, active, { autoRecovery: 'default' });
      const [news] = (await sweepOnce(simulation)).news;
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.sent]: sentTag(news?.conditions ?? []) });
      expect((await sweepOnce(simulation)).sent).toEqual([]);
      alter(simulation.world, active, { autoRecovery: 'disabled' });
      expect((await sweepOnce(simulation)).writes).toEqual(['DeleteTags']);
      expect(addressTagsIn(simulation)).not.toHaveProperty(TAG.sent);
    }));

  test('a pause that is over is removed', () =>
    onSwept({}, async (simulation) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.pausedUntil]: '2026-11-21T02:00:00Z' });
      expect((await sweepOnce(simulation)).writes).toEqual(['DeleteTags']);
      expect(addressTagsIn(simulation)).not.toHaveProperty(TAG.pausedUntil);
    }));

  test('the excuse of a reboot that is over is removed', () =>
    onSwept({}, async (simulation) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.rebootingUntil]: '2026-11-21T02:00:00Z' });
      expect((await sweepOnce(simulation)).writes).toEqual(['DeleteTags']);
      expect(addressTagsIn(simulation)).not.toHaveProperty(TAG.rebootingUntil);
    }));

  test('a pause without an end is notified, and stays', () =>
    onSwept({}, async (simulation) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.pausedUntil]: 'forever' });
      expect(await sweepOnce(simulation)).toMatchObject({
        writes: [],
        sent: ['malformed-tag failover:paused-until'],
      });
    }));
});

describe('a probe', () => {
  test('begins its probation anew when what it asks has changed', () =>
    onSwept({}, async (simulation) => {
      sayOfProbe(simulation, 'other proven 2026-11-21T02:00:00.000Z');
      expect((await sweepOnce(simulation)).writes).toEqual(['CreateTags', 'PutMetricAlarm']);
      expect(addressTagsIn(simulation)[TAG.probe]).toMatch(/^\w+ since 2026-11-21T03:01/);
      expect(describedProbe(simulation)).toMatch(/ \w+ since 2026-11-21T03:01/);
    }));

  test('has to prove itself anew when a person or another program gave the address to another instance', () =>
    onSwept({}, async (simulation, active) => {
      giveAwayAddress(simulation.world, anAppliance(), { id: active });
      tag(simulation.world, addressIn(simulation).instanceId ?? '', { Name: anAppliance().instance });
      await sweepOnce(simulation);
      expect(addressTagsIn(simulation)[TAG.activeInstance]).not.toBe(active);
      expect(addressTagsIn(simulation)[TAG.probe]).toMatch(/^\w+ since 2026-11-21T03:01/);
      expect(describedProbe(simulation)).toMatch(/ \w+ since 2026-11-21T03:01/);
    }));
});

describe('what cannot be done', () => {
  test('is notified once, with any text that EC2 encodes into its refusal each time', () =>
    onSwept({}, async (simulation, active) => {
      alter(simulation.world, active, { type: 'm5.xlarge' });
      simulation.inject({ kind: 'deny', action: 'CreateLaunchTemplateVersion' });
      const [news] = (await sweepOnce(simulation)).news;
      expect(news?.conditions.map(({ kind }) => kind)).toEqual(['not-adopted']);
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.sent]: sentTag(news?.conditions ?? []) });
      expect((await sweepOnce(simulation)).news).toEqual([]);
    }));

  test('is one message when many routes have drifted at once', () =>
    onSwept(
      { appliance: { vpnCidrs: Array.from({ length: 8 }, (_, at) => `10.242.${at}.0/24`) } },
      async (simulation) => {
        deleteRoutes(simulation.world, simulation.configuration.appliances[0] ?? anAppliance());
        const { news } = await sweepOnce(simulation);
        expect(news[0]?.conditions).toMatchObject([
          { kind: 'drift', detail: expect.stringMatching(/^16 routes do not lead/) },
        ]);
      },
    ));

  test('of one appliance keeps no other from being swept', () =>
    onSwept({}, async (simulation, active) => {
      simulation.stepFunctions.start({
        machine: simulation.deployment.takeoverMachineArn,
        name: 'takeover-sophos-g1',
        input: '{"not":"a plan"}',
      });
      await simulation.settle();
      // Step Functions shows an end a moment late.
      await simulation.clock.sleep(2_000);
      simulation.inject({ kind: 'fail', action: 'DescribeExecution', code: 'AccessDeniedException', times: 99 });
      const { swept } = await sweepOnce(simulation);
      expect(swept.problems).toEqual(expect.arrayContaining([expect.stringMatching(/^reading takeover-sophos-g1/)]));
      expect(addressIn(simulation).instanceId).toBe(active);
    }));

  test('in five sweeps in a row is notified by name and with the reason of AWS, once', () =>
    onSwept({}, async (simulation) => {
      const sent: string[][] = [];
      simulation.inject({ kind: 'deny', action: 'PutMetricAlarm' });
      simulation.world.cloudwatch.alarms.clear();
      for (let sweep = 0; sweep < 7; sweep++) {
        const { news } = await sweepOnce(simulation);
        sent.push(news.flatMap(({ conditions }) => conditions.map(({ detail }) => detail)));
        await simulation.clock.sleep(60_000);
      }
      const [first] = sent[4] ?? [];
      expect(first).toMatch(
        /^alarms: alarm failover-dev-sophos-status-check: UnauthorizedOperation.*; in 5 sweeps in a row since/,
      );
      expect(sent.toSpliced(4, 1).flat()).toEqual([]);
    }));

  test('at all fails the sweep, so that its alarm goes off', () =>
    onSwept({}, async (simulation) => {
      simulation.inject({ kind: 'fail', action: 'ListExecutions', code: 'AccessDeniedException', times: 99 });
      expect(await playIn(simulation, 'sweep', {})).toMatchObject({
        error: 'TransientError',
        why: expect.stringMatching(/nothing was swept$/),
      });
    }));
});
