/** A prober that asks the simulated network instead of the real one. */
import type { ProbeAnswer, ProbeTarget } from '../../shared/domain/probing/probing.ts';
import type { Prober } from '../../shared/prober.ts';
import { between, type Range } from '../random.ts';
import { type Caller, callers } from './caller.ts';
import { activeFaults } from './faults/active.ts';
import type { ActiveFault } from './faults/fault.ts';
import { INSIDE, servesInside } from './inside.ts';
import { afterCall, beforeCall } from './lambda/mortals.ts';
import { isDead } from './names.ts';
import type { World } from './world.ts';

type SimulatedNetwork = {
  world: World;
  /** Whether a connection to this host would be answered now. */
  serves: (world: World, host: string) => boolean;
  connectMs: Range;
};

function isCutOff(world: World): boolean {
  const asking = callers.getStore()?.name;
  return activeFaults(world, 'prober-cut-off').some(({ functionName }) => (functionName ?? asking) === asking);
}

/** Between us and the appliance; the references lie elsewhere. */
const isLost = (world: World): boolean =>
  activeFaults(world, 'probe-blocked').length > 0 || world.faults.active.some((each) => loses(each, world));

/** How many probes of each invocation `evenly` has seen: two that overlap must not share the losses between them. */
const counts = new WeakMap<Caller, number>();

function loses({ fault }: ActiveFault, { random }: World): boolean {
  if (fault.kind !== 'probe-lossy') return false;
  const caller = callers.getStore();
  if (!fault.evenly || !caller) return random() < fault.share;
  const before = counts.get(caller) ?? 0;
  counts.set(caller, before + 1);
  return Math.floor((before + 1) * fault.share) > Math.floor(before * fault.share);
}

function silent({ world, serves }: SimulatedNetwork, { host, port }: ProbeTarget): boolean {
  // From inside no road leads to the public addresses, and from outside none to the private ones.
  if (callers.getStore()?.name === INSIDE) return isCutOff(world) || !servesInside(world, { host, port });
  return isCutOff(world) || (!world.names.has(host) && (isLost(world) || !serves(world, host)));
}

async function answerTo(network: SimulatedNetwork, target: ProbeTarget): Promise<ProbeAnswer> {
  const { clock, random } = network.world;
  const { timeoutMs } = target;
  const connectMs = Math.round(between(random, network.connectMs));
  // A connection that began with a dead address hangs, even if DNS answers another one by then.
  const hangs = isDead(network.world, target.host);
  await clock.sleep(connectMs);
  if (!hangs && !silent(network, target)) return { answered: true, detail: 'connected' };
  await clock.sleep(Math.max(0, timeoutMs - connectMs));
  return { answered: false, detail: `no answer in ${timeoutMs} ms` };
}

export function simulatedProber(network: SimulatedNetwork): Prober {
  return {
    async probe(target: ProbeTarget): Promise<ProbeAnswer> {
      const caller = callers.getStore();
      if (caller?.dead) return new Promise(() => {});
      // Who stands inside asks nothing else, so that this is where it dies; all others die at their SDK calls.
      const mortal = caller?.name === INSIDE ? caller : undefined;
      await beforeCall(mortal);
      const answer = await answerTo(network, target);
      await afterCall(mortal);
      return answer;
    },
  };
}
