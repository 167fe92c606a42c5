/** How a changing function tries its calls, and when it rather tries nothing. */
import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { tryLaunch } from '../../../../shared/aws/dry-runs.ts';
import type { Deps } from '../../../../shared/deps.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import type { CheckAnswer } from '../../../../shared/domain/takeover/dry-run.ts';
import { stopFailed } from '../../../../shared/steps/takeover/stop-failed.ts';
import { aConfiguration } from '../../../support/appliances.ts';
import { onLaunched, onReady } from '../../../support/checked.ts';
import { tag } from '../../../support/console-hands.ts';
import { awsError, mockedClients, sentBy } from '../../../support/mocked-clients.ts';
import { playIn } from '../../../support/step-stage.ts';
import { addressIn } from '../../../support/swept.ts';

const QUESTION = { check: true, appliance: 'sophos' };

const stopIn = (answer: unknown) => (answer as CheckAnswer).check.find(({ call }) => call === 'ec2:StopInstances');

describe('asked by name alone', () => {
  test.each([
    ['claim', ['allowed', 'allowed'], ['CreateTags']],
    ['launch-replacement', [...Array(5).fill('allowed'), 'unknown', ...Array(3).fill('not-testable')], []],
    [
      'move-traffic',
      ['allowed', 'allowed', 'allowed', 'allowed', 'allowed', 'unknown'],
      ['ModifyNetworkInterfaceAttribute', 'AssociateAddress'],
    ],
    ['undo-traffic', ['allowed', 'allowed', 'allowed', 'allowed', 'allowed', 'unknown'], ['AssociateAddress']],
    ['stop-failed', ['allowed', 'allowed', 'allowed', 'allowed'], ['StopInstances']],
    ['close-takeover', [...Array(6).fill('allowed'), ...Array(3).fill('not-testable')], ['CreateTags', 'CreateTags']],
  ] as const)('%s answers for what it may read itself', (name, verdicts, tried) =>
    onLaunched(async (simulation) => {
      const { output, changes } = await playIn(simulation, name, QUESTION);
      expect((output as CheckAnswer).check.map(({ verdict }) => verdict)).toEqual(verdicts);
      expect(changes).toEqual(tried.map((action) => `${action}: DryRunOperation`));
    }),
  );
});

test('move-traffic reaches no interface of the first day, so that it tries no address there', () =>
  onReady({}, async (simulation) => {
    const { output, changes } = await playIn(simulation, 'move-traffic', QUESTION);
    const move = (output as CheckAnswer).check.find(({ call }) => call === 'ec2:AssociateAddress');
    expect(move).toMatchObject({ verdict: 'not-testable', detail: expect.stringMatching(/undo-traffic/) });
    expect(changes).toEqual(['ModifyNetworkInterfaceAttribute: DryRunOperation']);
  }));

describe('nothing is tried', () => {
  test('on an address of another stack', () =>
    onReady({}, async (simulation) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.owner]: 'failover-prod' });
      const { output, changes } = await playIn(simulation, 'stop-failed', QUESTION);
      expect(stopIn(output)).toMatchObject({ verdict: 'unknown', detail: expect.stringMatching(/failover-prod/) });
      expect(changes).toEqual([]);
    }));

  test('at an endpoint that takes a dry run for the deed', async () => {
    const { clients, ec2 } = mockedClients();
    const Addresses = [{ AllocationId: 'eipalloc-1', PublicIp: '203.0.113.10', InstanceId: 'i-1' }];
    ec2.on(DescribeAddressesCommand).resolves({ Addresses });
    const deps = { clients, configuration: aConfiguration(), deployment: { stage: 'dev' } } as unknown as Deps;
    const answer = await stopFailed.check?.(QUESTION, deps);
    expect(stopIn(answer)).toMatchObject({ verdict: 'unknown', detail: expect.stringMatching(/nothing was tried/) });
    expect(sentBy(ec2).filter(({ command }) => !command.startsWith('Describe'))).toEqual([]);
  });
});

describe('an answer of EC2', () => {
  test.each([
    ['DryRunOperation', 'allowed'],
    ['UnauthorizedOperation', 'denied'],
    ['RequestLimitExceeded', 'unknown'],
    ['InvalidInstanceID.NotFound', 'unknown'],
  ])('%s means %s', async (code, verdict) => {
    const { clients, ec2 } = mockedClients();
    const Addresses = [{ AllocationId: 'eipalloc-1', PublicIp: '203.0.113.10', InstanceId: 'i-1' }];
    ec2.rejects(awsError(code));
    ec2.on(DescribeAddressesCommand).resolves({ Addresses });
    ec2.on(DescribeAddressesCommand, { DryRun: true }).rejects(awsError('DryRunOperation', 412));
    const deps = { clients, configuration: aConfiguration(), deployment: { stage: 'dev' } } as unknown as Deps;
    expect(stopIn(await stopFailed.check?.(QUESTION, deps))).toMatchObject({ verdict });
  });
});

describe('a question that is none', () => {
  test.each([
    ['an appliance that is not configured', { ...QUESTION, appliance: 'sofos' }, /no appliance "sofos"/],
    ['a key that is unknown', { ...QUESTION, force: true }, /unknown key "force"/],
    ['no appliance', { check: true }, /appliance: is missing/],
  ])('is refused: %s', (_what, question, why) =>
    onReady({}, async (simulation) => {
      const { error, why: said, changes } = await playIn(simulation, 'stop-failed', question);
      expect(error).toBe('RefusedError');
      expect(said).toMatch(why);
      expect(changes).toEqual([]);
    }),
  );

  test('for its configuration is answered by check-readiness, and by no other', () =>
    onReady({}, async (simulation) => {
      const question = { check: true, configuration: true };
      const { error, changes } = await playIn(simulation, 'check-readiness', question);
      expect({ error, changes }).toEqual({ error: '', changes: [] });
      expect(await playIn(simulation, 'check-readiness', { check: true })).toMatchObject({ error: 'RefusedError' });
      expect(await playIn(simulation, 'claim', question)).toMatchObject({ error: 'RefusedError' });
    }));

  test('is refused by a function without dry runs, which does nothing else instead', () =>
    onReady({}, async (simulation) => {
      const { error, why, changes } = await playIn(simulation, 'sweep', { check: true });
      expect({ error, why, changes }).toEqual({
        error: 'RefusedError',
        why: 'this function has no dry runs of its own',
        changes: [],
      });
    }));
});

describe('an answer of EC2 to the launch', () => {
  test.each([
    ['InvalidGroup.NotFound', 'refused'],
    ['InvalidSubnetID.NotFound', 'refused'],
    ['InvalidParameterCombination', 'refused'],
    ['InvalidParameterValue', 'refused'],
    ['UnsupportedOperation', 'refused'],
    ['OptInRequired', 'refused'],
    ['UnauthorizedOperation', 'denied'],
    ['InvalidLaunchTemplateId.VersionNotFound', 'unknown'],
    ['RequestLimitExceeded', 'unknown'],
  ])('%s means %s, in the words of EC2 and without its encoded part', async (code, verdict) => {
    const { clients, launcher } = mockedClients();
    const message = `what EC2 says. Encoded authorization failure message: ${'x'.repeat(900)}`;
    launcher.rejects(Object.assign(awsError(code), { message }));
    const place = { imageId: 'ami-1', instanceType: 'm5.large', zone: 'a', subnetId: 'subnet-1' };
    const launch = {
      ...place,
      launchTemplate: { id: 'lt-1', version: '1' },
      securityGroupIds: ['sg-1'],
      instanceName: 'x',
    };
    const asked = {
      ...launch,
      appliance: 'sophos',
      generation: 1,
      stage: 'dev',
      by: 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:dry-run',
      askedAt: '2026-11-21T03:00:00.000Z',
    };
    expect(await tryLaunch(clients, asked)).toEqual({ verdict, detail: `${code}: what EC2 says.` });
  });
});
