/** FindAheads: an early launch whose answer was lost is ours by its client token, and one that only says so is not. */
import { DescribeInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { executionArnOf, prepareMachineArnOf } from '../../../../shared/domain/arns.ts';
import { prepareNameOf } from '../../../../shared/domain/decision/early-launch.ts';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import { aheadTokenOf } from '../../../../shared/domain/takeover/client-token.ts';
import { findAheads } from '../../../../shared/steps/takeover/find-ahead.ts';
import { asEc2 } from '../../../support/described.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { aPlan } from '../../../support/plans.ts';
import { aReplacement } from '../../../support/snapshots.ts';

const STARTED = '2026-11-21T02:59:00.000Z';
const LAUNCHED = '2026-11-21T02:59:02.000Z';

/** Of an execution that has put out no launch. */
async function judged(token: 'of its execution' | 'another') {
  const mocks = mockedDeps();
  mocks.sfn.on(GetExecutionHistoryCommand).resolves({
    events: [{ id: 1, type: 'ExecutionStarted', timestamp: new Date(STARTED) }],
  });
  mocks.ec2.on(DescribeInstanceAttributeCommand).resolves({});
  const askedBy = executionArnOf({
    machineArn: prepareMachineArnOf(mocks.deps.deployment),
    name: prepareNameOf({ appliance: 'sophos', since: STARTED }),
  });
  const tags = { [TAG.appliance]: 'sophos', [TAG.role]: 'ahead', [TAG.by]: askedBy, [TAG.generation]: '1' };
  const found: Instance = aReplacement({ id: 'i-early', tags, launchedAt: LAUNCHED });
  const { zone, type: instanceType, imageId } = found;
  const own = aheadTokenOf({ stage: 'dev', appliance: 'sophos', askedBy }, { zone, instanceType, imageId });
  const instance = { ...found, clientToken: token === 'another' ? 'another' : own };
  const { fitting, proven, planted } = await findAheads([{ raw: asEc2(instance), instance }], aPlan(), mocks.deps);
  return { fitting, proven: proven.map(({ id }) => id), planted };
}

test('one whose answer was lost is ours: it is not adopted, and no principal is blamed for it', async () => {
  expect(await judged('of its execution')).toEqual({ fitting: undefined, proven: ['i-early'], planted: [] });
});

test('one that only says so is planted', async () => {
  expect(await judged('another')).toEqual({ fitting: undefined, proven: [], planted: ['i-early'] });
});
