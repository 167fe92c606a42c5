/** A scenario up to one of its moments: a person then does something of their own in its account. */
import type { Configuration } from '../../shared/domain/appliance.ts';
import { callers } from '../account/caller.ts';
import { castFault } from '../account/faults/all.ts';
import { castOf } from './cast.ts';
import { accountOf, configurationOf } from './given.ts';
import type { Stage } from './moments.ts';
import { adopt, playMoments } from './play.ts';
import type { Scenario } from './schema.ts';
import { type Simulation, simulate } from './simulation.ts';
import { atState, hasVariants } from './variants.ts';

type Visiting = {
  scenario: Scenario;
  configuration: Configuration;
  stage: string;
  seed: number;
  /** Moments before this second have happened, and none after it; without it all of them have, and what they started has ended. */
  atSeconds: number | undefined;
};

/** A forced stop that hangs is asked for and not waited for. */
const AFTERMATH_MS = 60_000;

/** Where one that crashes at each state is visited. */
const STATE = 'MoveTraffic';

async function playUntil(stage: Stage, { scenario, atSeconds }: Visiting): Promise<void> {
  const { simulation } = stage;
  const { clock } = simulation;
  const zeroMs = clock.nowMs();
  const until = atSeconds ?? Number.POSITIVE_INFINITY;
  await playMoments(stage, { moments: scenario.when.filter((moment) => moment.atSeconds < until) });
  await clock.sleep(Math.max(0, zeroMs + (atSeconds ?? scenario.watchSeconds) * 1000 - clock.nowMs()));
  if (atSeconds !== undefined) return;
  await simulation.settle();
  await clock.sleep(AFTERMATH_MS);
}

/** `work` is done by the caller `person`, whom no fault and no death of a function is about. */
export function visitScenario<T>(
  asked: Visiting,
  work: (simulation: Simulation, atSeconds: number) => Promise<T>,
): Promise<T> {
  const { seed, stage } = asked;
  const scenario = hasVariants(asked.scenario) ? atState(asked.scenario, STATE) : asked.scenario;
  const visiting = { ...asked, scenario };
  const configuration = configurationOf(scenario, visiting.configuration);
  const [appliance] = configuration.appliances;
  if (!appliance) throw new Error('the configuration has no appliance');
  const { automatic, faults, adopted, roles } = scenario.given;
  const account = accountOf(scenario, appliance, stage);
  return simulate({ configuration, seed, stage, automatic, account, roles }, async (simulation) => {
    const { world, clock } = simulation;
    const cast = castOf(world, appliance);
    for (const fault of faults) simulation.inject(castFault(cast, fault));
    if (adopted) await adopt(simulation, appliance);
    const zeroMs = clock.nowMs();
    await playUntil({ simulation, appliance, cast }, visiting);
    const person = { name: 'person', dead: false, world };
    return callers.run(person, () => work(simulation, Math.round((clock.nowMs() - zeroMs) / 1000)));
  });
}
