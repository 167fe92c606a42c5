/** S26: effects on what is not ours are found by who made it, regardless of its tags; what is ours may be touched. */
import { describe, expect, test } from '@jest/globals';
import { callers } from '../../../../simulator/account/caller.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { stopInstances, terminateInstances } from '../../../../simulator/account/ec2/change-state.ts';
import { deregisterImage } from '../../../../simulator/account/ec2/deregister-image.ts';
import { DATABASE } from '../../../../simulator/account/strangers/bystander.ts';
import { withoutProvenance } from '../../../../simulator/checks/rules/provenance.ts';
import { type Simulation, simulate } from '../../../../simulator/stories/simulation.ts';
import { aConfiguration } from '../../../support/appliances.ts';

const told = (story: (simulation: Simulation) => Promise<void> | void): Promise<string[]> =>
  simulate({ configuration: aConfiguration(), seed: 1, account: { bystander: true } }, async (simulation) => {
    await story(simulation);
    return simulation.watch.violations.filter((each) => each.includes('S26'));
  });

const as = <Result>(name: string, { world }: Simulation, act: () => Result): Result =>
  callers.run({ name, dead: false, world }, act);

const OURS = { 'failover:appliance': 'sophos', 'failover:role': 'retired', 'failover:owner': 'failover-dev' };

const disguised = (simulation: Simulation): void =>
  simulation.inject({ kind: 'tag-by-stranger', resourceId: DATABASE.instanceId, tags: OURS });

describe('an instance of another team', () => {
  test('that a function stops is a violation, although its tags call it retired', async () => {
    const violations = await told((simulation) => {
      disguised(simulation);
      as('sweep', simulation, () => stopInstances(simulation.world, { InstanceIds: [DATABASE.instanceId] }));
    });
    expect(violations).toEqual([expect.stringContaining(`S26: sweep stopped ${DATABASE.instanceId}`)]);
  });

  test('that a function terminates is a violation', async () => {
    const violations = await told((simulation) => {
      as('sweep', simulation, () => terminateInstances(simulation.world, { InstanceIds: [DATABASE.instanceId] }));
    });
    expect(violations).toEqual([expect.stringContaining(`S26: sweep terminated ${DATABASE.instanceId}`)]);
  });

  test('that its own team stops is none', async () => {
    const violations = await told((simulation) => {
      as('person', simulation, () => stopInstances(simulation.world, { InstanceIds: [DATABASE.instanceId] }));
    });
    expect(violations).toEqual([]);
  });
});

describe('an image of another team', () => {
  test('that a rotation prunes is a violation, and so is each of its snapshots', async () => {
    const violations = await told((simulation) => {
      const request = { ImageId: DATABASE.imageId, DeleteAssociatedSnapshots: true };
      as('prune-images', simulation, () => deregisterImage(simulation.world, request));
    });
    expect(violations.join()).toContain(`S26: prune-images deregistered ${DATABASE.imageId}`);
    expect(violations.join()).toContain(`S26: prune-images deleted ${DATABASE.snapshotId}`);
  });
});

test('the active instance may be stopped by a takeover', async () => {
  const violations = await told((simulation) => {
    const active = [...simulation.world.ec2.instances.keys()].find((id) => id !== DATABASE.instanceId) ?? '';
    expect(truth(simulation.world.ec2.instances, active)?.tags.Name).toBe('sophos');
    as('stop-failed', simulation, () => stopInstances(simulation.world, { InstanceIds: [active] }));
  });
  expect(violations).toEqual([]);
});

test('every kind of effect has its words', () => {
  const kinds = ['stop', 'terminate', 'deregister', 'delete', 'route', 'adopt', 'tag', 'launch'] as const;
  const effects = kinds.map((did) => ({ by: 'sweep', did, id: 'i-1', ours: false }));
  expect(new Set(withoutProvenance(effects)).size).toBe(kinds.length);
  expect(withoutProvenance(effects.map((effect) => ({ ...effect, ours: true })))).toEqual([]);
});
