/** LaunchAhead, why it launches nothing: what its own execution recorded, what was read right before, and what EC2 refused. */
import { describe, expect, test } from '@jest/globals';
import { prepareNameOf } from '../../../../shared/domain/decision/early-launch.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import type { Planned as PlannedAhead } from '../../../../shared/steps/prepare/facts.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { tag } from '../../../support/console-hands.ts';
import { onPrepare, type PrepareStage } from '../../../support/prepare-stage.ts';
import { type Played, playIn, type Setting } from '../../../support/step-stage.ts';
import { addressIn } from '../../../support/swept.ts';

type Planned = {
  stage: PrepareStage;
  arn: string;
  plan: Extract<PlannedAhead, { outcome: 'launch' }>;
  /** `recorded`: what the history of the execution says that PlanAhead has put out; `types`: of events besides. */
  launch(given?: { recorded?: unknown; types?: string[]; arn?: string; generation?: number }): Promise<Played>;
};

/** Its plan is made, its execution waits for this one step, and Step Functions shows its history. */
const onPlanned = (setting: Setting, story: (planned: Planned) => Promise<void>): Promise<void> =>
  onPrepare(setting, async (stage) => {
    const { clock, stepFunctions, deployment } = stage.simulation;
    const since = new Date(clock.nowMs() - 4_000).toISOString();
    const name = prepareNameOf({ appliance: 'sophos', since });
    const own = deployment.takeoverMachineArn.replace(':stateMachine:', ':execution:').replace(/takeover$/, 'prepare');
    const arn = `${own}:${name}`;
    const execution = { Id: arn, Name: name, StartTime: new Date(clock.nowMs()).toISOString() };
    const Input = { appliance: 'sophos', failing: { since, at: since } };
    const { output } = await playIn(stage.simulation, 'plan-ahead', { execution: { ...execution, Input }, done: {} });
    const plan = output as Planned['plan'];
    const { actions } = stepFunctions;
    const launch: Planned['launch'] = ({
      recorded = { done: { plan } },
      types = [],
      arn: Id = arn,
      generation,
    } = {}) => {
      const exited = { name: 'PlanAhead', output: JSON.stringify(recorded) };
      const events = [
        { id: 1, timestamp: new Date(0), type: 'ExecutionStarted' },
        ...(recorded === null ? [] : [{ id: 2, type: 'TaskStateExited', stateExitedEventDetails: exited }]),
        ...types.map((type, index) => ({ id: index + 3, type })),
      ];
      const before = actions.GetExecutionHistory;
      actions.GetExecutionHistory = (request) =>
        request.executionArn === Id || !before ? { events } : before(request);
      const done = { plan: generation === undefined ? plan : { ...plan, plan: { ...plan.plan, generation } } };
      return playIn(stage.simulation, 'launch-ahead', { execution: { ...execution, Id, Input }, done });
    };
    await story({ stage, arn, plan, launch });
  });

const tagAddress = ({ simulation }: PrepareStage, tags: Record<string, string>): void =>
  tag(simulation.world, addressIn(simulation).allocationId, tags);

const refused = (detail: string) => ({ outcome: 'refused', detail });

const launchesIn = ({ changes }: Played): string[] => changes.filter((change) => change.startsWith('RunInstances'));

test('what was planned and recorded is launched', () =>
  onPlanned({}, async ({ stage, launch }) => {
    expect(await launch()).toMatchObject({ output: { outcome: 'launched', instanceId: stage.early()[0]?.id } });
  }));

function slowly({ simulation }: PrepareStage, ...actions: string[]): void {
  for (const action of actions) simulation.inject({ kind: 'slow', action, seconds: 4 });
}

describe('nothing is launched', () => {
  test('for an execution that has recorded another plan', () =>
    onPlanned({}, async ({ arn, launch }) => {
      const says = { error: 'RefusedError', why: `${arn} has made another plan`, changes: [] };
      expect(await launch({ generation: 2 })).toMatchObject(says);
    }));

  test('for an execution that has recorded no plan', () =>
    onPlanned({}, async ({ arn, launch }) => {
      const recorded = { done: { plan: { outcome: 'refused' } } };
      expect(await launch({ recorded })).toMatchObject({ error: 'RefusedError', why: `${arn} has made no plan` });
    }));

  test('for an execution that was given none either', () =>
    onPlanned({}, async ({ arn, stage }) => {
      const since = new Date(stage.simulation.clock.nowMs()).toISOString();
      const execution = { Id: arn, Name: arn.split(':').at(-1), StartTime: since };
      const Input = { appliance: 'sophos', failing: { since, at: since } };
      const played = await playIn(stage.simulation, 'launch-ahead', { execution: { ...execution, Input }, done: {} });
      expect(played).toMatchObject({ error: 'RefusedError', why: `${arn} has made no plan`, changes: [] });
    }));

  test('before the history shows the plan, which is asked for again', () =>
    onPlanned({}, async ({ arn, launch }) => {
      const says = { error: 'TransientError', why: `the plan of ${arn} is not visible yet`, changes: [] };
      expect(await launch({ recorded: null })).toMatchObject(says);
    }));

  test.each(['ExecutionSucceeded', 'ExecutionAborted'])('for an execution that has ended: %s', (type) =>
    onPlanned({}, async ({ arn, launch }) => {
      expect(await launch({ types: [type] })).toMatchObject({
        error: 'RefusedError',
        why: `${arn} has ended`,
        changes: [],
      });
    }),
  );

  test('for an execution of another machine', () =>
    onPlanned({}, async ({ arn, launch }) => {
      const other = arn.replace('-prepare:', '-takeover:');
      const says = { error: 'RefusedError', why: `${other} is no early launch of sophos`, changes: [] };
      expect(await launch({ arn: other })).toMatchObject(says);
    }));

  test('once the address belongs to another stack', () =>
    onPlanned({}, async ({ stage, launch }) => {
      tagAddress(stage, { [TAG.owner]: 'failover-prod' });
      const played = await launch();
      expect(played.output).toEqual(refused('203.0.113.10 belongs to failover-prod, and this is failover-dev'));
      expect(launchesIn(played)).toEqual([]);
    }));

  test('once the takeover that would use it exists', () =>
    onPlanned({}, async ({ stage, launch }) => {
      asIfRunning(stage.simulation, 'takeover-sophos-g1');
      const played = await launch();
      expect(played.output).toEqual(refused('takeover 1 of sophos exists'));
      expect(launchesIn(played)).toEqual([]);
    }));

  test('once the reads have taken so long that the launch might be cut off', () =>
    onPlanned({}, async ({ stage, launch }) => {
      slowly(stage, 'DescribeAddresses', 'CreateSecurityGroup', 'RevokeSecurityGroupEgress');
      const played = await launch();
      expect(played).toMatchObject({ error: 'TransientError', why: 'the reads before the launch took too long' });
      expect(launchesIn(played)).toEqual([]);
    }));

  test('when the appliance was paused while the reads before it were slow', () =>
    onPlanned({}, async ({ stage, launch }) => {
      const { simulation } = stage;
      slowly(stage, 'CreateSecurityGroup', 'RevokeSecurityGroupEgress');
      const until = new Date(simulation.clock.nowMs() + 600_000).toISOString();
      const launching = launch();
      await simulation.clock.sleep(3_000);
      tagAddress(stage, { [TAG.pausedUntil]: until });
      const played = await launching;
      expect(played.output).toEqual(refused(`paused until ${until}`));
      expect(launchesIn(played)).toEqual([]);
    }));
});

describe('what EC2 refuses', () => {
  const TYPES: Setting = { appliance: { instanceTypes: ['m6i.large'] } };

  test('is said for each place that was asked', () =>
    onPlanned(TYPES, async ({ stage, plan, launch }) => {
      stage.simulation.inject({ kind: 'no-capacity' });
      const played = await launch();
      const asked = plan.plan.placements.slice(0, launchesIn(played).length);
      expect(asked.length).toBeGreaterThan(1);
      const each = asked.map(
        ({ instanceType, zone, imageId }) => `${instanceType} in ${zone} from ${imageId}: InsufficientInstanceCapacity`,
      );
      expect(played.output).toEqual(refused(`every placement that was asked refused it: ${each.join('; ')}`));
    }));

  test('slowly is not asked of one more place', () =>
    onPlanned(TYPES, async ({ stage, launch }) => {
      stage.simulation.inject({ kind: 'no-capacity', type: 'm5.large' });
      stage.simulation.inject({ kind: 'slow', action: 'RunInstances', seconds: 11 });
      const played = await launch();
      expect(played.output).toMatchObject({ outcome: 'refused', detail: expect.not.stringContaining('m6i.large') });
      expect(launchesIn(played)).toHaveLength(1);
    }));

  test('because a part of the blueprint is gone is not asked elsewhere', () =>
    onPlanned(TYPES, async ({ stage, launch }) => {
      stage.simulation.inject({ kind: 'launch-part-gone', part: 'key-pair' });
      const played = await launch();
      expect(played.output).toMatchObject({
        outcome: 'refused',
        detail: expect.stringMatching(/: InvalidKeyPair.NotFound$/),
      });
      expect(launchesIn(played)).toHaveLength(1);
    }));
});
