/** Hands an event to the targets of the deployed rules that match it: a state machine is started, a function is invoked. */
import type { Execution } from '../../../simulator/account/sfn/execution.ts';
import type { StepFunctions } from '../../../simulator/account/sfn/state.ts';
import type { Invoke } from '../functions.ts';
import type { Bus, Put } from './bus.ts';

export type Delivered = { rule: string; execution?: Execution };

type To = { bus: Bus; stepFunctions: StepFunctions; invoke: Invoke };

export async function deliver({ bus, stepFunctions, invoke }: To, event: Put): Promise<Delivered[]> {
  const delivered: Delivered[] = [];
  for (const { rule, target, input } of await bus.put(event)) {
    if (target.includes(':stateMachine:')) {
      const { execution } = stepFunctions.start({ machine: target, input: JSON.stringify(input) });
      delivered.push({ rule, execution });
    } else {
      await invoke(target.split(':').at(-1) ?? '', input);
      delivered.push({ rule });
    }
  }
  return delivered;
}
