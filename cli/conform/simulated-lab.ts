/** A lab in the simulated account: what the kit observes there is what real observations are compared with. */
import { parseConfiguration } from '../../shared/config/parse.ts';
import { RefusedError } from '../../shared/domain/errors.ts';
import { callers } from '../../simulator/account/caller.ts';
import type { Fault } from '../../simulator/account/faults/fault.ts';
import { serves } from '../../simulator/account/observe.ts';
import { simulatedProber } from '../../simulator/account/prober.ts';
import { clockOf } from '../../simulator/account/time/clock.ts';
import { truthOf } from '../../simulator/checks/watch/truth.ts';
import { CONNECT_MS } from '../../simulator/durations.ts';
import { clientsFor } from '../../simulator/stories/shared-clients.ts';
import { type Simulation, simulate } from '../../simulator/stories/simulation.ts';
import { createPaint } from '../paint.ts';
import type { Person } from '../person.ts';
import type { Terminal } from '../terminal.ts';
import type { Door } from './door.ts';
import { type ConformanceFile, readFile } from './file.ts';
import { ROWS } from './rows.ts';
import { furnishSurroundings } from './simulated-surroundings.ts';

const REGION = 'ap-northeast-1';
const STAGE = 'lab';

/** As docs/operate/first-hour.md writes it. */
export const LAB_CONFIGURATION = `region: ${REGION}
appliances:
  - name: lab
    profile: generic
    floatingIp: 203.0.113.10
    vpc: lab-vpc
    subnets: lab-public
    routeTables: lab-public
    instance: lab
    image: lab
    securityGroups: lab
    vpnCidrs: [10.242.2.0/24]
    mode: auto
    probe: { protocol: tcp, port: 443, intervalSeconds: 10, failures: 3 }
    cooldownMinutes: 1
    rotation: { schedule: cron(0 3 * * ? *), timezone: Asia/Tokyo, keep: 3, prove: weekly }
    notify: [lab@example.com]
`;

export const MODELLED = ROWS.filter(({ notModelled }) => notModelled === undefined).map(({ number }) => number);

/** Two hours before the rotation of the night, so that no schedule of it comes between. */
const START = new Date('2026-11-21T01:00:00.000Z');

/** Until the sweep has adopted the appliance, and its probe has a vote. */
const CALM_MS = 900_000;

export const silentTerminal = (write: (text: string) => void = () => undefined): Terminal => ({
  ...{ live: false, width: 100, paint: createPaint(false), write, complain: write },
  pause: async () => undefined,
  exitWith: () => undefined,
});

/** Presses every Enter, and does at the appliance what the rows ask of a person. */
function simulatedPerson({ simulation, say = () => undefined }: Handles): Person {
  const { world, configuration } = simulation;
  let broken: Fault | undefined;
  const holder = (): string => {
    const [appliance] = configuration.appliances;
    return (appliance && truthOf(world, appliance).traffic.address.instanceId) ?? '';
  };
  const answers: [RegExp, () => string][] = [
    [/account id/, () => world.accountId],
    [/Type y/, () => 'y'],
    [/number that it prints/, () => '0'],
    [/^Row 15, stop/, () => begin({ kind: 'service-dead', instanceId: holder() })],
    [/^Row 15, start/, () => end()],
    [/^Row 16, crash/, () => begin({ kind: 'instance-dead', instanceId: holder() })],
  ];
  const begin = (fault: Fault): string => {
    broken = fault;
    simulation.inject(fault);
    return '';
  };
  const end = (): string => {
    if (broken) simulation.repair(broken);
    return '';
  };
  return {
    present: true,
    ask: async (question) => {
      say(question);
      return answers.find(([pattern]) => pattern.test(question))?.[1]() ?? '';
    },
    interruption: () => ({ happened: new Promise(() => undefined), forget: () => undefined }),
  };
}

type Handles = { simulation: Simulation; say?: (question: string) => void };

export type Kit = (args: string[], terminal: Terminal, door: Door) => Promise<number>;

export function doorToLab(handles: Handles, files: Map<string, string>): Door {
  const { world, clock, configuration } = handles.simulation;
  return {
    clients: ({ region }) => clientsFor(region),
    clock: clockOf(clock),
    prober: simulatedProber({ world, serves, connectMs: CONNECT_MS }),
    configuration: () => configuration,
    environment: { AWS_CONFIG_FILE: 'none', AWS_SHARED_CREDENTIALS_FILE: 'none' },
    person: simulatedPerson(handles),
    user: 'simulated',
    newId: () => 'simulated',
    resolve: async () => [{ address: '192.0.2.1', ttl: 60 }],
    list: () => [],
    read: (file) => files.get(file),
    write: (file, text) => void files.set(file, text),
  };
}

/** Opens a lab that was adopted long enough ago, and lets an operator work in it. */
export function inLab<T>(seed: number, work: (simulation: Simulation) => Promise<T>): Promise<T> {
  const configuration = parseConfiguration(LAB_CONFIGURATION, {
    ...{ file: 'the simulated lab', region: REGION, now: START.toISOString() },
  });
  const build = { instanceType: 't3.nano' };
  const options = { configuration, seed, stage: STAGE, automatic: true, startAt: START, account: { build } };
  return simulate(options, async (simulation) => {
    furnishSurroundings(simulation);
    await simulation.clock.sleep(CALM_MS);
    return callers.run({ name: 'person', dead: false, world: simulation.world }, () => work(simulation));
  });
}

const OUT = 'simulated.json';

/** What the kit writes when it runs these rows in the simulated lab. */
export async function observeSimulated(
  kit: Kit,
  { seed = 1, rows = MODELLED, hear }: { seed?: number; rows?: number[]; hear?: (text: string) => void } = {},
): Promise<ConformanceFile> {
  const files = new Map<string, string>();
  await inLab(seed, (simulation) => {
    const door = doorToLab({ simulation, ...(hear && { say: hear }) }, files);
    return kit(['--rows', rows.join(','), '--out', OUT], silentTerminal(hear), door);
  });
  const text = files.get(OUT);
  if (text === undefined) throw new RefusedError('the simulated lab observed nothing');
  return readFile(text, 'the simulated observations');
}
