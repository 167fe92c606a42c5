/** Would a failover succeed if it began now? For each check an account in which exactly that is broken. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { statementsFor } from '../../../../infra/permissions.ts';
import { CHANGING_FUNCTIONS } from '../../../../shared/domain/dry-run.ts';
import { probeFingerprint, writeProbation } from '../../../../shared/domain/probation.ts';
import { READINESS_CHECKS, type ReadinessCheck } from '../../../../shared/domain/readiness.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import type { FunctionName } from '../../../../shared/machines/time-outs.ts';
import { checkReadiness } from '../../../../shared/steps/triggers/check-readiness.ts';
import { allTrue, truth, write } from '../../../../simulator/consistency.ts';
import type { SubnetRecord } from '../../../../simulator/ec2/state.ts';
import type { Simulation } from '../../../../simulator/simulation.ts';
import { ACCOUNT } from '../../../support/account.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { requestsOf } from '../../../support/authorization.ts';
import { checkOnce, onReady, probed } from '../../../support/checked.ts';
import { aimRoute, alter, giveAddress, tag } from '../../../support/console-hands.ts';
import { allows } from '../../../support/policy.ts';
import { playIn, type Setting } from '../../../support/step-stage.ts';
import { addressIn, addressTagsIn, sweepOnce } from '../../../support/swept.ts';

type Broken = {
  check: ReadinessCheck;
  how: string;
  setting?: Setting;
  breakIt?: (simulation: Simulation, active: string) => void | Promise<void>;
  says: RegExp;
};

const agoIn = ({ clock }: Simulation, seconds: number): string =>
  new Date(clock.nowMs() - seconds * 1000).toISOString();

const tagAddress = (simulation: Simulation, tags: Record<string, string>): void =>
  tag(simulation.world, addressIn(simulation).allocationId, tags);

function alterSubnets({ world }: Simulation, altered: (subnet: SubnetRecord) => SubnetRecord): void {
  for (const subnet of allTrue(world.ec2.subnets)) {
    write(world, world.ec2.subnets, { id: subnet.id, value: altered(subnet), lagMs: 0 });
  }
}

/** A second network interface, as somebody attaches it in the console. */
function addInterface({ world }: Simulation, active: string): void {
  const [first = ''] = truth(world.ec2.instances, active)?.networkInterfaceIds ?? [];
  const networkInterface = truth(world.ec2.networkInterfaces, first);
  if (!networkInterface) throw new Error('the instance has no interface');
  const id = 'eni-0second';
  write(world, world.ec2.networkInterfaces, { id, value: { ...networkInterface, id }, lagMs: 0 });
  alter(world, active, { networkInterfaceIds: [first, id] });
}

const BROKEN: Broken[] = [
  {
    check: 'address',
    how: 'another stack owns the address',
    breakIt: (simulation) => tagAddress(simulation, { [TAG.owner]: 'failover-prod' }),
    says: /belongs to failover-prod/,
  },
  {
    check: 'address',
    how: 'somebody has detached the address',
    breakIt: (simulation) => {
      const { allocationId } = addressIn(simulation);
      giveAddress(simulation.world, { allocationId, networkInterfaceId: undefined });
    },
    says: /attached to no instance; associate it/,
  },
  {
    check: 'adopted',
    how: 'it was given a second network interface',
    breakIt: addInterface,
    says: /2 network interfaces/,
  },
  {
    check: 'paused',
    how: 'a person has paused it',
    breakIt: (simulation) => tagAddress(simulation, { [TAG.pausedUntil]: agoIn(simulation, -3_600) }),
    says: /paused until .*resume with/,
  },
  {
    check: 'image-exists',
    how: 'its images are gone',
    breakIt: ({ world }) => world.ec2.images.clear(),
    says: /start a rotation/,
  },
  {
    check: 'image-age',
    how: 'last night made none',
    setting: { build: { imageAgesHours: [30, 54] } },
    says: /30 h old/,
  },
  {
    check: 'proof-age',
    how: 'the last proof is sixteen days old',
    setting: { build: { imageTags: { [TAG.provenAt]: '2026-11-05T03:00:00.000Z' } } },
    says: /16 days old; start a rotation with "prove": true/,
  },
  {
    check: 'subnet',
    how: 'the other subnets are full',
    breakIt: (simulation) => alterSubnets(simulation, (subnet) => ({ ...subnet, freeAddresses: 0 })),
    says: /no address is free/,
  },
  {
    check: 'subnet',
    how: 'there is no other zone',
    setting: { build: { zones: ['a'] } },
    says: /no configured subnet/,
  },
  {
    check: 'type-offered',
    how: 'EC2 has its type in no other zone',
    breakIt: ({ inject }) => inject({ kind: 'type-not-offered', type: 'm5.large' }),
    says: /offers m5.large in none of ap-northeast-1c, ap-northeast-1d/,
  },
  {
    check: 'vcpu-quota',
    how: 'one vCPU is left',
    breakIt: ({ world }) => {
      world.quotas.standardVcpus = 3;
    },
    says: /2 of 3 vCPUs .* needs 2 more/,
  },
  {
    check: 'launch-template',
    how: 'the live instance was given another key',
    breakIt: ({ world }, active) => alter(world, active, { keyName: 'another' }),
    says: /differs from the live instance in key/,
  },
  {
    check: 'launch-template',
    how: 'somebody has deleted the template',
    breakIt: ({ world }) => world.ec2.launchTemplates.clear(),
    says: /no launch template failover-dev-sophos/,
  },
  {
    check: 'routes',
    how: 'somebody has aimed a route elsewhere',
    breakIt: ({ world }) => {
      const [table] = allTrue(world.ec2.routeTables);
      aimRoute(world, { routeTableId: table?.id ?? '', destination: '10.242.2.0/24', target: 'igw-0a1b2c3d4e5f60718' });
    },
    says: /10.242.2.0\/24 in rtb-\w+ -> igw-/,
  },
  {
    check: 'vpn-cidr',
    how: 'a subnet of the VPC has the addresses of the VPN clients',
    breakIt: (simulation) => {
      const [subnet] = allTrue(simulation.world.ec2.subnets);
      if (!subnet) throw new Error('there is no subnet');
      const value = { ...subnet, id: 'subnet-0other', tags: {}, cidr: '10.242.0.0/16' };
      write(simulation.world, simulation.world.ec2.subnets, { id: value.id, value, lagMs: 0 });
    },
    says: /10.242.2.0\/24 lies inside 10.242.0.0\/16 of subnet-0other/,
  },
  {
    check: 'alarms',
    how: 'somebody has deleted the status check alarm',
    breakIt: ({ world }) => void world.cloudwatch.alarms.delete('failover-dev-sophos-status-check'),
    says: /status check alarm does not exist/,
  },
  {
    check: 'probe',
    how: 'the prober has fallen silent',
    breakIt: ({ clock }) => clock.sleep(120_000),
    says: /said nothing for more than 90 s/,
  },
  {
    check: 'probe',
    how: 'the probe was never let in',
    breakIt: (simulation) => {
      const since = { stands: 'since', since: agoIn(simulation, 1_000) } as const;
      tagAddress(simulation, { [TAG.probe]: writeProbation(probeFingerprint(anAppliance()), since) });
    },
    says: /has no vote/,
  },
  {
    check: 'permissions',
    how: 'somebody has taken a permission away',
    breakIt: ({ inject }) => inject({ kind: 'deny', action: 'StopInstances', caller: 'stop-failed' }),
    says: /denied: stop-failed ec2:StopInstances/,
  },
];

describe('a calm appliance', () => {
  test('is ready, and says so in less than six seconds', () =>
    onReady({}, async (simulation) => {
      const beganMs = simulation.clock.nowMs();
      const { ready, open, news, changes } = await checkOnce(simulation);
      expect({ ready, open, news }).toEqual({ ready: true, open: {}, news: [] });
      expect(simulation.clock.nowMs() - beganMs).toBeLessThan(6_000);
      expect(changes).toEqual([...CHANGING_FUNCTIONS.map(() => 'Invoke'), 'PutMetricData']);
    }));

  test('is not changed by the question: every changing call was a dry run', () =>
    onReady({}, async ({ world, ...simulation }) => {
      const before = world.changes.length;
      await checkOnce({ world, ...simulation });
      expect(world.changes.slice(before)).toEqual([]);
      const asked = world.calls.filter(({ dryRun, action }) => dryRun && action !== 'DescribeAddresses');
      expect(new Set(asked.map(({ error }) => error))).toEqual(new Set(['DryRunOperation']));
      expect(new Set(asked.map(({ caller }) => caller))).toEqual(new Set(CHANGING_FUNCTIONS));
    }));

  test('is asked for nothing that a role does not allow', () =>
    onReady({}, async ({ world, ...simulation }) => {
      await checkOnce({ world, ...simulation });
      const tried = world.calls.filter(
        ({ dryRun, action, caller }) => (dryRun && action !== 'DescribeAddresses') || caller === 'check-readiness',
      );
      const denied = tried
        .filter(({ action }) => !/^(Describe|Get)/.test(action))
        .flatMap((call) => {
          const statements = statementsFor(call.caller as FunctionName, simulation.configuration, ACCOUNT);
          return requestsOf(world, call).flatMap((request) =>
            allows(statements, request) ? [] : [`${call.caller}: ${request.action} on ${request.resources.join()}`],
          );
        });
      expect(denied).toEqual([]);
    }));
});

describe('exactly one check turns red', () => {
  test.each(BROKEN)('$check when $how', ({ check, setting, breakIt, says }) =>
    onReady(setting ?? {}, async (simulation, active) => {
      await breakIt?.(simulation, active);
      if (check !== 'probe') probed(simulation, { failed: false, secondsAgo: 1 });
      const { red, ready, sentence } = await checkOnce(simulation);
      expect(red).toEqual([check]);
      expect(sentence(check)).toMatch(says);
      expect(ready).toBe(false);
    }),
  );

  test('every check that can turn red has been seen red', () => {
    const seen = new Set<string>([...BROKEN.map(({ check }) => check), 'marketplace']);
    expect(READINESS_CHECKS.filter((check) => !seen.has(check))).toEqual([]);
  });
});

describe('what only a launch would show', () => {
  test('is not testable for a Marketplace image', () =>
    onReady({}, async (simulation, active) => {
      alter(simulation.world, active, { productCodes: ['8xyz'] });
      expect((await checkOnce(simulation)).open).toEqual({ marketplace: 'not-testable' });
    }));

  test('is unknown until an image is proven, and not testable when none ever will be', async () => {
    await onReady({ build: { imageTags: {} } }, async (simulation) =>
      expect((await checkOnce(simulation)).open).toEqual({ 'proof-age': 'unknown' }),
    );
    const rotation = { ...anAppliance().rotation, prove: 'never' as const };
    await onReady({ appliance: { rotation }, build: { imageTags: {} } }, async (simulation) =>
      expect((await checkOnce(simulation)).open).toEqual({ 'proof-age': 'not-testable' }),
    );
  });
});

describe('what cannot be asked', () => {
  test('is unknown, which is no reason to alarm anybody', () =>
    onReady({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'DescribeImages', caller: 'check-readiness' });
      const { ready, open } = await checkOnce(simulation);
      expect(ready).toBe(true);
      expect(open).toEqual({
        'image-exists': 'unknown',
        'image-age': 'unknown',
        'proof-age': 'unknown',
        permissions: 'unknown',
      });
    }));

  test('publishes nothing when it is more than half', () =>
    onReady({}, async (simulation) => {
      for (const action of [
        'DescribeInstances',
        'DescribeVpcs',
        'DescribeImages',
        'DescribeAlarms',
        'GetServiceQuota',
      ]) {
        simulation.inject({ kind: 'deny', action, caller: 'check-readiness' });
      }
      simulation.inject({ kind: 'deny', action: 'Invoke' });
      const { appliances, changes } = await checkOnce(simulation);
      expect(appliances[0]?.problems).toEqual(['more than half is unknown, so nothing is published']);
      expect(changes).not.toContain('PutMetricData');
    }));

  test('is everything when EC2 hangs, and the others still have their turn', () =>
    onReady({}, async (simulation) => {
      simulation.inject({ kind: 'slow', action: 'DescribeVpcs', seconds: 100 });
      const beganMs = simulation.clock.nowMs();
      const { appliances } = await checkOnce(simulation);
      expect(new Set(appliances[0]?.checks.map(({ sentence }) => sentence))).toEqual(
        new Set(['nobody knew after 60 s']),
      );
      expect(simulation.clock.nowMs() - beganMs).toBeLessThan(62_000);
    }));

  test('is everything while a takeover is running, and then no call is tried', () =>
    onReady({}, async (simulation) => {
      asIfRunning(simulation, 'takeover-sophos-g1');
      const { appliances, changes } = await checkOnce(simulation);
      expect(new Set(appliances[0]?.checks.map(({ sentence }) => sentence))).toEqual(
        new Set(['a takeover is running']),
      );
      expect(changes).toEqual([]);
    }));
});

describe('what is told', () => {
  const record = (report: unknown) => ({
    requestContext: {
      functionArn: 'arn:aws:lambda:ap-northeast-1:123456789012:function:failover-dev-check-readiness:$LATEST',
    },
    responsePayload: report,
  });

  test('is what is red, once, and again when it returns; the sweep leaves it alone', () =>
    onReady({}, async (simulation) => {
      const told = async (): Promise<string[]> => {
        probed(simulation, { failed: false, secondsAgo: 1 });
        const { news, appliances } = await checkOnce(simulation);
        await simulation.invoke('notify', record({ appliances, news }));
        return news.flatMap(({ conditions }) => conditions.map(({ kind, about }) => `${kind} ${about}`));
      };
      simulation.world.quotas.standardVcpus = 3;
      expect(await told()).toEqual(['not-ready vcpu-quota']);
      expect(simulation.world.publications.at(-1)?.subject).toBe('sophos: a failover would not succeed as it is');
      await sweepOnce(simulation);
      expect(await told()).toEqual([]);
      simulation.world.quotas.standardVcpus = 640;
      expect(await told()).toEqual([]);
      expect(addressTagsIn(simulation)[TAG.told]).toBeUndefined();
      simulation.world.quotas.standardVcpus = 3;
      expect(await told()).toEqual(['not-ready vcpu-quota']);
    }));

  test("is nothing about another stack's address, whose tags are left alone", () =>
    onReady({}, async (simulation) => {
      tagAddress(simulation, { [TAG.owner]: 'failover-prod', [TAG.told]: 'r123' });
      expect((await checkOnce(simulation)).news).toEqual([]);
      expect(addressTagsIn(simulation)[TAG.told]).toBe('r123');
    }));
});

describe('the question', () => {
  test("may be a schedule's event or name one appliance, and its example is one", () => {
    const example: unknown = JSON.parse(readFileSync('events/triggers/check-readiness.json', 'utf8'));
    expect(checkReadiness.parse(example)).toEqual({ appliance: 'sophos' });
    expect(checkReadiness.parse({ source: 'aws.events', 'detail-type': 'Scheduled Event' })).toEqual({});
    expect(() => checkReadiness.parse({ appliance: 7 })).toThrow(/appliance: must be string/);
  });

  test('about an appliance that nobody knows is refused with those that there are', () =>
    onReady({}, async (simulation) =>
      expect(await playIn(simulation, 'check-readiness', { appliance: 'sofos' })).toMatchObject({
        error: 'RefusedError',
        why: 'there is no appliance "sofos"; there are sophos',
      }),
    ));
});
