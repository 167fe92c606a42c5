/** A rehearsal promises nothing that the takeover does not do: every change that it lists is in the record. */
import { expect, test } from '@jest/globals';
import { foundParts, KINDS } from '../../../../shared/domain/traffic/kinds.ts';
import { movedWords } from '../../../../shared/domain/traffic/placed.ts';
import { plannedChanges } from '../../../../shared/domain/traffic/plan.ts';
import { field } from '../../../../simulator/account/field.ts';
import { ASK, asExecution, onStage, playIn } from '../../../support/step-stage.ts';

const listIn = (output: unknown, ...path: string[]): Record<string, unknown>[] => Object(field(output, ...path));

test('every change that a rehearsal lists is in the record of the switchover that follows, for every kind of part', () =>
  onStage({ mode: 'switchover' }, async (stage) => {
    const asked = { ...ASK, mode: 'rehearse' };
    const { output } = await playIn(stage.simulation, 'assess', { execution: asExecution(stage.simulation, asked) });
    const rehearsed = listIn(output, 'changes').map((change) => JSON.stringify(change));
    expect(rehearsed).toEqual(plannedChanges(stage.plan).map((change) => JSON.stringify(change)));

    const receiver = await stage.launch();
    await stage.perform('move-traffic', 'verify-traffic', 'stop-failed');
    const { output: closed } = await stage.play('close-takeover');
    const made = listIn(closed, 'record', 'changes').map(({ change }) => change);
    const parts = foundParts(stage.plan);
    expect(new Set(parts.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)));
    expect(made).toEqual(expect.arrayContaining(parts.map((part) => movedWords(part, receiver).change)));
    expect(rehearsed).toHaveLength(parts.length + 2);
  }));
