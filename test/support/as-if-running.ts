/** Lets Step Functions say that a takeover runs. A real one costs half a second, and would go on with its own work. */
import type { Simulation } from '../../simulator/simulation.ts';

/** Until the returned function is called. */
export function asIfRunning({ stepFunctions: { actions }, clock }: Simulation, name: string): () => void {
  const { DescribeExecution: truly } = actions;
  if (!truly) throw new Error('Step Functions cannot be asked for an execution');
  const startDate = new Date(clock.nowMs());
  actions.DescribeExecution = (input) =>
    `${input.executionArn}`.endsWith(`:${name}`) ? { status: 'RUNNING', startDate } : truly(input);
  return () => {
    actions.DescribeExecution = truly;
  };
}
