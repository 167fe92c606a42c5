/** The deployed stack, and everything that the acts use of it. */

import type { StepFunctions } from '../../simulator/account/sfn/state.ts';
import { detailOf } from '../../simulator/account/sfn/status-event.ts';
import { type Deployed, deploy } from './deployed/deploy.ts';
import { openBus, type Put } from './events/bus.ts';
import { type Delivered, deliver } from './events/deliver.ts';
import { type DeployedFunction, type Invoke, invoking } from './functions.ts';
import type { Lot } from './lot.ts';
import { stepFunctionsOf } from './machines.ts';
import { fieldsOf } from './moto.ts';
import { type Package, packageInto } from './packaged.ts';
import { configurationFor, PLACE, STACK } from './place.ts';

export type Stage = Lot & {
  package: Package;
  deployed: Deployed[];
  invoke: Invoke;
  stepFunctions: StepFunctions;
  /** Every change of an execution's status, as Step Functions tells EventBridge. */
  statusEvents: Put[];
  deliver(event: Put): Promise<Delivered[]>;
};

export const packaged = ({ folder, appliances }: Lot): Promise<Package> =>
  packageInto(folder, configurationFor(appliances));

function functionsOf(deployed: Deployed[], { files }: Package): Map<string, DeployedFunction> {
  return new Map(
    [...files].map(([name, file]) => {
      const found = deployed.find(({ wanted }) => wanted.FunctionName === name)?.found;
      const variables = Object.entries(fieldsOf(fieldsOf(found?.Environment).Variables));
      return [name, { file, environment: Object.fromEntries(variables.map(([key, value]) => [key, String(value)])) }];
    }),
  );
}

/** Deploys the package; the acts go on with what the stack made. */
export async function deployedOn(lot: Lot, built: Package): Promise<Stage> {
  const { moto, endpoint, logs } = lot;
  const { folder, template } = built;
  const deployed = await deploy({ moto, template, folder, name: STACK, accountId: PLACE.accountId });
  const functions = functionsOf(deployed, built);
  const log = (text: string): void => void logs.push(text);
  const invoke = invoking({ functions, stack: STACK, endpoint, region: PLACE.region, log });
  const stepFunctions = stepFunctionsOf(deployed, invoke);
  const sweepRole = functions.get(`${STACK}-sweep`)?.environment.SWEEP_ROLE_NAME ?? 'unknown';
  lot.use({ stepFunctions, invoke, sweepRole });
  const rules = deployed.filter(
    ({ type, wanted }) => type === 'AWS::Events::Rule' && wanted.EventPattern !== undefined,
  );
  const bus = await openBus(
    moto,
    rules.map(({ found }) => fieldsOf(found)),
  );
  const statusEvents: Put[] = [];
  stepFunctions.onStatus((execution) => {
    const detailType = 'Step Functions Execution Status Change';
    statusEvents.push({ source: 'aws.states', detailType, resources: [execution.arn], detail: detailOf(execution) });
  });
  const given = { ...lot, package: built, deployed, invoke, stepFunctions, statusEvents };
  return { ...given, deliver: (event) => deliver({ bus, stepFunctions, invoke }, event) };
}
