/** The state machines as moto has them: their definitions run in the interpreter of the simulator. */
import type { Machine } from '../../shared/machines/load-machine.ts';
import type { StepFunctions } from '../../simulator/account/sfn/state.ts';
import { functionNameOf, taskStates } from '../../simulator/account/sfn/tasks.ts';
import { createStepFunctions } from '../../simulator/account/step-functions.ts';
import { seededRandom } from '../../simulator/random.ts';
import type { Deployed } from './deployed/deploy.ts';
import type { Invoke } from './functions.ts';
import { type Fields, fieldsOf } from './moto.ts';
import { PLACE, STACK } from './place.ts';

const REAL_TIME = {
  nowMs: () => Date.now(),
  at: (epochMs: number, run: () => void) => void setTimeout(run, epochMs - Date.now()),
  sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)),
};

const isMachine = (value: unknown): value is Machine => typeof Object(value).StartAt === 'string';

/** The interpreter calls the function that is named as the state; the deployed definition has to mean the same. */
function checked(name: unknown, { DefinitionString }: Fields): Machine {
  if (!isMachine(DefinitionString)) throw new Error(`moto has no definition of ${name}`);
  for (const { state, resource } of taskStates(DefinitionString)) {
    const [, called] = /:lambda:.*:function:(.*)$/.exec(resource) ?? [];
    if (called !== undefined && called !== `${STACK}-${functionNameOf(state)}`) {
      throw new Error(`${name}: the state ${state} calls ${called}`);
    }
  }
  return DefinitionString;
}

export function stepFunctionsOf(deployed: Deployed[], invoke: Invoke): StepFunctions {
  const machines = deployed.filter(({ type }) => type === 'AWS::StepFunctions::StateMachine');
  const { region, accountId } = PLACE;
  return createStepFunctions({
    ...{ clock: REAL_TIME, random: seededRandom(1), region, accountId, invoke },
    machines: Object.fromEntries(
      machines.map(({ id, found }) => {
        const answer = fieldsOf(found);
        return [String(answer.StateMachineName), checked(id, answer)];
      }),
    ),
    ...{ transitionMs: { min: 0, max: 0 }, readLagMs: { min: 0, max: 0 } },
  });
}
