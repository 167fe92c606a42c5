/** Everything that the acts use: the emulator, the deployed stack, the machines, and the services of the appliances. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clients, createClients } from '../../shared/aws/clients.ts';
import { type EmulatedAccount, furnishEmulated } from '../../shared/aws/lab/emulated-account.ts';
import { detailOf } from '../../simulator/sfn/status-event.ts';
import type { StepFunctions } from '../../simulator/step-functions.ts';
import { type Deployed, deploy } from './deployed/deploy.ts';
import { openBus, type Put } from './events/bus.ts';
import { type Delivered, deliver } from './events/deliver.ts';
import { freePort } from './find-moto.ts';
import { accessKeyOf, type DeployedFunction, type Invoke, invoking } from './functions.ts';
import { stepFunctionsOf } from './machines.ts';
import { fieldsOf, type Moto, motoAt } from './moto.ts';
import { configurationFileIn, type Package, packageInto } from './packaged.ts';
import { APPLIANCES, configurationFor, PLACE, STACK } from './place.ts';
import { type Plays, plays } from './plays.ts';
import { startRelay } from './relay.ts';
import { type Service, serviceAt } from './service.ts';

export type Appliance = { account: EmulatedAccount; port: number; service: Service };

/** What was found before anything is deployed. */
export type Lot = {
  clients: Clients;
  moto: Moto;
  plays: Plays;
  appliances: [Appliance, Appliance, Appliance];
  /** Instances whose host is broken. */
  impaired: Set<string>;
  endpoint: string;
  folder: string;
  configurationFile: string;
  /** What the functions wrote to their logs. */
  logs: string[];
  /** The relay answers with these from now on. */
  use(services: { stepFunctions: StepFunctions; invoke: Invoke; sweepRole: string }): void;
};

export type Stage = Lot & {
  package: Package;
  deployed: Deployed[];
  invoke: Invoke;
  stepFunctions: StepFunctions;
  /** Every change of an execution's status, as Step Functions tells EventBridge. */
  statusEvents: Put[];
  deliver(event: Put): Promise<Delivered[]>;
};

async function applianceNamed(clients: Clients, name: string): Promise<Appliance> {
  const account = await furnishEmulated(clients, { region: PLACE.region, name });
  const port = await freePort();
  const service = serviceAt(port);
  service.open();
  return { account, port, service };
}

/** Furnishes the account, and hands it to `work`; whatever it opened is closed afterwards. */
export async function onLot<T>(url: string, work: (lot: Lot) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'failover-acceptance-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const played = plays();
  const impaired = new Set<string>();
  let services: Parameters<Lot['use']>[0] | undefined;
  const known = () => {
    if (!services) throw new Error('called before it was deployed');
    return services;
  };
  const creator = () => `arn:aws:sts::${PLACE.accountId}:assumed-role/${known().sweepRole}/${STACK}-sweep`;
  const relay = await startRelay({ moto: url, words: { creator, impaired, plays: played }, services: known });
  const opened: Appliance[] = [];
  try {
    const credentials = { accessKeyId: accessKeyOf('person'), secretAccessKey: 'none' };
    const clients = createClients({ region: PLACE.region, credentials, endpoint: relay.url, requestTimeoutMs: 60_000 });
    for (const name of APPLIANCES) opened.push(await applianceNamed(clients, name));
    const [first, second, third] = opened;
    if (!first || !second || !third) throw new Error('three appliances are needed');
    return await work({
      ...{ clients, plays: played, impaired, folder, moto: motoAt(url, PLACE.region), endpoint: relay.url },
      ...{ appliances: [first, second, third], configurationFile: configurationFileIn(folder), logs: [] },
      use: (given) => {
        services = given;
      },
    });
  } finally {
    for (const { service } of opened) service.close();
    relay.close();
    process.off('exit', remove);
    remove();
  }
}

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
