/** LaunchProof: in another zone, unreachable, once; and want of room says nothing about the image. */
import type { IpPermission } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue, truth } from '../../../../simulator/account/consistency.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { IN_THE_WAY } from '../../../support/in-the-way.ts';
import { asked } from '../../../support/proven-stage.ts';
import { onNight, type RotationStage } from '../../../support/rotation-stage.ts';
import type { Setting } from '../../../support/step-stage.ts';

const onAvailable = (setting: Setting, story: (stage: RotationStage) => Promise<void>): Promise<void> =>
  onNight(setting, async (stage) => {
    await stage.perform('gate-rotation', 'create-image');
    await stage.untilAvailable();
    await story(stage);
  });

const proofsIn = ({ simulation }: RotationStage) =>
  allTrue(simulation.world.ec2.instances).filter(({ tags }) => tags[TAG.role] === 'proof');

const groupsIn = ({ simulation }: RotationStage) =>
  allTrue(simulation.world.ec2.securityGroups).filter(({ tags }) => tags[TAG.role] === 'proof');

describe('launching the proof', () => {
  test('puts it into another zone, with what the launch template says, and our tags', () =>
    onAvailable({}, async (stage) => {
      await stage.perform('launch-proof');
      const [proof] = proofsIn(stage);
      const active = truth(stage.simulation.world.ec2.instances, stage.active);
      expect(proof?.zone).not.toBe(active?.zone);
      expect(proof).toMatchObject({ type: 'm5.large', keyName: 'company', imageId: stage.done.image?.imageId });
      expect(proof?.tags).toEqual({
        Name: 'failover-dev-sophos-proof',
        ...{ [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev', [TAG.role]: 'proof' },
        [TAG.imageUnderProof]: stage.done.image?.imageId,
        [TAG.by]: expect.stringMatching(/:execution:failover-dev-rotation:/),
      });
      expect(stage.done.proof).toMatchObject({ outcome: 'launched', instanceId: proof?.id, zone: proof?.zone });
    }));

  test('into a group that lets nothing in and nothing out, without a public address', () =>
    onAvailable({}, async (stage) => {
      await stage.perform('launch-proof');
      const [group, ...more] = groupsIn(stage);
      expect(more).toEqual([]);
      expect(group).toMatchObject({ name: 'failover-dev-sophos-proof', egress: [] });
      const { world } = stage.simulation;
      const interfaceId = proofsIn(stage)[0]?.networkInterfaceIds[0] ?? '';
      expect(truth(world.ec2.networkInterfaces, interfaceId)?.groupIds).toEqual([group?.id]);
      const [call] = world.calls.filter(({ action }) => action === 'RunInstances');
      expect(call?.input).toMatchObject({
        NetworkInterfaces: [{ AssociatePublicIpAddress: false, Groups: [group?.id] }],
        BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { DeleteOnTermination: true } }],
        InstanceInitiatedShutdownBehavior: 'terminate',
      });
    }));

  test('into the same group the next time', () =>
    onAvailable({}, async (stage) => {
      await stage.perform('launch-proof');
      const { changes } = await stage.play('launch-proof');
      expect(changes).toEqual(['RunInstances']);
      expect(groupsIn(stage).length).toBe(1);
    }));

  test('again launches none beside it, also when the answer got lost', () =>
    onAvailable({}, async (stage) => {
      stage.simulation.inject({ kind: 'lose-answer', action: 'RunInstances', times: 1 });
      expect(await stage.play('launch-proof')).toMatchObject({ error: 'TransientError' });
      await stage.perform('launch-proof');
      await stage.perform('launch-proof');
      expect(proofsIn(stage).map(({ id }) => id)).toEqual([Object(stage.done.proof).instanceId]);
    }));

  test('makes and closes the group although reads lag behind', () =>
    onAvailable({}, async (stage) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 5 });
      await stage.perform('launch-proof');
      expect(groupsIn(stage)).toMatchObject([{ egress: [] }]);
    }));

  test('goes on in the next zone when the first has no capacity', () =>
    onAvailable({}, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity', zone: 'ap-northeast-1c' });
      await stage.perform('launch-proof');
      expect(stage.done.proof).toMatchObject({ outcome: 'launched', zone: 'ap-northeast-1d' });
    }));

  test('says that there is no place for it when no zone has any', () =>
    onAvailable({}, async (stage) => {
      stage.simulation.inject({ kind: 'no-capacity' });
      await stage.perform('launch-proof');
      const detail = expect.stringMatching(/ap-northeast-1c: InsufficientInstanceCapacity/);
      expect(stage.done.proof).toMatchObject({ outcome: 'no-place', detail });
    }));

  test('says that EC2 refuses the image, where its code is about nothing else', () =>
    onAvailable({}, async (stage) => {
      const imageId = stage.done.image?.imageId ?? '';
      stage.simulation.inject({ kind: 'image-broken', imageId, shows: 'at-call' });
      await stage.perform('launch-proof');
      const detail = expect.stringMatching(/cannot be launched: InvalidAMIID.NotFound/);
      expect(stage.done.proof).toMatchObject({ outcome: 'refused', detail });
    }));
});

describe('the door of a proof whose service is asked', () => {
  const inboundOf = (stage: RotationStage) => groupsIn(stage)[0]?.ingress ?? [];
  const SOURCE = expect.stringMatching(/^sg-0f00d/);

  /** As a person would leave it. */
  function leave(stage: RotationStage, ingress: IpPermission[]): void {
    const [group] = groupsIn(stage);
    if (group) stage.simulation.world.ec2.securityGroups.set(group.id, { truth: { ...group, ingress }, past: [] });
  }

  test('is the port of the probe, from the group of the function that asks, and nothing else', () =>
    onAvailable(asked(), async (stage) => {
      await stage.perform('launch-proof');
      const UserIdGroupPairs = [{ GroupId: SOURCE, Description: 'failover-dev: prove-service asks a proof' }];
      const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs };
      expect(inboundOf(stage)).toMatchObject([rule]);
      expect(groupsIn(stage)).toMatchObject([{ egress: [] }]);
      expect((await stage.play('launch-proof')).changes).toEqual(['RunInstances']);
    }));

  test('is seen open before anything is launched, although reads lag behind', () =>
    onAvailable(asked(), async (stage) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 5 });
      await stage.perform('launch-proof');
      expect(inboundOf(stage).length).toBe(1);
      const errors = stage.simulation.world.calls.flatMap(({ error }) => error ?? []);
      expect(errors).toContain('InvalidPermission.Duplicate');
    }));

  test.each([
    ['another port', { FromPort: 4444, ToPort: 4444 }, {}],
    ['another group', {}, { GroupId: 'sg-0123456789abcdef0' }],
  ])('is set anew where a rule of ours names %s', (_what, port, pair) =>
    onAvailable(asked(), async (stage) => {
      await stage.perform('launch-proof');
      const [wanted] = inboundOf(stage);
      const pairs = (wanted?.UserIdGroupPairs ?? []).map((each) => ({ ...each, ...pair }));
      leave(stage, [{ ...wanted, ...port, UserIdGroupPairs: pairs }]);
      const { changes } = await stage.play('launch-proof');
      expect(changes).toEqual(['RevokeSecurityGroupIngress', 'AuthorizeSecurityGroupIngress', 'RunInstances']);
      expect(inboundOf(stage)).toEqual([wanted]);
    }),
  );

  test('is closed again where no service is asked any more', () =>
    onAvailable(asked(), async (stage) => {
      await stage.perform('launch-proof');
      const { simulation } = stage;
      simulation.redeploy({ ...simulation.configuration, appliances: [anAppliance()] });
      expect((await stage.play('launch-proof')).changes).toEqual(['RevokeSecurityGroupIngress', 'RunInstances']);
      expect(inboundOf(stage)).toEqual([]);
    }));

  test.each<[string, IpPermission]>([
    ['an address', { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
    ['a group', { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-0123456789abcdef0' }] }],
    ['a list of prefixes', { IpProtocol: '-1', PrefixListIds: [{ PrefixListId: 'pl-0a1b2c3d' }] }],
    ['an address of IPv6', { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
  ])('of another owner is not ours to open: when %s may come in nothing is launched', (_what, rule) =>
    onAvailable(asked(), async (stage) => {
      await stage.perform('launch-proof');
      leave(stage, [...inboundOf(stage), rule]);
      const why = expect.stringMatching(/lets traffic in: remove its inbound rules/);
      expect(await stage.play('launch-proof')).toMatchObject({ error: 'RefusedError', why, changes: [] });
    }),
  );
});

describe('launching the proof is refused', () => {
  test('when another owner has a group of that name', () =>
    onAvailable({}, async (stage) => {
      await stage.perform('launch-proof');
      const [group] = groupsIn(stage);
      const { securityGroups } = stage.simulation.world.ec2;
      if (group) securityGroups.set(group.id, { truth: { ...group, tags: {} }, past: [] });
      const why = expect.stringMatching(/failover-dev-sophos-proof \(sg-\w+\) is not ours/);
      expect(await stage.play('launch-proof')).toMatchObject({ error: 'RefusedError', why, changes: [] });
    }));

  test('when there is nowhere else to go', () =>
    onAvailable({ build: { zones: ['a'] } }, async (stage) => {
      const why = expect.stringMatching(/no subnet in another zone/);
      expect(await stage.play('launch-proof')).toMatchObject({ error: 'RefusedError', why, changes: [] });
    }));

  test.each(IN_THE_WAY)('when $what', ({ happen, error, why }) =>
    onAvailable({}, async (stage) => {
      happen(stage.simulation);
      const refused = { error, why: expect.stringMatching(why), changes: [] };
      expect(await stage.play('launch-proof')).toMatchObject(refused);
    }),
  );
});
