/** StartStandby, by LaunchAhead: the stopped standby is started early, closed as it is, and stopped again when no takeover uses it. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import type { Execution } from '../../../../simulator/account/sfn/execution.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { alter, giveAddress, tag } from '../../../support/console-hands.ts';
import { kept } from '../../../support/kept-stage.ts';
import { onPrepare, type PrepareStage } from '../../../support/prepare-stage.ts';
import { rotate } from '../../../support/rotation-stage.ts';
import { type Played, playIn } from '../../../support/step-stage.ts';
import { addressIn, sweepOnce } from '../../../support/swept.ts';

type Rested = { stage: PrepareStage; id: string };

/** A rotation of ours has kept it, and it is stopped. */
const onRested = (story: (rested: Rested) => Promise<void>): Promise<void> =>
  onPrepare(kept('stopped'), async (stage) => {
    const { simulation } = stage;
    const { record } = await rotate(simulation, { scheduledAt: '2026-11-20T03:01:00Z' });
    const id = record.standby?.instanceId ?? '';
    alter(simulation.world, id, { state: 'stopped' });
    await simulation.clock.sleep(60_000);
    await story({ stage, id });
  });

const found = ({ stage, id }: Rested) => truth(stage.simulation.world.ec2.instances, id);

const dead = ({ stage }: Rested): void => stage.simulation.inject({ kind: 'instance-dead', instanceId: stage.active });

const endAhead = async ({ stage }: Rested, execution: Execution, state = 'WarmFunctions'): Promise<Played> => {
  const done = await stage.after(execution, state);
  const Input = JSON.parse(execution.input) as unknown;
  const StartTime = new Date(execution.startedAtMs).toISOString();
  const event = { execution: { Id: execution.arn, Name: execution.name, StartTime, Input }, done };
  return playIn(stage.simulation, 'end-ahead', event);
};

describe('a stopped standby', () => {
  test('is started instead of a launch, and stays the standby in its closed network', () =>
    onRested(async (rested) => {
      dead(rested);
      const groups = found(rested)?.networkInterfaceIds;
      const { launch } = await rested.stage.after(rested.stage.prepare(), 'LaunchAhead');
      expect(launch).toMatchObject({ outcome: 'started', instanceId: rested.id });
      expect(rested.stage.early()).toEqual([]);
      expect(found(rested)).toMatchObject({ networkInterfaceIds: groups, tags: { [TAG.role]: 'standby' } });
      expect(found(rested)?.state).toMatch(/pending|running/);
    }));

  test.each<[string, (rested: Rested) => void]>([
    ['EC2 has no capacity for', ({ stage }) => stage.simulation.inject({ kind: 'fail', ...NO_CAPACITY })],
    ['a person has tagged as something else', ({ stage, id }) => tag(stage.simulation.world, id, { [TAG.role]: 'x' })],
    ['points to no rotation of ours', ({ stage, id }) => tag(stage.simulation.world, id, { [TAG.by]: 'arn:other' })],
    [
      'has an open network',
      ({ stage, id }) => {
        const { instances, networkInterfaces } = stage.simulation.world.ec2;
        const [own] = truth(instances, id)?.networkInterfaceIds ?? [];
        const [open] = truth(instances, stage.active)?.networkInterfaceIds ?? [];
        const groupIds = truth(networkInterfaces, open ?? '')?.groupIds ?? [];
        const record = truth(networkInterfaces, own ?? '');
        if (record) Object.assign(record, { groupIds });
      },
    ],
  ])('that %s is left alone, and a replacement is launched early', (_, meddle) =>
    onRested(async (rested) => {
      meddle(rested);
      dead(rested);
      const { launch } = await rested.stage.after(rested.stage.prepare(), 'LaunchAhead');
      expect(launch).toMatchObject({ outcome: 'launched' });
      expect(found(rested)?.state).toBe('stopped');
    }),
  );

  test('whose start has no answer is looked for: nothing is launched beside it, and it is stopped again', () =>
    onRested(async (rested) => {
      dead(rested);
      rested.stage.simulation.inject({ kind: 'lose-answer', action: 'StartInstances', times: 4 });
      const execution = rested.stage.prepare();
      const { failure, end } = await rested.stage.after(execution, 'EndAhead');
      expect(failure).toMatchObject({ Error: 'RefusedError' });
      expect(end).toMatchObject({ outcome: 'stopped', instanceIds: [rested.id] });
      expect(rested.stage.early()).toEqual([]);
    }));

  test('that runs already answers sooner: nothing is started or launched', () =>
    onRested(async (rested) => {
      alter(rested.stage.simulation.world, rested.id, { state: 'running' });
      dead(rested);
      const { plan } = await rested.stage.after(rested.stage.prepare(), 'PlanAhead');
      expect(plan).toMatchObject({ outcome: 'refused', because: 'standby-ready' });
    }));
});

const NO_CAPACITY = { action: 'StartInstances', code: 'InsufficientInstanceCapacity', status: 500, times: 9 };

describe('one that was started early', () => {
  const onStarted = (story: (rested: Rested, execution: Execution) => Promise<void>): Promise<void> =>
    onRested(async (rested) => {
      dead(rested);
      const execution = rested.stage.prepare();
      await rested.stage.after(execution, 'WarmFunctions');
      await rested.stage.simulation.clock.sleep(30_000);
      await story(rested, execution);
    });

  test('and is not used is stopped, which is read back, and done once', () =>
    onStarted(async (rested, execution) => {
      expect(await endAhead(rested, execution)).toMatchObject({
        ...{ output: { outcome: 'stopped', instanceIds: [rested.id] }, changes: ['StopInstances'] },
      });
      expect(found(rested)?.state).toMatch(/stopping|stopped/);
      expect(await endAhead(rested, execution)).toMatchObject({ output: { outcome: 'gone' }, changes: [] });
    }));

  test('stays while a takeover runs that may use it', () =>
    onStarted(async (rested, execution) => {
      asIfRunning(rested.stage.simulation, 'takeover-sophos-g1');
      expect(await endAhead(rested, execution)).toMatchObject({ output: { outcome: 'later' }, changes: [] });
    }));

  test.each<[string, (rested: Rested) => void]>([
    ['has the address', holdTheAddress],
    ['was taken by a takeover', ({ stage, id }) => tag(stage.simulation.world, id, { [TAG.role]: 'replacement' })],
  ])('is not stopped when it %s', (_, meddle) =>
    onStarted(async (rested, execution) => {
      meddle(rested);
      expect(await endAhead(rested, execution)).toMatchObject({ output: { outcome: 'adopted' }, changes: [] });
    }),
  );

  test('is not stopped when a person has started it again since: its LaunchTime is another', () =>
    onStarted(async (rested, execution) => {
      alter(rested.stage.simulation.world, rested.id, {
        launchedAtMs: rested.stage.simulation.clock.nowMs() + 600_000,
      });
      expect(await endAhead(rested, execution)).toMatchObject({ output: { outcome: 'gone' }, changes: [] });
    }));

  test('is not stopped when EC2 had refused our start, and a person has started it since', () =>
    onRested(async (rested) => {
      dead(rested);
      rested.stage.simulation.inject({ kind: 'fail', ...NO_CAPACITY });
      const execution = rested.stage.prepare();
      await rested.stage.after(execution, 'WarmFunctions');
      const { simulation, early } = rested.stage;
      alter(simulation.world, rested.id, { state: 'running', launchedAtMs: simulation.clock.nowMs() });
      expect(await endAhead(rested, execution)).toMatchObject({
        output: { outcome: 'terminated', instanceIds: [early()[0]?.id] },
      });
      expect(found(rested)?.state).toBe('running');
    }));

  test('is left alone by the sweep for its time, and then stopped, when its execution has died', () =>
    onRested(async (rested) => {
      const { simulation } = rested.stage;
      const execution = rested.stage.prepare();
      await rested.stage.after(execution, 'WarmFunctions');
      simulation.stepFunctions.stop(execution, {});
      await simulation.clock.sleep(120_000);
      expect((await sweepOnce(simulation)).writes).not.toContain('StopInstances');
      await simulation.clock.sleep(900_000);
      const { writes, sent, swept } = await sweepOnce(simulation);
      expect(writes).toContain('StopInstances');
      expect(swept.changes).toContain(`stops the standby ${rested.id}, which was started early`);
      expect(sent.join()).not.toContain('standby-dead');
      expect(found(rested)?.state).toMatch(/stopping|stopped/);
    }));
});

function holdTheAddress({ stage, id }: Rested): void {
  const { simulation } = stage;
  const [networkInterfaceId] = truth(simulation.world.ec2.instances, id)?.networkInterfaceIds ?? [];
  giveAddress(simulation.world, { allocationId: addressIn(simulation).allocationId, networkInterfaceId });
}
