/** The catalogue's faults of calls, events, executions and functions. */
import type { Entry } from './entry.ts';

export const OF_CALLS: Entry[] = [
  {
    ...{ id: 'F8', name: 'An event arrives twice, or late', kind: 'once' },
    shows: 'the same event again, seconds to hours later',
    holds: 'one takeover (S1), and no stale event acts (S10)',
    deeds: [
      { fault: { kind: 'event-duplicated', rule: 'AlarmRule', afterSeconds: 90, times: 1 } },
      { fault: { kind: 'event-late', rule: 'InstanceRule', bySeconds: 1200, times: 1 } },
    ],
    scenarios: ['duplicate-event', 'duplicate-and-late-events'],
  },
  {
    ...{ id: 'F9', name: 'A trigger is lost', kind: 'once' },
    shows: 'nothing',
    holds: 'the next sweep finds it (L2)',
    deeds: [
      { fault: { kind: 'event-lost', rule: 'AlarmRule', times: 1 } },
      { fault: { kind: 'schedule-stopped', rule: 'ProbeRule' } },
    ],
    scenarios: [
      ...['event-lost', 'event-lost-zone-lost', 'sweep-dies'],
      ...['prober-removed-instance-dead', 'prober-removed-zone-lost', 'prober-stops-after-its-alarm'],
    ],
  },
  {
    ...{ id: 'F10', name: 'Two triggers at once', kind: 'once' },
    shows: 'an alarm, a probe and a person, within a second',
    holds: 'one takeover (S1)',
    deeds: [{ alarm: 'probe' }, { ask: { mode: 'failover', requestedBy: 'ada', reason: 'no login is possible' } }],
    scenarios: ['two-triggers-at-once'],
  },
  {
    ...{ id: 'F17', name: 'Reads lag behind', kind: 'lasts' },
    shows: '`NotFound` for an id that has just been given, and the holder of before',
    holds: 'reads are repeated, and nothing is done twice',
    deeds: [{ fault: { kind: 'stale-reads', seconds: 8 } }],
    scenarios: ['reads-lag-behind'],
  },
  {
    ...{ id: 'F19', name: 'Throttling', kind: 'lasts' },
    shows: "`RequestLimitExceeded`, and the other services' own words for it",
    holds: 'repeated with jitter; never a verdict on the appliance',
    deeds: [{ fault: { kind: 'throttled', share: 0.5 } }],
    scenarios: ['throttled', 'throttled-while-healthy'],
  },
  {
    ...{ id: 'F22', name: 'An execution dies between two steps', kind: 'once' },
    shows: '`FAILED`, `TIMED_OUT` or `ABORTED`; by the service or by hand',
    holds: 'the sweep, or the next request, finishes what is partially applied',
    deeds: [
      { fault: { kind: 'execution-stopped', machine: 'takeover' } },
      { fault: { kind: 'execution-stopped', machine: 'rotation' } },
      { crash: { machine: 'takeover', state: 'MoveTraffic', when: 'before', as: 'ABORTED' } },
      { crash: { machine: 'rotation', state: 'CreateImage', when: 'before', as: 'FAILED' } },
    ],
    scenarios: [
      ...['crash-between-steps', 'crash-after-steps', 'takeover-stopped-by-hand'],
      ...['rotation-crashes-at-each-step', 'rotation-stopped-by-hand', 'launch-leftover', 'finisher-dies'],
    ],
  },
  {
    ...{ id: 'F23', name: 'A late attempt of a Lambda', kind: 'once' },
    shows: 'changes of an attempt that was given up and repeated; a request that arrives after its sender is gone',
    holds:
      'they want the same as the next attempt, a way back is looked at again, and an older generation changes nothing (S1)',
    deeds: [
      { death: { functionName: 'move-traffic', beforeCall: 5, lateSeconds: 10 } },
      { fault: { kind: 'slow', action: 'ReplaceRoute', caller: 'move-traffic', seconds: 60 } },
    ],
    scenarios: [
      ...[
        'zombie-attempt',
        'zombie-after-the-undo',
        'zombie-after-the-refusal',
        'late-request-after-the-undo',
        'late-request-while-throttled',
        'zombie-launch',
        'requests-arrive-late',
        'requests-time-out-mid-move',
      ],
      ...['lambda-dies-mid-move', 'notify-dies', 'sweep-dies'],
    ],
  },
  {
    ...{ id: 'F33', name: 'A deployment in the middle of a run', kind: 'once' },
    shows:
      'from the next state on the functions are cold and have another configuration; the code is the same, and an execution under way keeps its state machine definition',
    holds: 'the run ends as it was planned',
    deeds: [{ redeploy: { bootLimitSeconds: 900 } }],
    scenarios: ['deployed-mid-run'],
  },
  {
    ...{ id: 'F40', name: 'An old takeover is redriven', kind: 'once' },
    shows: '`RedriveCount` is not 0',
    holds: 'refused',
    deeds: [{ redrive: true }],
    scenarios: ['redrive', 'never-answers-redriven', 'redriven-then-silent'],
  },
];
