/** The account before anything is deployed: the appliances, the relay, and a folder that is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clients, createClients } from '../../shared/aws/clients.ts';
import { type EmulatedAccount, furnishEmulated } from '../../shared/aws/lab/emulated-account.ts';
import type { StepFunctions } from '../../simulator/account/sfn/state.ts';
import { freePort } from './find-moto.ts';
import { accessKeyOf, type Invoke } from './functions.ts';
import { type Moto, motoAt } from './moto.ts';
import { configurationFileIn } from './packaged.ts';
import { APPLIANCES, PLACE, STACK } from './place.ts';
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

async function applianceNamed(clients: Clients, name: string): Promise<Appliance> {
  const account = await furnishEmulated(clients, { region: PLACE.region, name });
  const port = await freePort();
  const service = serviceAt(port);
  service.open();
  return { account, port, service };
}

/** Furnishes the account, and hands it to `work`; everything that it opened is closed afterwards. */
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
