/** What EC2 has announced for the active instance stands in readiness with the way out, and keeps nothing from being ready. */
import { expect, test } from '@jest/globals';
import { checkOnce, onReady } from '../../../support/checked.ts';

test('an announced retirement is named with its date, and the appliance stays ready', () =>
  onReady({}, async (simulation, active) => {
    const instanceId = active;
    expect((await checkOnce(simulation)).sentence('maintenance')).toBe(`EC2 announces nothing for ${instanceId}`);
    simulation.inject({ kind: 'maintenance-announced', instanceId, code: 'instance-retirement', afterSeconds: 86_400 });
    const { answer, sentence } = await checkOnce(simulation);
    expect(answer).toBe('ready');
    expect(sentence('maintenance')).toMatch(
      new RegExp(
        `^EC2 will stop or terminate ${instanceId} \\(instance-retirement\\) after 2026-\\S+; switch over before$`,
      ),
    );
  }));
