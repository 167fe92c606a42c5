/** With a running standby nothing is launched early: `prepare` looks at the appliance while the prober still counts. */
import { describe, expect, test } from '@jest/globals';
import { secondsBetween } from '../../../../shared/domain/instants.ts';
import { field } from '../../../../simulator/account/field.ts';
import { kept } from '../../../support/kept-stage.ts';
import { onPrepare, type PrepareStage } from '../../../support/prepare-stage.ts';
import { rotate } from '../../../support/rotation-stage.ts';

const looksOf = ({ events }: ReturnType<PrepareStage['prepare']>): unknown[] =>
  events.flatMap(({ kind, state, output }) =>
    kind === 'exited' && (state === 'WarmFunctions' || state === 'WatchAhead')
      ? [field(output, 'done', state === 'WarmFunctions' ? 'warm' : 'watch', 'look')]
      : [],
  );

describe('with a running standby', () => {
  test('nothing is launched early, and a silent appliance is looked at until the row is over', () =>
    onPrepare(kept(), async (stage) => {
      const { simulation, active } = stage;
      await rotate(simulation);
      simulation.inject({ kind: 'instance-dead', instanceId: active });
      const execution = stage.prepare();
      expect(await stage.after(execution, 'PlanAhead')).toMatchObject({ plan: { because: 'standby-ready' } });
      await simulation.ended(execution);
      const looks = looksOf(execution).filter((look) => look !== undefined);
      expect(looks.length).toBeGreaterThan(1);
      for (const look of looks) {
        expect(look).toMatchObject({ verdict: 'failing' });
        const { from, to } = look as { from: string; to: string };
        expect(secondsBetween({ from, to })).toBeGreaterThanOrEqual(3);
      }
      expect(stage.early()).toEqual([]);
      expect(execution.status).toBe('SUCCEEDED');
    }));

  test('an answer ends the looks', () =>
    onPrepare(kept(), async (stage) => {
      await rotate(stage.simulation);
      const execution = stage.prepare();
      await stage.simulation.ended(execution);
      expect(looksOf(execution)).toMatchObject([{ verdict: 'answering' }, { verdict: 'answering' }]);
    }));
});
