/** The seconds that the product itself adds to a takeover, beside those of the recipe in the same world and seed. */
import type { Appliance, Configuration } from '../../../shared/domain/appliance.ts';
import { callers } from '../../account/caller.ts';
import { observe } from '../../account/observe.ts';
import type { Call } from '../../account/world.ts';
import { adoptLongAgo } from '../../stories/adopted.ts';
import { clientsFor } from '../../stories/shared-clients.ts';
import { type Simulation, simulate } from '../../stories/simulation.ts';
import { cook } from './recipe.ts';

export type Seconds = {
  /** From the event to the last read-back (the recipe: the last answer) of the move. */
  moved: number;
  /** From sending RunInstances to the first DescribeInstances that answers `running`. */
  launching: number;
  /** In which `Assess` looks for itself. The recipe does not look. */
  looking: number;
  /** What is left: moved, less launching, less looking. */
  own: number;
};

type Run = { seconds: Seconds; realMs: number };

/** Assess probes three times, a second each, when nothing answers. */
const LOOK_SECONDS = 3;

/** The alarm on the status checks goes off about two minutes after the death; the bench begins at its event. */
const DETECT_MS = 120_000;

async function kill(simulation: Simulation, appliance: Appliance): Promise<string> {
  await adoptLongAgo(simulation);
  const { instanceId } = observe(simulation.world, appliance).address;
  if (!instanceId) throw new Error('the address has no holder');
  simulation.inject({ kind: 'host-dead', instanceId });
  await simulation.clock.sleep(DETECT_MS);
  return instanceId;
}

type Window = { fromMs: number; calls: Call[]; lookSeconds: number };

function secondsOf({ fromMs, calls, lookSeconds }: Window): Seconds {
  const launches = calls.filter(({ action }) => action === 'RunInstances');
  // One that was carried out after its client had lost patience is found and adopted, and launched all the same.
  const run = launches.find(({ error }) => !error) ?? launches[0];
  const moves = ['AssociateAddress', 'ReplaceRoute', 'CreateRoute'];
  const firstMoveMs = Math.min(...calls.filter(({ action }) => moves.includes(action)).map(({ atMs }) => atMs));
  const looks = calls.filter(
    ({ action, atMs }) => action === 'DescribeInstances' && run && atMs > run.atMs && atMs < firstMoveMs,
  );
  const running = looks.at(-1);
  const lastMs = Math.max(...calls.map(({ endedAtMs }) => endedAtMs));
  if (!run || !running) throw new Error('this run launched nothing');
  const moved = (lastMs - fromMs) / 1000;
  const launching = (running.endedAtMs - run.atMs) / 1000;
  return { moved, launching, looking: lookSeconds, own: moved - launching - lookSeconds };
}

const UNTIL_MOVED = ['assess', 'claim', 'launch-replacement', 'await-replacement', 'move-traffic'];

/** One takeover by the deployed machines, with every Lambda cold. */
export function takeover(configuration: Configuration, seed: number): Promise<Run> {
  return simulate({ configuration, seed }, async (simulation) => {
    const [appliance] = configuration.appliances;
    if (!appliance) throw new Error('the configuration names no appliance');
    const instanceId = await kill(simulation, appliance);
    const startedMs = performance.now();
    const execution = await simulation.deliverAlarm({ appliance: appliance.name, kind: 'status-check', instanceId });
    const fromMs = simulation.clock.nowMs();
    await simulation.ended(execution);
    await simulation.settle();
    const calls = simulation.world.calls.filter(({ caller, atMs }) => UNTIL_MOVED.includes(caller) && atMs >= fromMs);
    return { seconds: secondsOf({ fromMs, calls, lookSeconds: LOOK_SECONDS }), realMs: performance.now() - startedMs };
  });
}

/** The recipe, started automatically at the same moment. */
export function recipe(configuration: Configuration, seed: number): Promise<Seconds> {
  return simulate({ configuration, seed }, async (simulation) => {
    const [appliance] = configuration.appliances;
    if (!appliance) throw new Error('the configuration names no appliance');
    const { world, clock } = simulation;
    await kill(simulation, appliance);
    const fromMs = clock.nowMs();
    const kitchen = { clients: clientsFor(world.region), clock, appliance };
    await callers.run({ name: 'recipe', dead: false, world }, () => cook(kitchen));
    return secondsOf({ fromMs, calls: world.calls.filter(({ caller }) => caller === 'recipe'), lookSeconds: 0 });
  });
}
