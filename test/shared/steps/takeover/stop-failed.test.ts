/** StopFailed: the old instance, never the holder of the address; asked for, and not waited for. */
import { describe, expect, test } from '@jest/globals';
import { truth } from '../../../../simulator/account/consistency.ts';
import { aimRoute, alter } from '../../../support/console-hands.ts';
import { OVERTAKEN } from '../../../support/overtaken.ts';
import { onStage, type Setting, type Stage } from '../../../support/step-stage.ts';

const onMoved = (setting: Setting, story: (stage: Stage) => Promise<void>): Promise<void> =>
  onStage(setting, async (stage) => {
    await stage.launch();
    await stage.perform('move-traffic');
    await story(stage);
  });

const stateOf = ({ simulation, old }: Stage) => truth(simulation.world.ec2.instances, old)?.state;

const stopAsked = ({ simulation }: Stage) =>
  simulation.world.calls.filter(({ action }) => action === 'StopInstances').map(({ input }) => input);

const HUNG = { kind: 'hung-stop' } as const;

describe('stopping the old instance', () => {
  test('pulls the plug, and goes on as soon as EC2 has taken the request', () =>
    onMoved({}, async (stage) => {
      const { clock } = stage.simulation;
      const startedMs = clock.nowMs();
      const { output } = await stage.play('stop-failed');
      expect(stopAsked(stage)).toEqual([{ InstanceIds: [stage.old], Force: true, SkipOsShutdown: true }]);
      const detail = `${stage.old} is stopping`;
      expect(output).toMatchObject({ asked: true, stopped: true, goOn: true, detail });
      expect(clock.nowMs() - startedMs).toBeLessThan(4_000);
    }));

  test('is graceful in a switchover, where it is well', () =>
    onMoved({ mode: 'switchover' }, async (stage) => {
      await stage.simulation.clock.sleep(60_000);
      await stage.perform('verify-traffic', 'stop-failed');
      expect(stopAsked(stage)).toEqual([{ InstanceIds: [stage.old] }]);
    }));

  test('is refused in a switchover that was not answered yet', () =>
    onMoved({ mode: 'switchover' }, async (stage) => {
      const silent = { answered: false, giveUp: false, at: '2026-11-21T03:00:00.000Z', detail: 'silent' };
      const why = 'the new instance of a planned move has not answered yet';
      const refused = { error: 'InvariantViolatedError', why, changes: [] };
      expect(await stage.play('stop-failed')).toMatchObject(refused);
      expect(await stage.play('stop-failed', { done: { verify: silent } })).toMatchObject(refused);
    }));

  test('again asks nothing, once it has stopped', () =>
    onMoved({}, async (stage) => {
      await stage.perform('stop-failed');
      await stage.simulation.clock.sleep(60_000);
      expect(stateOf(stage)).toBe('stopped');
      const { output, changes } = await stage.play('stop-failed');
      expect(changes).toEqual([]);
      expect(output).toMatchObject({ asked: false, stopped: true, detail: `${stage.old} is stopped` });
    }));

  test('keeps the instant of the first request', () =>
    onMoved({}, async (stage) => {
      await stage.perform('stop-failed');
      const { askedAt } = stage.done.stop ?? {};
      await stage.simulation.clock.sleep(10_000);
      expect((await stage.play('stop-failed')).output).toMatchObject({ askedAt });
    }));

  test('is done when it is terminated, or no longer known', () =>
    onMoved({}, async (stage) => {
      alter(stage.simulation.world, stage.old, { state: 'terminated' });
      expect(await stage.play('stop-failed')).toMatchObject({ output: { stopped: true }, changes: [] });
      const gone = { plan: { old: { instanceId: 'i-00000000000000abc' } } };
      expect(await stage.play('stop-failed', gone)).toMatchObject({ output: { stopped: true }, changes: [] });
    }));

  test('has nothing to do without an old instance', () =>
    onMoved({}, async (stage) => {
      const { output, changes } = await stage.play('stop-failed', { plan: { old: undefined } });
      expect(changes).toEqual([]);
      expect(output).toMatchObject({ asked: false, stopped: true, goOn: true });
    }));

  test('goes on beside a stop that hangs', () =>
    onMoved({}, async (stage) => {
      stage.simulation.inject(HUNG);
      expect((await stage.play('stop-failed')).output).toMatchObject({ asked: true, goOn: true });
      await stage.simulation.clock.sleep(600_000);
      expect(stateOf(stage)).toBe('stopping');
    }));

  test('goes on when the request is not seen to have been taken, and says so', () =>
    onMoved({}, async (stage) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 20 });
      const detail = `${stage.old} was asked to stop and not seen stopping`;
      expect((await stage.play('stop-failed')).output).toMatchObject({ stopped: false, goOn: true, detail });
    }));

  test('is asked for again when EC2 fails, as it does in a lost zone', () =>
    onMoved({}, async (stage) => {
      stage.simulation.inject({ kind: 'zone-lost', zone: 'ap-northeast-1a', stops: 'fail' });
      expect(await stage.play('stop-failed')).toMatchObject({ error: 'TransientError' });
    }));
});

describe('the old instance goes on running', () => {
  test('while it holds the address', () =>
    onStage({}, async (stage) => {
      await stage.launch();
      const why = expect.stringContaining(`203.0.113.10 -> ${stage.old}`);
      expect(await stage.play('stop-failed')).toMatchObject({ error: 'InvariantViolatedError', why, changes: [] });
      expect(stateOf(stage)).toBe('running');
    }));

  test('when one of the routes was led elsewhere since the move', () =>
    onMoved({}, async (stage) => {
      const [{ routeTableId, destination } = { routeTableId: '', destination: '' }] = stage.plan.routes;
      aimRoute(stage.simulation.world, { routeTableId, destination, target: 'igw-0abc' });
      const why = expect.stringContaining(`${destination} in ${routeTableId} -> igw-0abc`);
      expect(await stage.play('stop-failed')).toMatchObject({ error: 'InvariantViolatedError', why, changes: [] });
      expect(stateOf(stage)).toBe('running');
    }));

  test('when the replacement has stopped since the move', () =>
    onMoved({}, async (stage) => {
      const { instanceId = '' } = stage.done.replacement ?? {};
      alter(stage.simulation.world, instanceId, { state: 'stopping' });
      const why = `the replacement ${instanceId} is stopping`;
      expect(await stage.play('stop-failed')).toMatchObject({ error: 'InvariantViolatedError', why, changes: [] });
      expect(stateOf(stage)).toBe('running');
    }));

  test('when EC2 does not say whether the replacement runs, until it does', () =>
    onMoved({}, async (stage) => {
      const { instanceId = '' } = stage.done.replacement ?? {};
      const zone = truth(stage.simulation.world.ec2.instances, instanceId)?.zone ?? '';
      stage.simulation.inject({ kind: 'zone-lost', zone, stops: 'fail' });
      const why = expect.stringContaining(`whether the replacement ${instanceId} runs is unknown`);
      expect(await stage.play('stop-failed')).toMatchObject({ error: 'TransientError', why, changes: [] });
      expect(stateOf(stage)).toBe('running');
    }));

  test('before any replacement runs', () =>
    onStage({}, async (stage) => {
      await stage.perform('claim');
      const why = 'no replacement is running';
      expect(await stage.play('stop-failed')).toMatchObject({ error: 'InvariantViolatedError', why, changes: [] });
    }));

  test('under stop protection, which is reported', () =>
    onMoved({}, async (stage) => {
      alter(stage.simulation.world, stage.old, { disableApiStop: true });
      const why = expect.stringMatching(/^stopping i-\w+: OperationNotPermitted: .*disableApiStop/);
      expect(await stage.play('stop-failed')).toMatchObject({ error: 'RefusedError', why });
      expect(stateOf(stage)).toBe('running');
    }));

  test.each(OVERTAKEN)('when $what', ({ overtake, redriveCount, error, why }) =>
    onMoved({}, async (stage) => {
      overtake(stage);
      const played = await stage.play('stop-failed', { redriveCount });
      expect(played).toMatchObject({ error, why: expect.stringMatching(why), changes: [] });
      expect(stateOf(stage)).toBe('running');
    }),
  );
});

describe('an old instance that is neither adopted nor configured', () => {
  test.each(['running', 'stopped'] as const)('is spared while it is %s, which is recorded', (state) =>
    onMoved({}, async (stage) => {
      alter(stage.simulation.world, stage.old, { state, tags: { Name: 'database' } });
      const { output, changes } = await stage.play('stop-failed');
      expect({ output, changes }).toMatchObject({
        ...{ output: { asked: false, stopped: state === 'stopped', spared: true, goOn: true }, changes: [] },
      });
    }),
  );

  test('is spared when it has no Name and the appliance has left the configuration', () =>
    onMoved({}, async (stage) => {
      alter(stage.simulation.world, stage.old, { tags: {} });
      stage.simulation.configuration.appliances.splice(0);
      expect(await stage.play('stop-failed')).toMatchObject({ output: { asked: false, spared: true }, changes: [] });
    }));

  test.each([{ Name: 'sophos' }, { 'failover:appliance': 'sophos' }])('does not include one with %j', (tags) =>
    onMoved({}, async (stage) => {
      alter(stage.simulation.world, stage.old, { tags: tags as Record<string, string> });
      expect(await stage.play('stop-failed')).toMatchObject({ output: { asked: true } });
    }),
  );
});

describe('for a licence that forbids two copies', () => {
  const FIRST: Setting = { appliance: { fencing: 'stop-first' } };

  test('the old instance is stopped before anything has moved, and seen stopped', () =>
    onStage(FIRST, async (stage) => {
      await stage.perform('claim');
      expect((await stage.play('stop-failed')).output).toMatchObject({ stopped: true, goOn: true });
      expect(stateOf(stage)).toBe('stopped');
    }));

  test('a stop that hangs is waited for, for a minute in all, and then the takeover goes on regardless', () =>
    onStage(FIRST, async (stage) => {
      stage.simulation.inject(HUNG);
      await stage.perform('claim', 'stop-failed');
      const { clock } = stage.simulation;
      const asked = Date.parse(stage.done.stop?.askedAt ?? '');
      expect(stage.done.stop).toMatchObject({ stopped: false, goOn: false });
      while (!stage.done.stop?.goOn && clock.nowMs() - asked < 300_000) await stage.perform('stop-failed');
      expect(clock.nowMs() - asked).toBeGreaterThanOrEqual(60_000);
      expect(clock.nowMs() - asked).toBeLessThan(90_000);
    }));
});

describe('an old instance that cannot be read', () => {
  const unreadable = ({ simulation, old }: Stage): void =>
    simulation.inject({ kind: 'deny', action: 'DescribeInstances', resourceId: old });

  test('is stopped blindly, and not called stopped', () =>
    onMoved({}, async (stage) => {
      unreadable(stage);
      const { output, changes } = await stage.play('stop-failed');
      const askedAt = expect.stringMatching(/^2026-11-21T03:/);
      const detail = `${stage.old} is unreadable`;
      expect(output).toEqual({ asked: true, stopped: false, goOn: true, askedAt, detail });
      expect(changes).toEqual(['StopInstances']);
    }));

  test('does not count as stopped where a licence forbids two copies', () =>
    onStage({ appliance: { fencing: 'stop-first' } }, async (stage) => {
      await stage.perform('claim');
      unreadable(stage);
      const detail = `${stage.old} was asked to stop and not seen stopping`;
      const { output } = await stage.play('stop-failed');
      expect(output).toMatchObject({ asked: true, stopped: false, goOn: false, detail });
    }));
});

test('the old instance goes on running when EC2 does not know the replacement any more', () =>
  onMoved({}, async (stage) => {
    const { instanceId = '' } = stage.done.replacement ?? {};
    stage.simulation.world.ec2.instances.delete(instanceId);
    const why = `the replacement ${instanceId} is gone`;
    expect(await stage.play('stop-failed')).toMatchObject({ error: 'InvariantViolatedError', why, changes: [] });
    expect(stateOf(stage)).toBe('running');
  }));
