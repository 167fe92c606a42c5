/** Lets Step Functions say that a takeover of ours runs. A real one costs half a second, and would continue its own work. */
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { know, starterArnOf } from './genuine.ts';

/** `name` as of a takeover execution. Until the returned function is called. */
export function asIfRunning(simulation: Simulation, name: string): () => void {
  const [, appliance = '', generation] = /^takeover-(.+)-g(\d+)$/.exec(name) ?? [];
  const startedBy = starterArnOf(simulation, `starter-of-${name}`);
  const plan = { appliance, generation: Number(generation), startedBy };
  const startDate = new Date(simulation.clock.nowMs());
  const own = starterArnOf(simulation, name).replace('-failover:', '-takeover:');
  const undo = [
    know(simulation, startedBy, {
      ...{ status: 'SUCCEEDED', startDate, input: {} },
      output: { outcome: 'taking-over', execution: name, plan },
    }),
    know(simulation, own, { status: 'RUNNING', startDate, input: plan }),
  ];
  return () => {
    for (const forget of undo) forget();
  };
}
