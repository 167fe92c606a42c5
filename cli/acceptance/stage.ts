/** Everything that the acts of the story use: the emulator, what is packaged, the machines, and the service of the appliance. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clients, createClients } from '../../shared/aws/clients.ts';
import { EMULATED, type EmulatedAccount, furnishEmulated } from '../../shared/aws/lab/emulated-account.ts';
import { loadMachine, MACHINE_NAMES } from '../../shared/machines/load-machine.ts';
import { seededRandom } from '../../simulator/random.ts';
import { createStepFunctions, machineArn, type StepFunctions } from '../../simulator/step-functions.ts';
import { freePort } from './find-moto.ts';
import { accessKeyOf, type Invoke, invoking } from './functions.ts';
import { configurationFileIn, type Place, packageInto } from './packaged.ts';
import { startRelay } from './relay.ts';

/** moto's only account. */
const PLACE: Place = { region: 'ap-northeast-1', accountId: '123456789012', stage: 'dev' };

const configurationFor = ({ publicIp }: EmulatedAccount, port: number): string => `region: ${PLACE.region}
appliances:
  - name: ${EMULATED.name}
    profile: generic
    floatingIp: ${publicIp}
    vpc: ${EMULATED.name}
    subnets: ${EMULATED.name}
    routeTables: ${EMULATED.name}
    instance: ${EMULATED.name}
    image: ${EMULATED.name}
    securityGroups: ${EMULATED.name}
    vpnCidrs: [${EMULATED.cidr}]
    mode: auto
    cooldownMinutes: 1
    probe: { protocol: tcp, port: ${port}, host: 127.0.0.1, intervalSeconds: 10, failures: 3 }
    rotation: { schedule: cron(0 3 * * ? *), timezone: UTC, keep: 3, prove: never }
    notify: [${EMULATED.mail}]
`;

/** What the probed port of the appliance would be; the story opens and closes it. */
export type Service = { open(): void; close(): void };

function serviceAt(port: number): Service {
  let server: Server | undefined;
  return {
    open: () => {
      server ??= createServer((socket) => socket.end()).listen(port, '127.0.0.1');
    },
    close: () => {
      server?.close();
      server = undefined;
    },
  };
}

export type Stage = {
  clients: Clients;
  account: EmulatedAccount;
  invoke: Invoke;
  stepFunctions: StepFunctions;
  service: Service;
  endpoint: string;
  configurationFile: string;
  machineArnOf(name: string): string;
  /** What the functions wrote to their logs. */
  logs: string[];
};

function machinesIn(place: Place) {
  return Object.fromEntries(
    MACHINE_NAMES.map((name) => {
      const resolve = ({ logicalId }: { logicalId: string }): string => {
        if (logicalId === 'AWS::Partition') return 'aws';
        const [, machine] = /^(\w+)StateMachine$/.exec(logicalId) ?? [];
        const of = { region: place.region, accountId: place.accountId };
        if (machine) return machineArn({ ...of, name: `failover-${place.stage}-${machine.toLowerCase()}` });
        return `arn:aws:lambda:${place.region}:${place.accountId}:function:${logicalId}`;
      };
      return [`failover-${place.stage}-${name}`, loadMachine(name, resolve)];
    }),
  );
}

const REAL_TIME = {
  nowMs: () => Date.now(),
  at: (epochMs: number, run: () => void) => void setTimeout(run, epochMs - Date.now()),
  sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)),
};

/** Furnishes, packages, and hands all of it to `work`. */
export async function onStage<T>(
  moto: string,
  say: (text: string) => void,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'failover-acceptance-'));
  const { region, accountId } = PLACE;
  const services: { stepFunctions?: StepFunctions; invoke?: Invoke } = {};
  const relay = await startRelay({
    ...{ moto, ...PLACE },
    services: () => {
      const { stepFunctions, invoke } = services;
      if (!stepFunctions || !invoke) throw new Error('called before it was deployed');
      return { stepFunctions, invoke };
    },
  });
  try {
    const credentials = { accessKeyId: accessKeyOf('person'), secretAccessKey: 'none' };
    const clients = createClients({ region, credentials, endpoint: relay.url, requestTimeoutMs: 60_000 });
    const account = await furnishEmulated(clients, region);
    const port = await freePort();
    const probed = serviceAt(port);
    say('packaging the functions');
    const functions = packageInto(folder, configurationFor(account, port), PLACE);
    const logs: string[] = [];
    const invoke = invoking({ functions, endpoint: relay.url, region, log: (text) => logs.push(text) });
    const stepFunctions = createStepFunctions({
      ...{ clock: REAL_TIME, random: seededRandom(1), region, accountId, machines: machinesIn(PLACE), invoke },
      ...{ transitionMs: { min: 0, max: 0 }, readLagMs: { min: 0, max: 0 } },
    });
    Object.assign(services, { stepFunctions, invoke });
    probed.open();
    const machineArnOf = (name: string): string => machineArn({ region, accountId, name: `failover-dev-${name}` });
    try {
      return await work({
        clients,
        account,
        invoke,
        stepFunctions,
        service: probed,
        machineArnOf,
        logs,
        endpoint: relay.url,
        configurationFile: configurationFileIn(folder),
      });
    } finally {
      probed.close();
    }
  } finally {
    relay.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
