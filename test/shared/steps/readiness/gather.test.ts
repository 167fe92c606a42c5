/** What readiness is judged by: each thing that cannot be read is unknown for its own reason, and leaves the others known. */
import { describe, expect, test } from '@jest/globals';
import { checkOnce, onReady } from '../../../support/checked.ts';
import { giveAddress } from '../../../support/console-hands.ts';
import { addressIn } from '../../../support/swept.ts';
import { change } from '../../../support/unready/breaking.ts';

describe('the live instance', () => {
  test('is not asked for while the address is attached to nothing', () =>
    onReady({}, async (simulation) => {
      const { allocationId } = addressIn(simulation);
      giveAddress(simulation.world, { allocationId, networkInterfaceId: undefined });
      const before = simulation.world.calls.length;
      const { red, sentence } = await checkOnce(simulation);
      expect(red).toContain('address');
      const own = simulation.world.calls.slice(before).filter(({ caller }) => caller === 'check-readiness');
      expect(own.map(({ action }) => action)).not.toContain('DescribeInstances');
      expect(sentence('vcpu-quota')).toContain('the address is attached to no instance');
      expect(sentence('launch-template')).toContain(
        'the live instance is not known, so there is nothing to compare with',
      );
    }));

  test('that EC2 will not describe is unknown with its id and EC2’s words, and what needs it is too', () =>
    onReady({}, async (simulation, active) => {
      simulation.inject({ kind: 'deny', action: 'DescribeInstances', caller: 'check-readiness' });
      const { answer, open, sentence } = await checkOnce(simulation);
      expect(answer).toBe('unknown');
      expect(open).toMatchObject({ 'vcpu-quota': 'unknown', 'launch-template': 'unknown', marketplace: 'unknown' });
      expect(open).not.toHaveProperty('image-exists');
      expect(sentence('vcpu-quota')).toMatch(new RegExp(`${active} is unreadable \\(UnauthorizedOperation: `));
    }));

  test('that EC2 does not know, although it holds the address, is unknown by its id', () =>
    onReady({}, async (simulation, active) => {
      simulation.inject({
        ...{ kind: 'fail', action: 'DescribeInstances', caller: 'check-readiness', times: 9 },
        ...{ code: 'InvalidInstanceID.NotFound', status: 400 },
      });
      const { sentence, open } = await checkOnce(simulation);
      expect(open).toMatchObject({ 'vcpu-quota': 'unknown' });
      expect(sentence('vcpu-quota')).toContain(`EC2 does not know ${active}, which holds the address`);
    }));

  test('decides which types are offered, unless types are configured', () =>
    onReady({ appliance: { instanceTypes: ['m5a.large'] } }, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'DescribeInstances', caller: 'check-readiness' });
      const { sentence } = await checkOnce(simulation);
      expect(sentence('type-offered')).not.toContain('the live instance type is not known');
    }));
});

describe('the quota', () => {
  test('is unknown while the size of the type cannot be read', () =>
    onReady({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'DescribeInstanceTypes', caller: 'check-readiness' });
      const { answer, open, sentence } = await checkOnce(simulation);
      expect({ answer, open }).toEqual({ answer: 'unknown', open: { 'vcpu-quota': 'unknown' } });
      expect(sentence('vcpu-quota')).toMatch(/DescribeInstanceTypes|UnauthorizedOperation/);
    }));
});

describe('the security groups', () => {
  const regroup = ({ world }: Parameters<typeof addressIn>[0]) =>
    change(world, world.ec2.networkInterfaces, (each) => ({ ...each, groupIds: ['sg-0another'] }));

  const tried = (simulation: Parameters<typeof addressIn>[0], name: string) =>
    simulation.world.calls.filter(
      ({ action, caller, dryRun }) => dryRun && action === 'RunInstances' && caller === name,
    );

  test('that are configured are what the launch template is compared with', () =>
    onReady({}, async (simulation) => {
      regroup(simulation);
      expect((await checkOnce(simulation)).open).toEqual({});
    }));

  test('that are not configured are those of the live instance', () =>
    onReady({ appliance: { securityGroups: undefined } }, async (simulation) => {
      expect((await checkOnce(simulation)).red).toEqual([]);
      expect(tried(simulation, 'launch-replacement')).not.toEqual([]);
      regroup(simulation);
      expect((await checkOnce(simulation)).red).toContain('launch-template');
    }));

  test('that cannot be read leave the template unknown, and the launch is tried with the kept ones', () =>
    onReady({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'DescribeSecurityGroups', caller: 'check-readiness' });
      const { open } = await checkOnce(simulation);
      expect(open).toEqual({ 'launch-template': 'unknown' });
      expect(tried(simulation, 'launch-replacement')).not.toEqual([]);
    }));
});
