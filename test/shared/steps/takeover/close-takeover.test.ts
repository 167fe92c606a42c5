/** CloseTakeover: tags and both alarms follow the active instance, and nothing keeps the record from being written. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { machineBeside } from '../../../../simulator/account/faults/by-hand.ts';
import { field } from '../../../../simulator/account/field.ts';
import { alter, tag, tagsOf } from '../../../support/console-hands.ts';
import { OVERTAKEN } from '../../../support/overtaken.ts';
import { onStage, type Setting, type Stage } from '../../../support/step-stage.ts';

type End = { instanceId: string; networkInterfaceId: string };

const onVerified = (setting: Setting, story: (stage: Stage, end: End) => Promise<void>): Promise<void> =>
  onStage(setting, async (stage) => {
    const end = await stage.launch();
    await stage.perform('move-traffic', 'stop-failed', 'verify-traffic');
    await story(stage, end);
  });

const alarmsIn = ({ simulation: { world } }: Stage) => {
  const statusCheck = world.cloudwatch.alarms.get('failover-dev-sophos-status-check');
  const probe = world.cloudwatch.alarms.get('failover-dev-sophos-probe');
  return { watches: statusCheck?.definition.Dimensions?.[0]?.Value, states: [statusCheck?.state, probe?.state] };
};

const writtenIn = (stage: Stage, { instanceId }: End) => {
  const { world } = stage.simulation;
  return {
    active: tagsOf(world, stage.plan.address.allocationId)['failover:active-instance'],
    roles: [tagsOf(world, stage.old)['failover:role'], tagsOf(world, instanceId)['failover:role']],
    alarms: alarmsIn(stage),
  };
};

const everythingWritten = ({ instanceId }: End) => ({
  active: instanceId,
  roles: ['retired', 'active'],
  alarms: { watches: instanceId, states: ['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA'] },
});

describe('closing a takeover that went well', () => {
  test('says on the tags who is active and who is retired, and lets both alarms watch the new one', () =>
    onVerified({}, async (stage, end) => {
      stage.simulation.world.cloudwatch.alarms.forEach((alarm) => {
        alarm.state = 'ALARM';
      });
      expect(await stage.play('close-takeover')).toMatchObject({ error: '' });
      expect(writtenIn(stage, end)).toEqual(everythingWritten(end));
    }));

  test('returns the record: from whom to whom, from which image, in how many seconds', () =>
    onVerified({}, async (stage, { instanceId }) => {
      const { output } = await stage.play('close-takeover');
      expect(output).toMatchObject({
        ok: true,
        record: {
          ...{ outcome: 'taken-over', moved: true, undone: false, answered: true, problems: [] },
          ...{ from: stage.old, to: instanceId, imageId: stage.plan.placements[0]?.imageId, imageAgeHours: 6 },
          seconds: { launch: expect.any(Number), move: expect.any(Number), outage: expect.any(Number) },
        },
      });
      expect(field(output, 'record', 'changes')).toHaveLength(2 + stage.plan.routes.length);
    }));

  test('removes the probe of an appliance that has left the configuration meanwhile', () =>
    onVerified({}, async (stage) => {
      stage.simulation.configuration.appliances.splice(0);
      const { world } = stage.simulation;
      const before = world.calls.length;
      expect(await stage.play('close-takeover')).toMatchObject({ error: '', output: { record: { problems: [] } } });
      const put = world.calls.slice(before).filter(({ action }) => action === 'PutMetricAlarm');
      expect(put.map(({ input }) => input.AlarmName)).toEqual(['failover-dev-sophos-status-check']);
    }));

  test('reports also the instances that had some of the traffic, where it finished another takeover', () =>
    onVerified({}, async (stage, end) => {
      const { world } = stage.simulation;
      const old = truth(world.ec2.instances, stage.old);
      const [first = '', second = ''] = old ? [1, 2].map(() => machineBeside(world, old).id) : [];
      for (const id of [first, second]) tag(world, id, { [TAG.appliance]: 'sophos' });
      const finish = { instanceId: first, generation: 1, passedOver: [first, second, end.instanceId, stage.old] };
      await stage.play('close-takeover', { plan: { finish } });
      const roles = [stage.old, first, second, end.instanceId].map((id) => tagsOf(world, id)['failover:role']);
      expect(roles).toEqual(['retired', 'retired', 'retired', 'active']);
    }));

  test('does not retire the old one of a planned move that was not answered, but every other', () =>
    onVerified({}, async (stage, end) => {
      const { world } = stage.simulation;
      const old = truth(world.ec2.instances, stage.old);
      const first = old ? machineBeside(world, old).id : '';
      tag(world, first, { [TAG.appliance]: 'sophos' });
      const finish = { instanceId: first, generation: 1, passedOver: [first, end.instanceId] };
      const verify = { answered: false, giveUp: true, at: '2026-11-21T03:00:00.000Z', detail: 'silent' };
      const before = tagsOf(world, stage.old)['failover:role'];
      await stage.play('close-takeover', { plan: { mode: 'switchover', finish }, done: { verify } });
      const roles = [stage.old, first, end.instanceId].map((id) => tagsOf(world, id)['failover:role']);
      expect(roles).toEqual([before, 'retired', 'active']);
    }));

  test('never calls the one retired with which it finished', () =>
    onVerified({}, async (stage, end) => {
      const finish = { instanceId: end.instanceId, generation: 1, passedOver: [end.instanceId] };
      await stage.play('close-takeover', { plan: { finish } });
      expect(writtenIn(stage, end)).toEqual(everythingWritten(end));
    }));

  test('again leaves everything as it was written', () =>
    onVerified({}, async (stage, end) => {
      await stage.perform('close-takeover');
      expect(await stage.play('close-takeover')).toMatchObject({ error: '', output: { ok: true } });
      expect(writtenIn(stage, end)).toEqual(everythingWritten(end));
    }));
});

describe('the record is written all the same', () => {
  test('when the alarm cannot be pointed at the new one, and so are the tags', () =>
    onVerified({}, async (stage, end) => {
      stage.simulation.inject({ kind: 'deny', action: 'PutMetricAlarm' });
      stage.simulation.inject({ kind: 'deny', action: 'SetAlarmState' });
      const { output } = await stage.play('close-takeover');
      const problems = [
        /^alarm failover-dev-sophos-status-check: UnauthorizedOperation/,
        /^state of alarm failover-dev-sophos-probe: UnauthorizedOperation/,
      ];
      expect(output).toMatchObject({ ok: true, record: { outcome: 'taken-over' } });
      expect(field(output, 'record', 'problems')).toEqual(
        expect.arrayContaining(problems.map((why) => ({ kind: 'alarm-not-set', text: expect.stringMatching(why) }))),
      );
      const { active, roles } = everythingWritten(end);
      expect(writtenIn(stage, end)).toMatchObject({ active, roles, alarms: { watches: stage.old } });
    }));

  test('when one resource cannot be tagged, and the others are', () =>
    onVerified({}, async (stage, end) => {
      stage.simulation.inject({ kind: 'deny', action: 'CreateTags', resourceId: stage.old });
      const { output } = await stage.play('close-takeover');
      const text = expect.stringMatching(new RegExp(`^tagging ${stage.old}: UnauthorizedOperation`));
      const problems = [{ kind: 'not-tagged', text }];
      expect(output).toMatchObject({ ok: true, record: { problems } });
      const { active, alarms } = everythingWritten(end);
      expect(writtenIn(stage, end)).toEqual({ active, roles: ['active', 'active'], alarms });
    }));

  test('when the address cannot be read, and then nothing else is', () =>
    onVerified({}, async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'DescribeAddresses' });
      const { output, changes } = await stage.play('close-takeover');
      const text = expect.stringMatching(/^reading the address: UnauthorizedOperation/);
      const problems = [{ kind: 'address-unread', text }];
      expect(output).toMatchObject({ ok: true, record: { moved: true, problems } });
      expect(changes).toEqual([]);
    }));

  test.each(OVERTAKEN)('but nothing else when $what', ({ overtake, redriveCount, why }) =>
    onVerified({}, async (stage) => {
      overtake(stage);
      const { output, error, changes } = await stage.play('close-takeover', { redriveCount });
      expect({ error, changes }).toEqual({ error: '', changes: [] });
      expect(output).toMatchObject({
        record: { problems: [{ kind: 'may-not-write', text: expect.stringMatching(why) }] },
      });
      expect(alarmsIn(stage)).toMatchObject({ watches: stage.old });
    }),
  );
});

describe('closing a takeover that failed', () => {
  const failure = { Error: 'RefusedError', Cause: JSON.stringify({ errorMessage: 'every placement was refused' }) };

  test('before it launched anything writes nothing, and says why it failed', () =>
    onStage({}, async (stage) => {
      await stage.perform('claim');
      const { output, changes } = await stage.play('close-takeover', { done: { failure } });
      expect(changes).toEqual([]);
      const sent = { outcome: 'failed', moved: false, failure: 'RefusedError: every placement was refused' };
      expect(output).toMatchObject({ ok: false, record: sent, failure: { error: 'TakeoverFailed' } });
    }));

  test('before anything moved leaves the old one active', () =>
    onStage({}, async (stage) => {
      const end = await stage.launch();
      const { output, changes } = await stage.play('close-takeover', { done: { failure } });
      expect(changes).toEqual([]);
      expect(output).toMatchObject({ ok: false, record: { moved: false, to: end.instanceId } });
      const alarms = { watches: stage.old };
      expect(writtenIn(stage, end)).toMatchObject({ active: stage.old, roles: ['active', 'replacement'], alarms });
    }));

  test('with the address at the replacement still lets tags and alarms follow it', () =>
    onStage({}, async (stage) => {
      const end = await stage.launch();
      const [{ routeTableId = '' } = {}] = stage.plan.routes;
      stage.simulation.inject({ kind: 'deny', action: 'ReplaceRoute', resourceId: routeTableId });
      await stage.play('move-traffic');
      const { output } = await stage.play('close-takeover', { done: { failure } });
      expect(output).toMatchObject({ ok: false, record: { moved: true } });
      const { active, alarms } = everythingWritten(end);
      expect(writtenIn(stage, end)).toMatchObject({ active, alarms });
    }));

  test('because nothing answered follows the new one all the same, and puts the whole record into the cause', () =>
    onVerified({}, async (stage, end) => {
      const verify = {
        answered: false,
        giveUp: true,
        at: '2026-11-21T03:20:00.000Z',
        detail: 'no answer 1200 s after',
      };
      const { output } = await stage.play('close-takeover', { done: { verify } });
      const record = { outcome: 'failed', moved: true, answered: false, to: end.instanceId };
      expect(output).toMatchObject({ ok: false, record });
      expect(JSON.parse(String(field(output, 'failure', 'cause')))).toMatchObject(record);
      expect(writtenIn(stage, end)).toEqual(everythingWritten(end));
    }));
});

describe('the old instance is retired only by the takeover that has taken the traffic from it', () => {
  const roleOfOld = ({ simulation, old }: Stage) => tagsOf(simulation.world, old)['failover:role'];

  test('and not when this takeover never moved anything, though the replacement holds the address', () =>
    onVerified({}, async (stage, end) => {
      const before = roleOfOld(stage);
      const { error } = await stage.play('close-takeover', { done: { move: { outcome: 'not-yet' } } });
      expect({ error, role: roleOfOld(stage) }).toEqual({ error: '', role: before });
      expect(tagsOf(stage.simulation.world, end.instanceId)['failover:role']).toBe('active');
    }));

  test.each(['failure', 'stopFailure'])('and not when some of it was moved by hand since (%s)', (found) =>
    onVerified({}, async (stage, end) => {
      await stage.play('close-takeover', { done: { [found]: { Error: 'InvariantViolatedError', Cause: 'moved' } } });
      expect(writtenIn(stage, end).roles).toEqual(['active', 'active']);
    }),
  );

  test('and the active one is never retired, though the plan calls it the old one', () =>
    onVerified({}, async (stage, end) => {
      const old = stage.plan.old && { ...stage.plan.old, instanceId: end.instanceId };
      const { changes } = await stage.play('close-takeover', { plan: { old } });
      expect(changes.filter((change) => change === 'CreateTags')).toHaveLength(2);
      expect(tagsOf(stage.simulation.world, end.instanceId)['failover:role']).toBe('active');
    }));

  test('and where there was none, nothing is missing', () =>
    onVerified({}, async (stage) => {
      const { output } = await stage.play('close-takeover', { plan: { old: undefined } });
      expect(output).toMatchObject({ ok: true, record: { problems: [] } });
    }));

  test('as long as it is known from the launch alone whom the takeover launched', () =>
    onVerified({}, async (stage, end) => {
      const { replacement: _, ...done } = stage.done;
      stage.done = done;
      await stage.play('close-takeover');
      expect(writtenIn(stage, end)).toEqual(everythingWritten(end));
    }));
});

describe('an instance that is neither adopted nor configured is not called retired, or the sweep would stop it', () => {
  const DATABASE = { Name: 'database' };

  const onGivenAway = (tags: Record<string, string>, story: (stage: Stage, end: End) => Promise<void>): Promise<void> =>
    onStage({}, async (stage) => {
      alter(stage.simulation.world, stage.old, { tags });
      const end = await stage.launch();
      await stage.perform('move-traffic', 'stop-failed', 'verify-traffic');
      await story(stage, end);
    });

  test('as the old one, and everything else is written', () =>
    onGivenAway(DATABASE, async (stage, end) => {
      const { output } = await stage.play('close-takeover');
      expect(tagsOf(stage.simulation.world, stage.old)).toEqual(DATABASE);
      expect(writtenIn(stage, end)).toEqual({ ...everythingWritten(end), roles: [undefined, 'active'] });
      const text = expect.stringMatching(/is not tagged as an instance of sophos, so it is not stopped$/);
      expect(field(output, 'record', 'problems')).toEqual([{ kind: 'stop-unseen', text }]);
    }));

  test('as the old one, when EC2 described it to StopFailed and does not now', () =>
    onGivenAway(DATABASE, async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'DescribeInstances', resourceId: stage.old });
      await stage.play('close-takeover');
      expect(tagsOf(stage.simulation.world, stage.old)).toEqual(DATABASE);
    }));

  test('as one that had some of the traffic of an earlier takeover', () =>
    onVerified({}, async (stage) => {
      const { world } = stage.simulation;
      const old = truth(world.ec2.instances, stage.old);
      const { id, tags } = old ? machineBeside(world, old) : { id: '', tags: {} };
      const finish = { instanceId: 'i-1', generation: 1, passedOver: [id] };
      await stage.play('close-takeover', { plan: { finish } });
      expect(tagsOf(world, id)).toEqual(tags);
    }));

  test('unless the configuration names it', () =>
    onGivenAway({ Name: 'sophos' }, async (stage) => {
      await stage.play('close-takeover');
      expect(tagsOf(stage.simulation.world, stage.old)).toMatchObject({ [TAG.role]: 'retired' });
    }));

  test('also when it has no Name and the appliance has left the configuration', () =>
    onGivenAway({}, async (stage) => {
      stage.simulation.configuration.appliances.splice(0);
      await stage.play('close-takeover');
      expect(tagsOf(stage.simulation.world, stage.old)).toEqual({});
    }));
});
