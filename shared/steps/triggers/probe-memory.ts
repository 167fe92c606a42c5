/** What a warm execution environment remembers from one minute to the next. Forgetting it costs seconds, never the truth. */
import type { Deps } from '../../deps.ts';
import type { ProbePoint } from '../../domain/probing/probe-metric.ts';

export type ProbeMemory = {
  /** By appliance, what its last probe came to; unknown says nothing and leaves it as it was. */
  last: Map<string, 'answering' | 'failing'>;
  /** By allocation id: EC2 is asked once, so that its being away does not blind the prober. */
  publicIps: Map<string, string>;
  /** Points that could not be published yet. */
  waiting: ProbePoint[];
};

/** An environment has one prober for life, and so has a simulated account. */
const memories = new WeakMap<Deps['prober'], ProbeMemory>();

export function memoryOf(prober: Deps['prober']): ProbeMemory {
  const memory = memories.get(prober) ?? { last: new Map(), publicIps: new Map(), waiting: [] };
  memories.set(prober, memory);
  return memory;
}
