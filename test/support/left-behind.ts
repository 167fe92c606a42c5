/** A replacement that a takeover of yesterday launched and did not use, as mocked clients describe it: `i-left`. */
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { TAG } from '../../shared/domain/snapshot.ts';
import { launchTokenOf } from '../../shared/domain/takeover/client-token.ts';
import { asEc2 } from './described.ts';
import { ago, type onDuty } from './duties.ts';
import { mockGenuine } from './genuine-mock.ts';
import { aPastTakeover } from './past-takeovers.ts';
import { aPlan } from './plans.ts';
import { aReplacement } from './snapshots.ts';

const BEGAN = ago(90_000);

export function leaveBehind({ ec2, sfn }: Pick<ReturnType<typeof onDuty>, 'ec2' | 'sfn'>): void {
  const startedBy = 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-failover:of-yesterday';
  mockGenuine(sfn, aPastTakeover({ startedAt: BEGAN, stoppedAt: ago(89_900), plan: aPlan({ startedBy }) }), 1);
  const left = aReplacement({ id: 'i-left', launchedAt: ago(89_990) });
  const place = { zone: left.zone, instanceType: left.type, imageId: left.imageId };
  const launch = { stage: 'dev', appliance: left.tags[TAG.appliance] ?? '', generation: 1, executionStart: BEGAN };
  const raw = asEc2({ ...left, clientToken: launchTokenOf(launch, place) });
  ec2.on(DescribeInstancesCommand, { InstanceIds: [left.id] }).resolves({ Reservations: [{ Instances: [raw] }] });
}
