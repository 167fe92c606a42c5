/** A single request of ours that fails, is lost on its way or on its way back, is throttled, or hangs. */
import type { ScenarioFault } from '../../stories/schema.ts';
import { OUR_FUNCTIONS } from './our-parts.ts';
import type { Plot } from './peril.ts';

/** What each function changes or must see: where half a request does the most harm. */
const REQUESTS: Record<Plot['about'], [string, string[]][]> = {
  takeover: [
    [
      'assess',
      ['DescribeAddresses', 'DescribeInstances', 'DescribeInstanceStatus', 'DescribeImages', 'DescribeExecution'],
    ],
    ['claim', ['CreateTags', 'DescribeAddresses']],
    ['launch-replacement', ['RunInstances', 'DescribeTags', 'DescribeInstances']],
    ['await-replacement', ['DescribeInstances', 'ModifyNetworkInterfaceAttribute', 'TerminateInstances']],
    ['await-healthy', ['DescribeInstances', 'DescribeInstanceStatus']],
    ['move-traffic', ['AssociateAddress', 'ReplaceRoute', 'CreateRoute', 'DescribeAddresses', 'DescribeRouteTables']],
    [
      'undo-traffic',
      ['AssociateAddress', 'ReplaceRoute', 'DescribeAddresses', 'DescribeRouteTables', 'DescribeInstances'],
    ],
    ['stop-failed', ['StopInstances', 'DescribeAddresses']],
    ['verify-traffic', ['DescribeAddresses', 'DescribeRouteTables']],
    ['close-takeover', ['CreateTags', 'PutMetricAlarm', 'SetAlarmState', 'TerminateInstances', 'DescribeTags']],
    ['sweep', ['DescribeAddresses', 'StopInstances', 'TerminateInstances', 'StartExecution', 'CreateTags']],
  ],
  rotation: [
    [
      'gate-rotation',
      ['DescribeAddresses', 'ListExecutions', 'DescribeImages', 'DescribeInstanceStatus', 'CreateTags'],
    ],
    ['create-image', ['CreateImage', 'DescribeImages', 'DescribeAddresses', 'CreateTags']],
    ['await-image', ['DescribeImages', 'DescribeAddresses']],
    ['launch-proof', ['RunInstances', 'CreateSecurityGroup', 'RevokeSecurityGroupEgress', 'DescribeInstances']],
    ['await-proof', ['DescribeInstances', 'DescribeInstanceStatus', 'DescribeAddresses']],
    ['end-proof', ['TerminateInstances', 'DescribeInstances', 'DescribeTags']],
    ['accept-image', ['CreateTags', 'DescribeImages', 'DescribeAddresses', 'DescribeInstanceStatus']],
    ['prune-images', ['DeregisterImage', 'DescribeImages', 'DescribeInstances', 'DescribeSnapshots', 'CreateTags']],
  ],
};

/** Longer than a request is waited for; half of it passes before the request is carried out, its sender gone. */
const SLOW_SECONDS = { min: 3, max: 60 };

/** Mostly where it matters most; else any of the first calls of any function of ours. */
function drawCall({ dice, about }: Plot): { caller: string; action: string; skip?: number } {
  if (dice.chance(0.25)) return { caller: dice.pick(OUR_FUNCTIONS), action: '*', skip: dice.whole(0, 12) };
  const [caller, actions] = dice.pick(REQUESTS[about]);
  return { caller, action: dice.pick(actions) };
}

export function brokenRequest(plot: Plot): ScenarioFault {
  const { dice } = plot;
  const call = drawCall(plot);
  const times = dice.whole(1, 5);
  const how = dice.whole(1, 4);
  if (how === 1) return { kind: 'fail', code: 'InternalError', status: 500, times, ...call };
  if (how === 2) return { kind: 'fail', code: 'RequestLimitExceeded', status: 503, times: times * 4, ...call };
  if (how === 3) return { kind: dice.pick(['lose-answer', 'lose-request'] as const), times, ...call };
  const { caller, action } = call;
  return { kind: 'slow', seconds: dice.whole(SLOW_SECONDS.min, SLOW_SECONDS.max), action, caller };
}
