/** Builders for frozen plans: a takeover of the recipe's appliance, and only what a test is about spelled out. */
import type { Placement, TakeoverPlan } from '../../shared/domain/takeover/takeover-plan.ts';
import { OLD, someRoutes } from './snapshots.ts';

export function aPlacement(overrides: Partial<Placement> = {}): Placement {
  return {
    imageId: 'ami-new',
    zone: 'ap-northeast-1c',
    subnetId: 'subnet-c',
    instanceType: 'm5.large',
    ...overrides,
  };
}

export function aPlan(overrides: Partial<TakeoverPlan> = {}): TakeoverPlan {
  return {
    appliance: 'sophos',
    generation: 1,
    mode: 'failover',
    automatic: true,
    requestedBy: 'failover-dev-sophos-status-check',
    because: 'failed according to: EC2 status impaired; direct probe',
    failedAt: '2026-11-21T02:59:30.000Z',
    startedAt: '2026-11-21T03:00:00.000Z',
    decidedAt: '2026-11-21T03:00:03.000Z',
    startedBy: 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-failover:e-1',
    old: { ...OLD, zone: 'ap-northeast-1a' },
    address: {
      allocationId: 'eipalloc-1',
      publicIp: '203.0.113.10',
      associationId: 'eipassoc-1',
      instanceId: OLD.instanceId,
    },
    routes: someRoutes(),
    placements: [aPlacement(), aPlacement({ imageId: 'ami-older' })],
    imagesTakenAt: { 'ami-new': '2026-11-20T21:00:00.000Z', 'ami-older': '2026-11-19T21:00:00.000Z' },
    blueprint: { launchTemplate: { id: 'lt-1', version: '3' }, securityGroupIds: ['sg-1'] },
    instanceName: 'sophos',
    owner: 'failover-dev',
    fencing: 'stop-last',
    probe: { protocol: 'tcp', host: '203.0.113.10', port: 443, path: '/', timeoutMs: 2000 },
    bootLimitSeconds: 1200,
    ...overrides,
  };
}
