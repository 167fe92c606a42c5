/** What Assess says when it holds, word for word, and what it does where little is known of the past and the holder. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { field } from '../../../../simulator/account/field.ts';
import { alarmEvent } from '../../../support/alarm-event.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { anAlarmIn, assessIn, onAdopted } from '../../../support/assessed.ts';
import { giveAddress, tag } from '../../../support/console-hands.ts';
import { ASK, inAccount } from '../../../support/step-stage.ts';
import { addressIn } from '../../../support/swept.ts';

const ADDRESS = '203.0.113.10';

describe('a hold says why, and of whom', () => {
  test.each([
    [
      'an alarm of another stage',
      { stage: 'prod' },
      { because: 'not-our-alarm', detail: 'failover-prod-sophos-status-check is not an alarm of stage dev' },
    ],
    [
      'an alarm of another account',
      { accountId: '999999999999' },
      {
        because: 'not-our-alarm',
        detail:
          'failover-dev-sophos-status-check is of account 999999999999 in ap-northeast-1, not of 123456789012 in ap-northeast-1',
      },
    ],
    [
      'an alarm that is over',
      { state: 'OK' as const },
      { because: 'not-in-alarm', detail: 'failover-dev-sophos-status-check went to OK' },
    ],
    [
      'an alarm of an appliance that is not configured any more',
      { appliance: 'gone' },
      { because: 'unknown-appliance', detail: '"gone" is not configured; these are: sophos' },
    ],
  ])('%s', (_, more, held) =>
    inAccount({}, async (simulation) => {
      const about = { kind: 'status-check', state: 'ALARM', appliance: 'sophos', eventId: 'event-1' } as const;
      const event = alarmEvent({
        ...{ ...about, instanceId: 'i-1', stage: 'dev', changedAtMs: simulation.clock.nowMs() },
        ...{ region: 'ap-northeast-1', accountId: '123456789012', ...more },
      });
      expect((await assessIn(simulation, event)).output).toEqual({ outcome: 'held', ...held });
    }),
  );

  test('not-owner', () =>
    onAdopted({}, async (simulation) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.owner]: 'failover-prod' });
      expect((await assessIn(simulation, ASK)).output).toEqual({
        ...{ outcome: 'held', because: 'not-owner', appliance: 'sophos' },
        detail: `${ADDRESS} belongs to failover-prod, and this is failover-dev`,
      });
    }));

  test('an address that is attached to nothing, and that no tag gives to anybody', () =>
    inAccount({ build: { unattached: true } }, async (simulation) => {
      expect((await assessIn(simulation, ASK)).output).toEqual({
        ...{ outcome: 'held', because: 'no-holder', appliance: 'sophos' },
        detail: `${ADDRESS} is attached to nothing, and nothing says who held it last`,
      });
    }));
});

describe('an address without a holder', () => {
  test('and whose last holder is recorded is taken over from that holder', () =>
    onAdopted({}, async (simulation, active) => {
      giveAddress(simulation.world, {
        allocationId: addressIn(simulation).allocationId,
        networkInterfaceId: undefined,
      });
      const { output } = await assessIn(simulation, ASK);
      expect(output).toMatchObject({ outcome: 'taking-over', plan: { old: { instanceId: active } } });
      expect(field(output, 'plan', 'address', 'instanceId')).toBeUndefined();
    }));

  test('but that is held, and was never adopted, is taken over from its holder', () =>
    inAccount({}, async (simulation) => {
      const { instanceId } = addressIn(simulation);
      const { output } = await assessIn(simulation, ASK);
      expect(output).toMatchObject({ outcome: 'taking-over', plan: { old: { instanceId } } });
      expect(field(output, 'plan', 'blueprint', 'launchTemplate')).toBeUndefined();
    }));
});

describe('the generation', () => {
  test('is the first one again when the execution that the address records has expired', () =>
    onAdopted({}, async (simulation) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.generation]: '4' });
      expect((await assessIn(simulation, ASK)).output).toMatchObject({
        ...{ outcome: 'taking-over', generation: 1, execution: 'takeover-sophos-g1', plan: { generation: 1 } },
      });
    }));

  test('that runs is held for at once: EC2 is asked about the address, and about nothing else', () =>
    onAdopted({}, async (simulation, active) => {
      asIfRunning(simulation, 'takeover-sophos-g1');
      const before = simulation.world.calls.length;
      const { output } = await assessIn(simulation, ASK);
      expect(output).toEqual({
        ...{ outcome: 'held', because: 'already-running', appliance: 'sophos' },
        detail: 'takeover of generation 1 is running',
      });
      const asked = simulation.world.calls.slice(before).filter(({ caller }) => caller === 'assess');
      expect(asked.map(({ action }) => action)).not.toContain('DescribeInstances');
      expect((await assessIn(simulation, anAlarmIn(simulation, active))).output).toMatchObject({ outcome: 'held' });
    }));

  test('that runs does not prevent a rehearsal, which says that it would have been held', () =>
    onAdopted({}, async (simulation, active) => {
      asIfRunning(simulation, 'takeover-sophos-g1');
      const { output, changes } = await assessIn(simulation, { ...ASK, mode: 'rehearse' });
      expect(changes).toEqual([]);
      expect(output).toMatchObject({
        ...{ outcome: 'rehearsed', because: 'held: takeover of generation 1 is running', generation: 1 },
        plan: { because: 'held: takeover of generation 1 is running', old: { instanceId: active } },
      });
      const images = Object(output).plan.placements.map(({ imageId }: { imageId: string }) => imageId);
      expect(new Set(images).size).toBe(3);
    }));
});

test('a rehearsal stops the old instance in the end, and with stop-first before anything is moved', async () => {
  for (const fencing of ['stop-last', 'stop-first'] as const) {
    await onAdopted({ appliance: { fencing } }, async (simulation) => {
      const { output } = await assessIn(simulation, { ...ASK, mode: 'rehearse' });
      const kinds: string[] = Object(output).changes.map(({ kind }: { kind: string }) => kind);
      expect(kinds.indexOf('stop-failed') < kinds.indexOf('move-address')).toBe(fencing === 'stop-first');
      expect(kinds).toContain('stop-failed');
    });
  }
});
