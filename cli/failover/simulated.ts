/** A command in the simulated account of a scenario: the real command, steps and machines, and no request to AWS. */
import { RefusedError } from '../../shared/domain/errors.ts';
import { serves } from '../../simulator/account/observe.ts';
import { simulatedProber } from '../../simulator/account/prober.ts';
import { clockOf } from '../../simulator/account/time/clock.ts';
import { CONNECT_MS } from '../../simulator/durations.ts';
import { UnknownScenarioError } from '../../simulator/stories/library.ts';
import { findScenario } from '../../simulator/stories/scenario-file.ts';
import { type Scenario, ScenarioFileError } from '../../simulator/stories/schema.ts';
import { clientsFor } from '../../simulator/stories/shared-clients.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { visitScenario } from '../../simulator/stories/visit.ts';
import type { Person } from '../person.ts';
import type { Door } from './open.ts';
import type { Within } from './setting.ts';
import type { Simulated } from './simulated-option.ts';

/** Real time passes while a person answers, and virtual time does not. */
const personIn = ({ clock }: Simulation, person: Person): Person => ({
  ...person,
  ask: (question) => clock.standStill(person.ask(question)),
});

function doorTo(simulation: Simulation, door: Door): Door {
  const { world, clock, configuration } = simulation;
  let ids = 0;
  return {
    ...door,
    clients: ({ region }) => clientsFor(region),
    clock: clockOf(clock),
    prober: simulatedProber({ world, serves, connectMs: CONNECT_MS }),
    configuration: () => configuration,
    environment: {},
    framework: undefined,
    person: personIn(simulation, door.person),
    newId: () => {
      ids += 1;
      return `simulated-${ids}`;
    },
  };
}

/** @throws RefusedError with what is wrong with the name or with the file. */
function scenarioOf({ scenario }: Simulated): Scenario {
  try {
    return findScenario(scenario);
  } catch (cause) {
    if (cause instanceof UnknownScenarioError || cause instanceof ScenarioFileError)
      throw new RefusedError(cause.message);
    throw cause;
  }
}

const notice = ({ name }: Scenario, { seed }: Simulated, atSeconds: number): string =>
  `SIMULATED: scenario ${name}, seed ${seed}, ${atSeconds} s after its beginning; AWS is not asked, and nothing is kept`;

/** Everything about the place and the credentials is that of the simulated account. */
export function inSimulation<T>(
  simulated: Simulated,
  { common, configuration, door, terminal }: Within,
  work: (within: Within) => Promise<T>,
): Promise<T> {
  const scenario = scenarioOf(simulated);
  const { stage, region = configuration.region } = common;
  const visiting = { ...simulated, scenario, stage, configuration: { ...configuration, region } };
  return visitScenario(visiting, (simulation, atSeconds) => {
    terminal.complain(`${notice(scenario, simulated, atSeconds)}\n`);
    const within = { ...common, profile: undefined, region: simulation.world.region };
    return work({ common: within, configuration: simulation.configuration, door: doorTo(simulation, door), terminal });
  });
}
