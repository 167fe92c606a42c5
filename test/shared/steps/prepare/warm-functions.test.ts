/** WarmFunctions: each function of a takeover is called with an input that it answers at once. */
import { expect, test } from '@jest/globals';
import { WARMED } from '../../../../shared/machines/time-outs.ts';
import { onPrepare } from '../../../support/prepare-stage.ts';

test('WarmFunctions starts every function on the way of a takeover, and none of them reads or changes anything', () =>
  onPrepare({}, async (stage) => {
    const { world } = stage.simulation;
    const { warm } = await stage.after(stage.prepare(), 'WarmFunctions');
    expect(warm).toEqual({ warmed: WARMED, cold: [] });
    expect(world.calls.filter(({ caller }) => WARMED.some((name) => name === caller))).toEqual([]);
  }));

test('WarmFunctions names the functions that it may not call, and the early launch continues', () =>
  onPrepare({}, async (stage) => {
    stage.simulation.inject({ kind: 'deny', action: 'Invoke' });
    const execution = stage.prepare();
    const { warm } = await stage.after(execution, 'WarmFunctions');
    expect(warm).toEqual({ warmed: [], cold: WARMED });
    expect(await stage.after(execution, 'WatchAhead')).toMatchObject({ watch: { outcome: 'waiting' } });
  }));
