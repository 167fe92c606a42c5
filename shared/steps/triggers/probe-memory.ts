/** What a warm execution environment remembers from one minute to the next. Forgetting it costs seconds, never the truth. */
import type { ProberClients } from '../../aws/prober-clients.ts';
import type { ProbePoint } from '../../domain/probing/probe-metric.ts';
import type { Row } from '../../domain/probing/row.ts';

export type ProbeMemory = {
  /** By appliance, what its last probe came to; unknown says nothing and leaves it as it was. */
  last: Map<string, 'answering' | 'failing'>;
  /** By allocation id: EC2 is asked once, so that its being away does not blind the prober. */
  publicIps: Map<string, string>;
  /** By appliance, when its last probe began that came to a verdict. */
  seenAt: Map<string, string>;
  /** By appliance, its failed probes in a row. */
  rows: Map<string, Row>;
  /** By appliance, the last question that was put to the failover machine. */
  asked: Map<string, string>;
  /** By appliance, the early launch that was asked for last. */
  prepared: Map<string, string>;
  /** When the last early launches were started, over all appliances. */
  preparedAt: string[];
  /** Points that could not be published yet. */
  waiting: ProbePoint[];
};

/** An environment has one set of clients for life. */
const memories = new WeakMap<ProberClients, ProbeMemory>();

export function memoryOf(clients: ProberClients): ProbeMemory {
  const memory = memories.get(clients) ?? newMemory();
  memories.set(clients, memory);
  return memory;
}

const newMemory = (): ProbeMemory => ({
  last: new Map(),
  publicIps: new Map(),
  seenAt: new Map(),
  rows: new Map(),
  asked: new Map(),
  prepared: new Map(),
  preparedAt: [],
  waiting: [],
});
