/** A person at the command line of a simulated deployment. */

import { main } from '../../cli/failover/main.ts';
import type { Door } from '../../cli/failover/open.ts';
import { createPaint } from '../../cli/paint.ts';
import type { Person } from '../../cli/person.ts';
import type { Appliance } from '../../shared/domain/appliance.ts';
import { callers } from '../../simulator/account/caller.ts';
import type { Consistency } from '../../simulator/account/table.ts';
import { clockOf } from '../../simulator/account/time/clock.ts';
import { truthOf } from '../../simulator/checks/watch/truth.ts';
import { readScenario } from '../../simulator/stories/library.ts';
import { clientsFor } from '../../simulator/stories/shared-clients.ts';
import { type Simulation, simulate } from '../../simulator/stories/simulation.ts';
import { visitScenario } from '../../simulator/stories/visit.ts';
import { aConfiguration, anAppliance } from './appliances.ts';
import { tag, tagsOf } from './console-hands.ts';

export type Ran = { code: number; out: string; complaints: string; changes: string[] };

export type AtTheCommandLine = {
  simulation: Simulation;
  allocationId: string;
  /** Who holds the address at the beginning. */
  holder: string;
  run(...args: string[]): Promise<Ran>;
  tags(): Record<string, string>;
  tag(tags: Record<string, string>): void;
};

/** `owned: false` is an address that no sweep has adopted yet. */
type Setting = { appliances?: Appliance[]; consistency?: Consistency; door?: Partial<Door>; owned?: boolean };

/** A script: there is no terminal to ask at, and no Ctrl-C. */
export const noPerson: Person = {
  present: false,
  ask: async () => undefined,
  interruption: () => ({ happened: new Promise(() => undefined), forget: () => undefined }),
};

/** A person at a terminal, with the answers that the person is going to give, and the questions that were asked. */
export function personWho(...answers: string[]): Person & { asked: string[] } {
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answers.shift();
  };
  return { ...noPerson, present: true, asked, ask };
}

/** A function that is invoked makes its own calls, as its own caller. */
const isRead = (action: string): boolean => /^(Describe|List|Get|Invoke)/.test(action);

function doorTo({ clock, configuration }: Simulation, door: Partial<Door>): Door {
  return {
    clients: ({ region }) => clientsFor(region),
    clock: clockOf(clock),
    prober: { probe: async () => ({ answered: false, detail: 'the command line does not probe' }) },
    configuration: () => configuration,
    environment: { AWS_CONFIG_FILE: 'test/support/aws-config.ini', AWS_SHARED_CREDENTIALS_FILE: 'none' },
    person: noPerson,
    user: 'ada',
    newId: () => 'id-1',
    write: () => undefined,
    ...door,
  };
}

/** Everything that was called while the command ran, by the operator alone. */
async function runAs(simulation: Simulation, door: Door, args: string[]): Promise<Ran> {
  const { world } = simulation;
  const before = world.calls.length;
  const out: string[] = [];
  const complaints: string[] = [];
  const terminal = {
    ...{ live: false, width: 100, paint: createPaint(false) },
    write: (text: string) => void out.push(text),
    complain: (text: string) => void complaints.push(text),
    pause: async () => {},
    exitWith: () => {},
  };
  const code = await callers.run({ name: 'person', dead: false, world }, () => main(args, terminal, door));
  const sent = world.calls.slice(before).filter(({ action, caller }) => caller === 'person' && !isRead(action));
  return { code, out: out.join(''), complaints: complaints.join(''), changes: sent.map(({ action }) => action) };
}

/** Adopted as a sweep leaves it, as far as the tags on the address are asked for. */
export function atTheCommandLine<T>(setting: Setting, story: (at: AtTheCommandLine) => Promise<T>): Promise<T> {
  const {
    appliances = [anAppliance()],
    consistency = { lagFactor: 0, flickers: false },
    door = {},
    owned = true,
  } = setting;
  const configuration = { region: 'ap-northeast-1', appliances };
  return simulate({ configuration, seed: 7, account: { consistency } }, (simulation) => {
    const [appliance = anAppliance()] = appliances;
    const { allocationId, instanceId = '' } = truthOf(simulation.world, appliance).traffic.address;
    const adopted = { 'failover:owner': 'failover-dev', 'failover:active-instance': instanceId };
    if (owned) tag(simulation.world, allocationId, adopted);
    return story({
      ...{ simulation, allocationId, holder: instanceId },
      run: (...args) => runAs(simulation, doorTo(simulation, door), args),
      tags: () => tagsOf(simulation.world, allocationId),
      tag: (tags) => tag(simulation.world, allocationId, tags),
    });
  });
}

type Visited = { scenario: string; atSeconds?: number; door?: Partial<Door> };

/** In an account that a test has set up. */
export const commandLineOf =
  (simulation: Simulation, door: Partial<Door> = {}): AtTheCommandLine['run'] =>
  (...args) =>
    runAs(simulation, doorTo(simulation, door), args);

/** At a moment of a scenario, or when it is over. */
export function inScenario<T>(
  { scenario, atSeconds, door = {} }: Visited,
  story: (at: Pick<AtTheCommandLine, 'simulation' | 'run'>) => Promise<T>,
): Promise<T> {
  const visited = {
    scenario: readScenario(scenario),
    configuration: aConfiguration(),
    stage: 'dev',
    seed: 1,
    atSeconds,
  };
  return visitScenario(visited, (simulation) =>
    story({ simulation, run: (...args) => runAs(simulation, doorTo(simulation, door), args) }),
  );
}
