/** What a request of ours may name: each kind that keeps to its plan, and each that goes beyond. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { beyondABystander, beyondItsReach, launchedAnonymously } from '../../../../simulator/checks/rules/request.ts';
import { aPlan } from '../../../support/plans.ts';
import { anAddress, anInstance, aReplacement, NEW, OLD } from '../../../support/snapshots.ts';

const by = 'move-traffic';
const reach = { plan: aPlan(), instances: [anInstance(), aReplacement()] };
const { allocationId } = anAddress();

const route = {
  RouteTableId: 'rtb-a',
  DestinationCidrBlock: '10.242.2.0/24',
  NetworkInterfaceId: NEW.networkInterfaceId,
};
const address = { AllocationId: allocationId, InstanceId: NEW.instanceId };
const alarm = (instanceId: string) => ({
  AlarmName: 'failover-dev-sophos-status-check',
  Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
});

describe('S13: what a takeover asks for', () => {
  test.each<[string, Record<string, unknown>]>([
    ['AssociateAddress', address],
    ['AssociateAddress', { ...address, InstanceId: OLD.instanceId }],
    ['ReplaceRoute', route],
    ['CreateRoute', route],
    ['StopInstances', { InstanceIds: [OLD.instanceId] }],
    ['TerminateInstances', { InstanceIds: [NEW.instanceId] }],
    ['ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: NEW.networkInterfaceId }],
    ['CreateTags', { Resources: [allocationId, NEW.instanceId] }],
    ['PutMetricAlarm', alarm(NEW.instanceId)],
    [
      'PutMetricAlarm',
      { AlarmName: 'failover-dev-sophos-probe', Dimensions: [{ Name: 'Appliance', Value: 'sophos' }] },
    ],
    ['RunInstances', {}],
  ])('%s of what is its own', (action, input) => {
    expect(beyondItsReach({ by, action, input }, reach)).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['AssociateAddress', { ...address, AllocationId: 'eipalloc-theirs' }, 'eipalloc-theirs'],
    ['AssociateAddress', { ...address, InstanceId: 'i-theirs' }, 'i-theirs'],
    ['ReplaceRoute', { ...route, NetworkInterfaceId: 'eni-theirs' }, 'eni-theirs'],
    ['PutMetricAlarm', alarm('i-theirs'), 'i-theirs'],
    ['RunInstances', { LaunchTemplate: { LaunchTemplateId: 'lt-theirs' } }, 'lt-theirs'],
    ['ReplaceRoute', { ...route, DestinationCidrBlock: '192.168.99.0/24' }, '192.168.99.0/24 in rtb-a'],
    ['CreateRoute', { ...route, RouteTableId: 'rtb-theirs' }, '10.242.2.0/24 in rtb-theirs'],
    ['StopInstances', { InstanceIds: [OLD.instanceId, 'i-theirs'] }, 'i-theirs'],
    ['TerminateInstances', { InstanceIds: ['i-theirs'] }, 'i-theirs'],
    ['ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: 'eni-theirs' }, 'eni-theirs'],
    ['CreateTags', { Resources: ['i-theirs'] }, 'i-theirs'],
    ['SetAlarmState', { AlarmName: 'failover-dev-mysophos-probe' }, 'failover-dev-mysophos-probe'],
  ])('%s of what is not', (action, input, what) => {
    expect(beyondItsReach({ by, action, input }, reach)).toEqual([
      `S13: move-traffic asked for ${action} of ${what}, which is not in the plan`,
    ]);
  });

  test('the old instance belongs to the plan, although its tags were removed', () => {
    const stop = { by, action: 'StopInstances', input: { InstanceIds: [OLD.instanceId] } };
    expect(beyondItsReach(stop, { ...reach, instances: [] })).toEqual([]);
  });

  test('what is no part of any takeover', () => {
    const release = { by, action: 'ReleaseAddress', input: { AllocationId: allocationId } };
    expect(beyondItsReach(release, reach)).toEqual([
      'S13: move-traffic asked for ReleaseAddress, which is no part of a takeover',
    ]);
  });
});

describe('S13: what a caller that works for no takeover asks for', () => {
  const applianceOf = (id: string): string | undefined => (id === OLD.instanceId ? 'sophos' : undefined);

  test('the end of an instance of an appliance, and of no other', () => {
    const stop = { by: 'sweep', action: 'StopInstances', input: { InstanceIds: [OLD.instanceId] } };
    expect(beyondABystander(stop, applianceOf)).toEqual([]);
    expect(beyondABystander({ ...stop, input: { InstanceIds: ['i-theirs'] } }, applianceOf)).toEqual([
      'S13: sweep asked for StopInstances of i-theirs, which is of no appliance',
    ]);
  });

  test.each([
    ...['AssociateAddress', 'DisassociateAddress', 'CreateRoute', 'ReplaceRoute', 'DeleteRoute'],
    'ModifyNetworkInterfaceAttribute',
  ])('never %s', (action) => {
    expect(beyondABystander({ by: 'sweep', action, input: {} }, applianceOf)).toEqual([
      `S13: sweep asked for ${action}, and works for no takeover`,
    ]);
  });

  test('everything else leaves traffic and instances alone', () => {
    expect(beyondABystander({ by: 'sweep', action: 'CreateTags', input: {} }, applianceOf)).toEqual([]);
  });
});

describe('S6: a launch', () => {
  const launching = (tags: Record<string, string>, ResourceType = 'instance') => ({
    by: 'launch-replacement',
    action: 'RunInstances',
    input: {
      TagSpecifications: [{ ResourceType, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }],
    },
  });
  const replacement = { [TAG.appliance]: 'sophos', [TAG.role]: 'replacement', [TAG.generation]: '1' };
  const proof = { [TAG.appliance]: 'sophos', [TAG.role]: 'proof', [TAG.imageUnderProof]: 'ami-1' };

  test('of a replacement says of which takeover, of a proof which image is proven', () => {
    expect(launchedAnonymously(launching(replacement))).toEqual([]);
    expect(launchedAnonymously(launching(proof))).toEqual([]);
  });

  test.each(Object.keys(replacement))('without %s is named', (key) => {
    const tags = Object.fromEntries(Object.entries(replacement).filter(([left]) => left !== key));
    expect(launchedAnonymously(launching(tags))).toEqual([`S6: launch-replacement launched without ${key}`]);
  });

  test('with tags for its volumes alone says nothing of itself', () => {
    expect(launchedAnonymously(launching(replacement, 'volume'))).toHaveLength(3);
  });

  test('is the only request that is asked', () => {
    expect(launchedAnonymously({ by, action: 'CreateTags', input: {} })).toEqual([]);
  });
});
