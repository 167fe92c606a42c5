/** EndAhead: terminates what its own execution launched, and only while nothing uses it. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { alter, giveAddress, tag } from '../../../support/console-hands.ts';
import { onPrepare, type PrepareStage } from '../../../support/prepare-stage.ts';
import { type Played, playIn } from '../../../support/step-stage.ts';
import { addressIn } from '../../../support/swept.ts';

type Launched = { stage: PrepareStage; id: string; end(): Promise<Played> };

/** The execution waits in its loop while a test calls the step by hand. */
const onLaunched = (story: (launched: Launched) => Promise<void>): Promise<void> =>
  onPrepare({}, async (stage) => {
    const { simulation } = stage;
    simulation.inject({ kind: 'instance-dead', instanceId: stage.active });
    const execution = stage.prepare();
    const done = await stage.after(execution, 'WarmFunctions');
    const Input = JSON.parse(execution.input) as unknown;
    const StartTime = new Date(execution.startedAtMs).toISOString();
    const event = { execution: { Id: execution.arn, Name: execution.name, StartTime, Input }, done };
    const [one] = stage.early();
    await story({ stage, id: one?.id ?? '', end: () => playIn(simulation, 'end-ahead', event) });
  });

const stateOf = ({ stage }: Launched): string => stage.early()[0]?.state ?? 'gone';

describe('EndAhead', () => {
  test('terminates what was launched, sees that, and does nothing when called again', () =>
    onLaunched(async (launched) => {
      expect(await launched.end()).toMatchObject({
        ...{ output: { outcome: 'terminated', instanceIds: [launched.id] }, changes: ['TerminateInstances'] },
      });
      expect(stateOf(launched)).toMatch(/shutting-down|terminated/);
      expect(await launched.end()).toMatchObject({ output: { outcome: 'gone', instanceIds: [] }, changes: [] });
    }));

  test('leaves it while a takeover runs that may use it', () =>
    onLaunched(async (launched) => {
      asIfRunning(launched.stage.simulation, 'takeover-sophos-g1');
      expect(await launched.end()).toMatchObject({ output: { outcome: 'later' }, changes: [] });
    }));

  test.each([
    ['role', { [TAG.role]: 'replacement' }],
    ['appliance', { [TAG.appliance]: 'another' }],
    ['owner', { [TAG.owner]: 'failover-prod' }],
  ])('terminates nothing whose tag says another %s', (_, tags) =>
    onLaunched(async (launched) => {
      tag(launched.stage.simulation.world, launched.id, tags);
      expect(await launched.end()).toMatchObject({ error: 'RefusedError', changes: [] });
    }),
  );

  test('leaves one that holds the address: a takeover uses it, which has ended since', () =>
    onLaunched(async (launched) => {
      const { simulation } = launched.stage;
      const [networkInterfaceId] = launched.stage.early()[0]?.networkInterfaceIds ?? [];
      giveAddress(simulation.world, { allocationId: addressIn(simulation).allocationId, networkInterfaceId });
      tag(simulation.world, launched.id, { [TAG.role]: 'replacement' });
      expect(await launched.end()).toMatchObject({ error: '', output: { outcome: 'adopted' }, changes: [] });
    }));

  test('terminates nothing that it did not launch, although its record names it', () =>
    onLaunched(async (launched) => {
      alter(launched.stage.simulation.world, launched.id, { clientToken: 'of-another' });
      expect(await launched.end()).toMatchObject({ output: { outcome: 'gone', instanceIds: [] }, changes: [] });
    }));
});
