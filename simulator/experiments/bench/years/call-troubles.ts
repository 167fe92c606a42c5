/** What befalls the calls themselves: F16, F17, F19, F34, and EC2 on a bad day. */
import { between } from '../../../random.ts';
import { oneOf, type Stage } from './stage.ts';
import type { Trouble } from './trouble.ts';

const MINUTES = { min: 60, max: 3_600 };

/** Everything that a rotation changes. */
const CHANGES = [
  { action: 'CreateImage', caller: 'create-image' },
  { action: 'RunInstances', caller: 'launch-proof' },
  { action: 'TerminateInstances', caller: 'end-proof' },
  { action: 'CreateTags', caller: 'accept-image' },
  { action: 'CreateTags', caller: 'prune-images' },
  { action: 'DeregisterImage', caller: 'prune-images' },
  { action: 'DeleteSnapshot', caller: 'prune-images' },
] as const;

/** And what it reads before. */
const READS = [
  'DescribeAddresses',
  'DescribeImages',
  'DescribeInstances',
  'DescribeInstanceStatus',
  'DescribeTags',
  'DescribeSnapshots',
  'ListExecutions',
  'DescribeExecution',
];

const anyAction = ({ random }: Stage): string =>
  random() < 0.5 ? oneOf(random, READS) : oneOf(random, CHANGES).action;

const times = ({ random }: Stage): number => Math.floor(between(random, { min: 1, max: 6 }));

export const CALL_TROUBLES: Record<string, Trouble> = {
  'F19 everything is throttled': {
    weight: 3,
    seconds: MINUTES,
    faults: ({ random }) => [{ kind: 'throttled', share: between(random, { min: 0.3, max: 0.9 }) }],
  },
  'F19 one action is throttled': {
    weight: 4,
    seconds: MINUTES,
    faults: (stage) => [
      { kind: 'throttled', share: between(stage.random, { min: 0.5, max: 1 }), actions: [anyAction(stage)] },
    ],
  },
  'F16 answers are lost': {
    weight: 5,
    seconds: MINUTES,
    faults: (stage) => [{ kind: 'lose-answer', ...oneOf(stage.random, CHANGES), times: times(stage) }],
  },
  'F17 reads are stale': {
    weight: 4,
    seconds: MINUTES,
    faults: ({ random }) => [{ kind: 'stale-reads', seconds: Math.round(between(random, { min: 5, max: 60 })) }],
  },
  'F34 a permission is missing': {
    weight: 3,
    seconds: MINUTES,
    faults: ({ random }) => [{ kind: 'deny', ...oneOf(random, CHANGES) }],
  },
  'an action fails': {
    weight: 3,
    seconds: MINUTES,
    faults: (stage) => [
      { kind: 'fail', action: anyAction(stage), code: 'InternalError', status: 500, times: times(stage) * 3 },
    ],
  },
  'an action is slow': {
    weight: 2,
    seconds: MINUTES,
    faults: (stage) => [
      { kind: 'slow', action: anyAction(stage), seconds: Math.round(between(stage.random, { min: 1, max: 5 })) },
    ],
  },
  'there is no room for a proof': { weight: 2, seconds: MINUTES, faults: () => [{ kind: 'no-capacity' }] },
  'the proof never comes to run': { weight: 2, seconds: MINUTES, faults: () => [{ kind: 'stuck-pending' }] },
};
