/** The faults of single calls, and of what reads show of a change. */
import { z } from 'zod';
import { seconds } from '../../limits.ts';
import { aFault, lasts, once } from './fault-file.ts';
import { percent, share } from './roles.ts';

const call = { action: z.string(), caller: z.string().optional() };

const soManyCalls = { times: z.int().min(1), skip: z.int().min(0).optional() };

const skipped = ({ skip = 0 }: { skip?: number | undefined }): number => skip;

const by = (caller: string | undefined): string => (caller ? ` by ${caller}` : '');

export const OF_CALLS = {
  ...aFault('deny', {
    says: { ...call, fromCall: z.int().optional() },
    waits: ({ fromCall = 1 }) => fromCall - 1,
    sentence: ({ action, caller, fromCall }) =>
      `${action}${by(caller)} is no longer permitted${fromCall ? ` from call ${fromCall} on` : ''}`,
  }),
  ...aFault('fail', {
    says: { ...call, ...soManyCalls, code: z.string(), status: z.int().optional(), message: z.string().optional() },
    waits: skipped,
    sentence: ({ action, code, times }) => `${action} is going to be answered with ${code}, ${times} times`,
  }),
  ...aFault('lose-answer', {
    says: { ...call, ...soManyCalls },
    waits: skipped,
    sentence: ({ action, times }) => `${action} is going to be carried out, and its answer lost, ${times} times`,
  }),
  ...aFault('lose-request', {
    says: { ...call, ...soManyCalls },
    waits: skipped,
    sentence: ({ action, times }) => `${action} is not going to arrive, ${times} times`,
  }),
  ...aFault('slow', {
    says: { ...call, seconds },
    waits: () => 0,
    sentence: ({ action, caller, seconds: longer }) => `${action}${by(caller)} takes ${longer} s longer from now on`,
  }),
  ...aFault('stale-reads', {
    says: { seconds },
    sentence: ({ seconds: late }) => `EC2 shows every change ${late} s late`,
  }),
  ...aFault('writes-lag', {
    says: { seconds },
    sentence: ({ seconds: late }) => `EC2 refuses an address as pending until ${late} s after reads say running`,
  }),
  ...aFault('throttled', {
    says: { share, actions: z.array(z.string()).optional() },
    waits: () => 0,
    sentence: (said) => `AWS throttles ${percent(said.share)} of ${said.actions?.join(', ') ?? 'all calls'}`,
  }),
};

export const CALL_ENTRIES = [
  once('F16', 'The answer to a launch is lost', {
    shows: 'a time-out; the instance exists',
    holds: 'the same token is used again, and one instance is launched (S6)',
    deeds: [
      { fault: { kind: 'lose-answer', action: 'RunInstances', times: 1 } },
      { fault: { kind: 'lose-request', action: 'RunInstances', times: 1 } },
    ],
    scenarios: ['launch-answer-lost', 'requests-lost'],
  }),
  lasts('F17', 'Reads lag behind', {
    shows: '`NotFound` for an id that has just been given, and the holder of before',
    holds: 'reads are repeated, and nothing is done twice',
    deeds: [{ fault: { kind: 'stale-reads', seconds: 8 } }],
    scenarios: ['reads-lag-behind'],
  }),
  once('F18', 'The replacement is pending yet', {
    shows:
      '`InvalidInstanceID` from AssociateAddress by instance, `IncorrectInstanceState` by network interface, each with the word pending; also after a read said `running`',
    holds: 'it is waited for',
    deeds: [
      { fault: { kind: 'fail', action: 'AssociateAddress', code: 'InvalidInstanceID', status: 400, times: 2 } },
      { fault: { kind: 'fail', action: 'AssociateAddress', code: 'IncorrectInstanceState', status: 400, times: 2 } },
      { fault: { kind: 'writes-lag', seconds: 6 } },
    ],
    scenarios: ['address-refused-while-pending', 'address-writes-lag', 'address-refused-twice-unattended'],
  }),
  lasts('F19', 'Throttling', {
    shows: "`RequestLimitExceeded`, and the other services' own words for it",
    holds: 'repeated with jitter; never a verdict on the appliance',
    deeds: [{ fault: { kind: 'throttled', share: 0.5 } }],
    scenarios: ['throttled', 'throttled-while-healthy'],
  }),
  lasts('F20', 'The address has moved, and a route fails', {
    shows: '`UnauthorizedOperation`, `InvalidRouteTableID.NotFound`',
    holds: 'the holder of the address is the target of every route that still exists (S2), or it is undone (S5)',
    deeds: [
      { fault: { kind: 'deny', action: 'ReplaceRoute', fromCall: 2 } },
      { fault: { kind: 'fail', action: 'ReplaceRoute', code: 'Unavailable', status: 503, times: 100 } },
      { fault: { kind: 'route-table-deleted' } },
    ],
    scenarios: [
      ...['permission-lost', 'throttled-on-the-way-back', 'permission-lost-dead', 'half-moved-finished'],
      ...['route-table-deleted', 'switchover-finisher-refused'],
    ],
  }),
  once('F23', 'A late attempt of a Lambda', {
    shows: 'changes of an attempt that was given up and repeated; a request that arrives after its sender is gone',
    holds:
      'they want the same as the next attempt, a way back is looked at again, and an older generation changes nothing (S1)',
    deeds: [
      { death: { functionName: 'move-traffic', beforeCall: 5, lateSeconds: 10 } },
      { fault: { kind: 'slow', action: 'ReplaceRoute', caller: 'move-traffic', seconds: 60 } },
    ],
    scenarios: [
      ...['zombie-attempt', 'zombie-after-the-undo', 'zombie-after-the-refusal', 'late-request-after-the-undo'],
      ...['late-request-while-throttled', 'zombie-launch', 'requests-arrive-late', 'requests-time-out-mid-move'],
      ...['lambda-dies-mid-move', 'notify-dies', 'sweep-dies'],
    ],
  }),
  lasts('F34', 'A permission is taken away', {
    shows: '`UnauthorizedOperation`',
    holds: 'the hourly `DryRun` finds it',
    deeds: [
      { fault: { kind: 'deny', action: 'ReplaceRoute' } },
      { fault: { kind: 'deny', action: 'AssociateAddress' } },
    ],
    scenarios: [
      ...['permission-lost-found-by-readiness', 'permission-lost', 'leftovers-given-up', 'finisher-refused'],
      ...['finisher-moves-nothing', 'finished-by-a-third', 'passed-over-is-kept'],
    ],
  }),
];
