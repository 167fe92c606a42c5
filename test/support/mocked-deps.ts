/** Everything that a step is given, with clients that answer what a test tells them to. */
import type { Deps } from '../../shared/deps.ts';
import { aConfiguration } from './appliances.ts';
import { mockedClients } from './mocked-clients.ts';
import { aClock } from './virtual-clock.ts';

/** `overrides` for the few things that a test is about. */
export function mockedDeps(overrides: Partial<Omit<Deps, 'clients'>> = {}) {
  const mocks = mockedClients();
  const deps: Deps = {
    ...{ clients: mocks.clients, clock: aClock(), configuration: aConfiguration(), log: () => undefined },
    prober: { probe: async () => ({ answered: true, detail: 'connected' }) },
    deployment: {
      ...{ stage: 'dev', region: 'ap-northeast-1', references: [{ host: 'reference', port: 443 }] },
      takeoverMachineArn: 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-takeover',
      sweepRoleName: 'failover-dev-SweepRole-1',
    },
    ...overrides,
  };
  return { ...mocks, deps };
}
