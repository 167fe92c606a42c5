/** A second appliance of ours in the same account: what two of them share, or what is kept for the wrong one, shows on it. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { alarmNameOf } from '../../shared/domain/decision/trigger.ts';
import { trafficFacts } from './facts.ts';
import { launchedFor, takeoversOf } from './outcome.ts';
import { routesBeside } from './routes-beside.ts';
import type { Simulation } from './simulation.ts';

/** Like the first, in the same network and route tables; its name even begins with the other's. */
export function neighbourOf(appliance: Appliance): Appliance {
  const name = `${appliance.name}-2`;
  const own = { floatingIp: '198.51.100.200', ...routesBeside(appliance, '10.199.0.0/24') };
  return { ...appliance, ...own, name, instance: name, image: name };
}

type NextDoor = Pick<Simulation, 'world' | 'deployment' | 'stepFunctions' | 'watch'> & { neighbour: Appliance };

/** What its alarms are about; one that is not there is about nothing. */
function watchedBy({ world, deployment: { stage }, neighbour }: NextDoor): (string | undefined)[] {
  return (['status-check', 'probe'] as const).map((kind) => {
    const alarm = world.cloudwatch.alarms.get(alarmNameOf({ stage, appliance: neighbour.name, kind }));
    return alarm?.definition.Dimensions?.[0]?.Value;
  });
}

/** Everything that is not at the instance that holds its address, or that instance itself when it does not run. */
function misdirected(nextDoor: NextDoor): string[] {
  const { world, neighbour } = nextDoor;
  const { address, routes, instances } = trafficFacts(world, neighbour);
  const holder = address.instanceId;
  const state = instances.find(({ id }) => id === holder)?.state;
  const [status, probe] = watchedBy(nextDoor);
  return [
    ...(state === 'running' ? [] : [`its address at ${holder}, which is ${state}`]),
    ...routes
      .filter(({ target }) => target !== holder)
      .map(({ destination, routeTableId, target }) => `${destination} in ${routeTableId} to ${target}`),
    ...(status === holder ? [] : [`its status-check alarm on ${status}`]),
    ...(probe === neighbour.name ? [] : [`its probe alarm on ${probe}`]),
  ];
}

/** Traffic that is misdirected for a time only, because a sweep fixes it, has been touched all the same. */
function everMisdirected(nextDoor: NextDoor): Set<string> {
  const found = new Set<string>();
  nextDoor.world.onChange(() => {
    for (const each of misdirected(nextDoor)) found.add(each);
  });
  return found;
}

/** To be asked at the end: `untouched`, `taken-over` by a replacement of its own, or any other outcome. */
export function lookNextDoor(simulation: Simulation, appliance: Appliance): () => string {
  const { world, watch, stepFunctions, configuration } = simulation;
  const { name: wanted } = neighbourOf(appliance);
  const neighbour = configuration.appliances.find(({ name }) => name === wanted);
  if (!neighbour) return () => 'nobody';
  const holder = (): string | undefined => trafficFacts(world, neighbour).address.instanceId;
  const was = holder();
  const nextDoor = { ...simulation, neighbour };
  const ever = everMisdirected(nextDoor);
  return () => {
    const found = misdirected(nextDoor);
    if (found.length > 0) return found.join('; ');
    const [takeovers, is] = [takeoversOf(stepFunctions.executions, wanted).length, holder() ?? ''];
    if (takeovers === 0 && is === was) return ever.size === 0 ? 'untouched' : `for a time ${[...ever].join('; ')}`;
    if (takeovers === 1 && launchedFor(watch, world, wanted).includes(is)) return 'taken-over';
    return `${takeovers} takeovers, and its address at ${is}`;
  };
}
