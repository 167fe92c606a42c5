/** Assess: looks, decides and freezes the plan, and changes nothing with any decision. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { parseTakeover } from '../../../../shared/steps/takeover/input.ts';
import { field } from '../../../../simulator/account/field.ts';
import { observe } from '../../../../simulator/account/observe.ts';
import { takeImage } from '../../../support/account-images.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { anAlarmIn, assessIn, onAdopted, onDead, type Story } from '../../../support/assessed.ts';
import { tag } from '../../../support/console-hands.ts';
import { ASK, asExecution, inAccount, playIn, type Setting } from '../../../support/step-stage.ts';
import { addressIn } from '../../../support/swept.ts';

const onFailed = (setting: Setting, story: Story): Promise<void> => onDead(150, setting, story);

const SWEEP = { ...ASK, requestedBy: 'sweep', force: undefined };
const SEEN_FAILED = { instance: 'running', status: 'impaired', probe: 'failing', health: 'failed' };
const SEEN_HEALTHY = { instance: 'running', status: 'ok', probe: 'answering', health: 'healthy' };

describe('an appliance that failed', () => {
  test('is taken over on its alarm, with the evidence and the execution to start', () =>
    onFailed({}, async (simulation, old) => {
      const { output, changes } = await assessIn(simulation, anAlarmIn(simulation, old));
      expect(changes).toEqual([]);
      expect(output).toMatchObject({
        ...{ outcome: 'taking-over', appliance: 'sophos', generation: 1, execution: 'takeover-sophos-g1' },
        evidence: SEEN_FAILED,
        plan: { automatic: true, mode: 'failover', requestedBy: 'failover-dev-sophos-status-check' },
      });
    }));

  test('has its whole plan frozen: from whom, where to, what of, and which routes', () =>
    onFailed({}, async (simulation, old) => {
      const { output } = await assessIn(simulation, SWEEP);
      const plan = field(output, 'plan');
      const { address, routes } = observe(simulation.world, anAppliance());
      expect(plan).toMatchObject({
        old: { instanceId: old, zone: 'ap-northeast-1a', networkInterfaceId: address.networkInterfaceId },
        address: { allocationId: address.allocationId, instanceId: old },
        routes,
        blueprint: { launchTemplate: { id: expect.stringMatching(/^lt-/), version: '1' } },
        ...{ instanceName: 'sophos', owner: 'failover-dev', bootLimitSeconds: 1200, fencing: 'stop-last' },
      });
      const zones = Object(plan).placements.map(({ zone }: { zone: string }) => zone);
      expect(new Set(zones)).toEqual(new Set(['ap-northeast-1c', 'ap-northeast-1d']));
      expect(() => parseTakeover({ execution: asExecution(simulation, plan), done: {} })).not.toThrow();
    }));

  test('is launched from its own images, however new those of another appliance or stack are', () =>
    onFailed({}, async (simulation) => {
      const theirs = { Name: 'sophos', [TAG.image]: 'good' };
      const strangers = [
        takeImage(simulation, {
          ...{ ageHours: 1, tags: { ...theirs, [TAG.appliance]: 'vpn', [TAG.owner]: 'failover-dev' } },
        }),
        takeImage(simulation, {
          ...{ ageHours: 2, tags: { ...theirs, [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-prod' } },
        }),
      ];
      const { placements } = Object(field((await assessIn(simulation, SWEEP)).output, 'plan'));
      const images: string[] = placements.map(({ imageId }: { imageId: string }) => imageId);
      expect(images.length).toBeGreaterThan(0);
      expect(images.filter((id) => strangers.includes(id))).toEqual([]);
    }));

  test('is assessed alike a second time', () =>
    onFailed({}, async (simulation) => {
      const [one, other] = [await assessIn(simulation, SWEEP), await assessIn(simulation, SWEEP)];
      // Which of the references answers first may differ.
      const stable = ({ plan, evidence, ...rest }: { plan: object; evidence: object }) => {
        const { decidedAt, startedAt, failedAt, ...same } = Object(plan);
        const { reference, ...seen } = Object(evidence);
        return { ...rest, ...same, evidence: { ...seen, reference: typeof reference } };
      };
      expect(stable(Object(other.output))).toEqual(stable(Object(one.output)));
      expect([...one.changes, ...other.changes]).toEqual([]);
    }));

  test('is held while no probe is possible, because the reference does not answer either', () =>
    onFailed({}, async (simulation) => {
      simulation.inject({ kind: 'prober-cut-off' });
      const { output, changes } = await assessIn(simulation, SWEEP);
      expect(changes).toEqual([]);
      const evidence = { instance: 'running', status: 'impaired', probe: 'unknown', health: 'suspect' };
      expect(output).toMatchObject({ outcome: 'held', because: 'unconfirmed', evidence });
    }));

  test('and that was never adopted is refused when EC2 does not answer for it', () =>
    inAccount({}, async (simulation) => {
      tag(simulation.world, addressIn(simulation).allocationId, {
        [TAG.activeInstance]: addressIn(simulation).instanceId ?? '',
      });
      simulation.inject({ kind: 'zone-lost', zone: 'ap-northeast-1a' });
      const why = expect.stringMatching(/^not-adopted: .*unreadable/);
      expect(await assessIn(simulation, ASK)).toMatchObject({ error: 'RefusedError', why, changes: [] });
    }));
});

describe('an appliance that serves', () => {
  test('is held on an alarm, with what was seen', () =>
    onAdopted({}, async (simulation, active) => {
      const { output, changes } = await assessIn(simulation, anAlarmIn(simulation, active));
      expect(changes).toEqual([]);
      expect(output).toMatchObject({ outcome: 'held', because: 'healthy', appliance: 'sophos' });
      // A fresh alarm of the status checks is EC2's own report, even if the status differs by now.
      expect(field(output, 'evidence')).toMatchObject({ instance: 'running', probe: 'answering', health: 'healthy' });
    }));

  test('is held when a person asks for a failover without force, after it was probed', () =>
    onAdopted({}, async (simulation) => {
      const { output, changes } = await assessIn(simulation, { ...ASK, force: undefined });
      expect(changes).toEqual([]);
      expect(output).toMatchObject({ outcome: 'held', because: 'answers', appliance: 'sophos' });
      expect(field(output, 'evidence')).toMatchObject({ instance: 'running', status: 'ok', probe: 'answering' });
    }));

  test('is replaced when a person forces the failover', () =>
    onAdopted({}, async (simulation) => {
      const { output } = await assessIn(simulation, ASK);
      expect(output).toMatchObject({ outcome: 'taking-over', plan: { automatic: false, mode: 'failover' } });
    }));

  test('is replaced when a person asks while the prober is cut off: unknown holds no person', () =>
    onAdopted({}, async (simulation) => {
      simulation.inject({ kind: 'prober-cut-off' });
      const { output } = await assessIn(simulation, { ...ASK, force: undefined });
      expect(output).toMatchObject({ outcome: 'taking-over', evidence: { probe: 'unknown' } });
    }));

  test('that does not answer is replaced when a person asks, for any status of EC2', () =>
    onAdopted({}, async (simulation) => {
      simulation.inject({ kind: 'probe-blocked' });
      const { output } = await assessIn(simulation, { ...ASK, force: undefined });
      expect(output).toMatchObject({ outcome: 'taking-over', evidence: { status: 'ok', probe: 'failing' } });
    }));

  test('is switched over when a person says so, who waits for no probe', () =>
    onAdopted({}, async (simulation) => {
      const { clock } = simulation;
      const startedMs = clock.nowMs();
      const { output, changes } = await assessIn(simulation, { ...ASK, mode: 'switchover' });
      expect(changes).toEqual([]);
      const plan = { automatic: false, mode: 'switchover', requestedBy: 'ada' };
      expect(output).toMatchObject({ outcome: 'taking-over', plan, evidence: { probe: 'unknown' } });
      expect(clock.nowMs() - startedMs).toBeLessThan(2_500);
    }));

  test('is rehearsed: the plan, and the changes that it would make in their order', () =>
    onAdopted({}, async (simulation) => {
      const { output, changes } = await assessIn(simulation, { ...ASK, mode: 'rehearse' });
      expect(changes).toEqual([]);
      expect(output).toMatchObject({ outcome: 'rehearsed', because: 'asked for by ada: it drops packets' });
      expect(field(output, 'evidence')).toMatchObject(SEEN_HEALTHY);
      expect(Object(output).changes.map(({ kind }: { kind: string }) => kind)).toEqual([
        ...['launch-replacement', 'let-replacement-forward', 'move-address', 'move-route', 'move-route', 'stop-failed'],
      ]);
    }));
});

describe('nothing is taken over', () => {
  test('while a takeover runs', () =>
    onFailed({}, async (simulation) => {
      asIfRunning(simulation, 'takeover-sophos-g1');
      const held = { outcome: 'held', because: 'already-running' };
      expect(await assessIn(simulation, ASK)).toMatchObject({ output: held, changes: [] });
    }));

  test('when the address belongs to another stack, for any requester', () =>
    onFailed({}, async (simulation) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.owner]: 'failover-prod' });
      const output = { outcome: 'held', because: 'not-owner' };
      for (const input of [SWEEP, ASK]) {
        expect(await assessIn(simulation, input)).toMatchObject({ output, changes: [] });
      }
    }));

  test('when a route belongs to another owner', () =>
    onFailed({ build: { foreignRoute: true } }, async (simulation) => {
      const why = expect.stringMatching(/^aimed at something that is not this appliance: 10\.242\.2\.0\/24 in rtb-/);
      expect(await assessIn(simulation, ASK)).toMatchObject({ error: 'RefusedError', why, changes: [] });
    }));

  test('when it was not the state machine that called', () =>
    inAccount({}, async (simulation) => {
      expect(await playIn(simulation, 'assess', ASK)).toMatchObject({ error: 'RefusedError', changes: [] });
    }));
});
