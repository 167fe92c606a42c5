/** What may happen to our own parts: single requests, Lambdas and executions that die, and permissions that go. */
import type { Moment, ScenarioFault } from '../scenarios/schema.ts';
import { anyMoment, before, type Peril, type Plot, passes } from './peril.ts';

/** What each function changes or must see: where half a request does the most harm. */
const REQUESTS = [
  [
    'assess',
    ['DescribeAddresses', 'DescribeInstances', 'DescribeInstanceStatus', 'DescribeImages', 'DescribeExecution'],
  ],
  ['claim', ['CreateTags', 'DescribeAddresses']],
  ['launch-replacement', ['RunInstances', 'DescribeTags', 'DescribeInstances']],
  ['await-replacement', ['DescribeInstances', 'ModifyNetworkInterfaceAttribute', 'TerminateInstances']],
  ['move-traffic', ['AssociateAddress', 'ReplaceRoute', 'CreateRoute', 'DescribeAddresses', 'DescribeRouteTables']],
  ['undo-traffic', ['AssociateAddress', 'ReplaceRoute']],
  ['stop-failed', ['StopInstances', 'DescribeAddresses']],
  ['verify-traffic', ['DescribeAddresses', 'DescribeRouteTables']],
  ['close-takeover', ['CreateTags', 'PutMetricAlarm', 'SetAlarmState', 'TerminateInstances']],
  ['sweep', ['DescribeAddresses', 'StopInstances', 'TerminateInstances', 'StartExecution', 'CreateTags']],
] as const;

/** Longer than a request is waited for, and longer than its Lambda lives. */
const SLOW_SECONDS = { min: 3, max: 45 };

function brokenRequest({ dice }: Plot): ScenarioFault {
  const [caller, actions] = dice.pick(REQUESTS);
  const action = dice.pick<string>(actions);
  const times = dice.whole(1, 5);
  const how = dice.whole(1, 4);
  if (how === 1) return { kind: 'fail', code: 'InternalError', status: 500, times, action, caller };
  if (how === 2) return { kind: 'fail', code: 'RequestLimitExceeded', status: 503, times: times * 4, action, caller };
  if (how === 3) return { kind: dice.pick(['lose-answer', 'lose-request'] as const), times, action, caller };
  return { kind: 'slow', seconds: dice.whole(SLOW_SECONDS.min, SLOW_SECONDS.max), action, caller };
}

const STATES = {
  takeover: [
    'Claim',
    'LaunchReplacement',
    'AwaitReplacement',
    'MoveTraffic',
    'UndoTraffic',
    'StopFailed',
    'VerifyTraffic',
    'CloseTakeover',
  ],
  failover: ['Assess', 'TakeOver'],
  rotation: ['GateRotation', 'CreateImage', 'AwaitImage', 'AcceptImage', 'PruneImages'],
} as const;

const MORTALS = [
  'assess',
  'claim',
  'launch-replacement',
  'await-replacement',
  'move-traffic',
  'stop-failed',
  'verify-traffic',
  'close-takeover',
  'undo-traffic',
  'sweep',
  'notify',
  'create-image',
  'accept-image',
  'prune-images',
] as const;

/** Before or after any of its calls; what the call asks for may still arrive long after the process is gone. */
function drawDeath({ dice }: Plot): Extract<Moment, { death: unknown }>['death'] {
  const functionName = dice.pick<string>(MORTALS);
  const lateSeconds = dice.chance(0.3) ? dice.whole(1, 28) : undefined;
  const call = dice.whole(1, 9);
  return dice.chance(0.5)
    ? { functionName, afterCall: call, ...(lateSeconds && { lateSeconds }) }
    : { functionName, beforeCall: call, ...(lateSeconds && { lateSeconds }) };
}

/** Routes, the address and the stop: what a policy may take away in the middle of the night. */
const DENIED = [
  'AssociateAddress',
  'ReplaceRoute',
  'StopInstances',
  'CreateTags',
  'RunInstances',
  'DescribeInstances',
  'DescribeRouteTables',
] as const;

export const PERILS_OF_OURS: Peril[] = [
  { name: 'request', draw: (plot) => passes(plot, brokenRequest(plot), { min: 20, max: 240 }) },
  {
    name: 'request',
    draw: (plot) => {
      const fault = brokenRequest(plot);
      return [
        { atSeconds: before(plot), fault },
        { atSeconds: plot.untilSeconds, repair: fault },
      ];
    },
  },
  {
    name: 'F22',
    draw: (plot) => {
      const { dice } = plot;
      const machine = dice.pick(['takeover', 'takeover', 'takeover', 'failover', 'rotation'] as const);
      const state = dice.pick<string>(STATES[machine]);
      const as = dice.pick(['ABORTED', 'FAILED', 'TIMED_OUT'] as const);
      return [{ atSeconds: before(plot), crash: { machine, state, when: dice.pick(['before', 'after']), as } }];
    },
  },
  {
    name: 'death',
    draw: (plot) => [
      {
        atSeconds: before(plot),
        death: drawDeath(plot),
      },
    ],
  },
  {
    name: 'F20',
    draw: (plot) =>
      passes(
        plot,
        { kind: 'deny', action: plot.dice.pick(['AssociateAddress', 'ReplaceRoute']), fromCall: plot.dice.whole(1, 2) },
        { min: 10, max: 600 },
      ),
  },
  { name: 'F24', draw: (plot) => passes(plot, { kind: 'deny', action: 'StopInstances' }, { min: 30, max: 600 }) },
  { name: 'F31', draw: (plot) => passes(plot, { kind: 'deny', action: 'PutMetricAlarm' }, { min: 30, max: 600 }) },
  {
    name: 'F34',
    draw: (plot) => passes(plot, { kind: 'deny', action: plot.dice.pick(DENIED) }, { min: 10, max: 300 }),
  },
  { name: 'sweep', draw: (plot) => [{ atSeconds: anyMoment(plot), sweep: true }] },
];
