/** A stage for early launches: an adopted appliance whose probe has proven itself, and the real machine `prepare`. */
import { prepareNameOf } from '../../shared/domain/decision/early-launch.ts';
import { allTrue } from '../../simulator/account/consistency.ts';
import type { InstanceRecord } from '../../simulator/account/ec2/state.ts';
import { field } from '../../simulator/account/field.ts';
import type { Execution } from '../../simulator/account/sfn/execution.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import type { Setting } from './step-stage.ts';
import { onSwept } from './swept.ts';

export type PrepareStage = {
  simulation: Simulation;
  active: string;
  /** As the prober starts it, with a row that began some seconds ago. */
  prepare(asked?: { name?: string; since?: string; at?: string }): Execution;
  /** What the execution keeps under `done` when it has left that state. */
  after(execution: Execution, state: string): Promise<Record<string, unknown>>;
  /** What was launched early, in the order of the launches. */
  early(): InstanceRecord[];
};

const SECONDS_MAX = 120;

export const onPrepare = (setting: Setting, story: (stage: PrepareStage) => Promise<void>): Promise<void> =>
  onSwept(setting, async (simulation, active) => {
    const { clock, stepFunctions, world } = simulation;
    const ago = (seconds: number): string => new Date(clock.nowMs() - seconds * 1000).toISOString();
    await story({
      ...{ simulation, active },
      prepare: ({ since = ago(4), at = ago(2), name = prepareNameOf({ appliance: 'sophos', since }) } = {}) => {
        const input = JSON.stringify({ appliance: 'sophos', failing: { since, at } });
        return stepFunctions.start({ machine: 'failover-dev-prepare', name, input }).execution;
      },
      after: async ({ events }, state) => {
        const untilMs = clock.nowMs() + SECONDS_MAX * 1000;
        while (clock.nowMs() < untilMs) {
          const left = events.findLast((event) => event.kind === 'exited' && event.state === state);
          if (left) return Object(field(left.output, 'done')) as Record<string, unknown>;
          await clock.sleep(100);
        }
        const states = events.map(({ kind, state: name, error, cause }) => [kind, name, error, cause].join(' '));
        throw new Error(`it does not leave ${state}: ${states.join('; ')}`);
      },
      early: () => allTrue(world.ec2.instances).filter(({ madeBy }) => madeBy === 'launch-ahead'),
    });
  });
