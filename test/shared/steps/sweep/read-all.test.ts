/** What one sweep reads for everybody: what cannot be read is unknown, and what is not ours is not asked about. */
import { DescribeAddressesCommand, DescribeInstanceStatusCommand, DescribeTagsCommand } from '@aws-sdk/client-ec2';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { TransientError } from '../../../../shared/domain/errors.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { readEverything } from '../../../../shared/steps/sweep/read-all.ts';
import { onDuty } from '../../../support/duties.ts';
import { awsError } from '../../../support/mocked-clients.ts';

const tagsOf = (ResourceId: string, appliance: string) => [
  { ResourceId, Key: TAG.appliance, Value: appliance },
  { ResourceId, Key: TAG.role, Value: 'retired' },
];

function account() {
  const duty = onDuty();
  const Tags = [...tagsOf('i-zz', 'sophos'), ...tagsOf('i-aa', 'sophos'), ...tagsOf('i-other', 'somebody-elses')];
  duty.ec2.on(DescribeTagsCommand).resolves({ Tags });
  const asked = () => duty.ec2.commandCalls(DescribeInstanceStatusCommand).map(({ args: [{ input }] }) => input);
  return { ...duty, asked };
}

test('only the holder and the relatives of our appliances are asked about, in one order', async () => {
  const { deps, asked } = account();
  const { ours } = await readEverything(deps);
  expect(ours).toEqual([
    { instanceId: 'i-zz', appliance: 'sophos', role: 'retired' },
    { instanceId: 'i-aa', appliance: 'sophos', role: 'retired' },
  ]);
  expect(asked()).toEqual([{ InstanceIds: ['i-aa', 'i-old', 'i-zz'], IncludeAllInstances: true }]);
});

test('tags that cannot be read make the relatives unknown, and are said in the log; the holder is asked about', async () => {
  const { deps, ec2, asked } = account();
  ec2.on(DescribeTagsCommand).rejects(awsError('InternalError', 500));
  const entries: object[] = [];
  const { ours, takeovers } = await readEverything({ ...deps, log: (entry) => void entries.push(entry) });
  expect({ ours, takeovers }).toEqual({ ours: undefined, takeovers: new Map() });
  expect(asked()).toEqual([{ InstanceIds: ['i-old'], IncludeAllInstances: true }]);
  expect(entries).toEqual([{ level: 'warn', unreadable: expect.stringMatching(/^reading the tags of our instances/) }]);
});

test('takeovers that cannot be listed are unknown, and not none', async () => {
  const { deps, sfn } = account();
  sfn.on(ListExecutionsCommand).rejects(awsError('AccessDeniedException'));
  expect((await readEverything(deps)).takeovers).toBeUndefined();
});

test('without the addresses there is nothing to sweep', async () => {
  const { deps, ec2 } = account();
  ec2.on(DescribeAddressesCommand).rejects(awsError('InternalError', 500));
  await expect(readEverything(deps)).rejects.toThrow(TransientError);
});
