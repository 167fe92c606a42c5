/** Execution environments: the first concurrent call of a function starts cold, a later one may find it warm. */
import type { Clients } from '../../../shared/aws/clients.ts';

type Environment = {
  busy: boolean;
  freeUntilMs: number;
  /** What the code keeps between two invocations: its clients, and what it remembers under them. */
  clients?: Clients;
};

type Fleet = {
  /** A free, still warm environment, or a new one. Every concurrent invocation has its own. */
  take(functionName: string, nowMs: number): { environment: Environment; cold: boolean };
};

export function createFleet(): Fleet {
  const environments = new Map<string, Environment[]>();
  return {
    take(functionName, nowMs) {
      const known = environments.get(functionName) ?? [];
      const kept = known.filter(({ busy, freeUntilMs }) => busy || freeUntilMs > nowMs);
      const warm = kept.find(({ busy }) => !busy);
      const environment = warm ?? { busy: true, freeUntilMs: 0 };
      environment.busy = true;
      environments.set(functionName, warm ? kept : [...kept, environment]);
      return { environment, cold: warm === undefined };
    },
  };
}
