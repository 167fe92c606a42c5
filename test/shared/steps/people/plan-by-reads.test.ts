/** The plan that is made of reads of EC2 alone: from which instance, for which generation, and what each launch asks for. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { type PlanByReads, planByReads } from '../../../../shared/steps/people/plan-by-reads.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { type AtTheCommandLine, atTheCommandLine } from '../../../support/command-line.ts';
import { alter, giveAddress } from '../../../support/console-hands.ts';
import { withDeps } from '../../../support/with-deps.ts';

const plan = ({ simulation }: AtTheCommandLine, mode: 'failover' | 'switchover' = 'failover'): Promise<PlanByReads> =>
  withDeps(simulation, (deps) => {
    const [appliance = anAppliance()] = simulation.configuration.appliances;
    return planByReads({ appliance, mode, requestedBy: 'ada', reason: 'it drops packets' }, deps);
  });

const detach = ({ simulation, allocationId }: AtTheCommandLine): void =>
  giveAddress(simulation.world, { allocationId, networkInterfaceId: undefined });

describe('the plan', () => {
  test('is of the person who asks, now, and of no execution', () =>
    atTheCommandLine({}, async (at) => {
      const { plan: made } = await plan(at);
      expect(made).toMatchObject({
        ...{ appliance: 'sophos', mode: 'failover', automatic: false, requestedBy: 'ada', because: 'it drops packets' },
        ...{ startedBy: '', startedAt: made.decidedAt, failedAt: made.decidedAt, owner: 'failover-dev' },
      });
      expect(made.tried).toBeUndefined();
    }));

  test('of a switchover says so', () =>
    atTheCommandLine({}, async (at) => {
      expect((await plan(at, 'switchover')).plan.mode).toBe('switchover');
    }));

  test('is of the first generation where none is tagged', () =>
    atTheCommandLine({}, async (at) => {
      expect((await plan(at)).plan.generation).toBe(1);
    }));

  test('is of the generation behind the one that is tagged', () =>
    atTheCommandLine({}, async (at) => {
      at.tag({ [TAG.generation]: '4' });
      expect((await plan(at)).plan.generation).toBe(5);
    }));

  test('takes the place of the holder of the address', () =>
    atTheCommandLine({}, async (at) => {
      at.tag({ [TAG.activeInstance]: 'i-0another0000000' });
      expect((await plan(at)).plan.old?.instanceId).toBe(at.holder);
    }));

  test('launches as the instance that the tag names, when the address is attached to nothing', () =>
    atTheCommandLine({}, async (at) => {
      detach(at);
      alter(at.simulation.world, at.holder, { type: 'm5.2xlarge' });
      const { plan: made } = await plan(at);
      expect(made.placements[0]?.instanceType).toBe('m5.2xlarge');
    }));

  test('is refused for an address that belongs to another stack', () =>
    atTheCommandLine({}, async (at) => {
      at.tag({ [TAG.owner]: 'failover-prod' });
      await expect(plan(at)).rejects.toThrow('203.0.113.10 belongs to failover-prod, and this is failover-dev');
    }));

  test('is refused when no instance is known, and no launch template', () =>
    atTheCommandLine({ owned: false }, async (at) => {
      detach(at);
      await expect(plan(at)).rejects.toThrow(/^not-adopted: .* does not answer for its instance \(absent\)$/);
    }));
});

describe('the launches', () => {
  test('are one for each place, in the order of the plan, and say which', () =>
    atTheCommandLine({ appliances: [anAppliance({ instanceTypes: ['m6i.large'] })] }, async (at) => {
      const { plan: made, launches } = await plan(at);
      expect(launches.map(({ place }) => place)).toEqual(
        made.placements.map(({ instanceType, zone, imageId }) => `${instanceType} in ${zone} from ${imageId}`),
      );
      expect(launches.length).toBeGreaterThan(1);
    }));

  test('carry the tags of the instance and its name, and none of ours', () =>
    atTheCommandLine({}, async (at) => {
      alter(at.simulation.world, at.holder, { tags: { Name: 'the gateway', team: 'network' } });
      const { plan: made, launches } = await plan(at);
      expect(made.blueprint.tags).toEqual({ team: 'network' });
      const Tags = [
        { Key: 'team', Value: 'network' },
        { Key: 'Name', Value: 'the gateway' },
      ];
      expect(launches[0]?.request).toMatchObject({
        TagSpecifications: ['instance', 'volume', 'network-interface'].map((ResourceType) => ({ ResourceType, Tags })),
      });
    }));

  test('launch one instance of the image, in the subnet and with the groups of the plan', () =>
    atTheCommandLine({}, async (at) => {
      const { plan: made, launches } = await plan(at);
      const [place] = made.placements;
      expect(launches[0]?.request).toMatchObject({
        ...{ MinCount: 1, MaxCount: 1, ImageId: place?.imageId, SubnetId: place?.subnetId },
        ...{ SecurityGroupIds: made.blueprint.securityGroupIds, ClientToken: expect.stringMatching(/^[0-9a-f]{64}$/) },
      });
    }));

  test('have each a token of its own, and another one in the next plan', () =>
    atTheCommandLine({}, async (at) => {
      const tokens = async () => (await plan(at)).launches.map(({ request }) => Reflect.get(request, 'ClientToken'));
      const first = await tokens();
      await at.simulation.clock.sleep(1_000);
      const second = await tokens();
      expect(new Set([...first, ...second]).size).toBe(first.length + second.length);
    }));
});
