/** WhyLost: what became of the standby that the address names, when no takeover of ours has used it. */
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from '@jest/globals';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import { whyLost } from '../../../../shared/steps/sweep/lost-standby.ts';
import { describeEach } from '../../../support/described.ts';
import { awsError } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { aReplacement } from '../../../support/snapshots.ts';

const ADDRESS = { instanceId: 'i-active', tags: { [TAG.standby]: 'i-kept', [TAG.activeInstance]: 'i-active' } };

const kept = (role: string | undefined, state: Instance['state'] = 'running'): Instance =>
  aReplacement({ id: 'i-kept', state, tags: role === undefined ? {} : { [TAG.role]: role } });

function why(instance: Instance | undefined, address: typeof ADDRESS | { instanceId: string; tags: object } = ADDRESS) {
  const mocks = mockedDeps();
  describeEach(mocks, instance ? [instance] : []);
  return whyLost(address as typeof ADDRESS, mocks.deps);
}

test.each<[Instance | undefined, string]>([
  [undefined, 'the standby i-kept is not there any more'],
  [kept('standby', 'terminated'), 'the standby i-kept is terminated'],
  [kept(undefined), 'the standby i-kept: its role is gone; it is running, and nothing of ours ends it'],
  [kept('spare', 'stopped'), 'the standby i-kept: its role is spare; it is stopped, and nothing of ours ends it'],
  [
    kept('standby'),
    'the standby i-kept is not as a rotation of ours kept it; it is running, and nothing of ours ends it',
  ],
])('%# is said with its id', async (instance, words) => {
  expect(await why(instance)).toBe(words);
});

test.each(['replacement', 'active', 'retired'])('nothing is said of one that a takeover has used: %s', async (role) => {
  expect(await why(kept(role))).toBeUndefined();
});

test('nor of one that holds the address, nor where none is named', async () => {
  expect(await why(kept(undefined), { ...ADDRESS, instanceId: 'i-kept' })).toBeUndefined();
  expect(await why(kept(undefined), { instanceId: 'i-active', tags: {} })).toBeUndefined();
});

test('nor when EC2 cannot say', async () => {
  const mocks = mockedDeps();
  mocks.ec2.on(DescribeInstancesCommand).rejects(awsError('UnauthorizedOperation'));
  expect(await whyLost(ADDRESS, mocks.deps)).toBeUndefined();
});
