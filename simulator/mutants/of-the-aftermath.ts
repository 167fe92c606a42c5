/** What has to follow: alarms that watch the right one, the fence, people who are told, and somebody who asks again. */
import type { Mutant } from './mutant.ts';

const CLOSE = 'shared/steps/takeover/close-takeover.ts';

export const OF_THE_AFTERMATH: Mutant[] = [
  {
    name: 'the alarms of every appliance follow the new active of one',
    breaks: 'S13',
    edits: [
      {
        file: CLOSE,
        old: '...rearm(appliance, active, deps)',
        becomes: '...deps.configuration.appliances.flatMap(({ name }) => rearm(name, active, deps))',
      },
    ],
    hunt: { in: 'scenarios', names: ['neighbour-left-alone'] },
  },
  {
    name: 'the alarms still watch the old one after the takeover',
    breaks: 'S12',
    edits: [{ file: CLOSE, old: '...rearm(appliance, active, deps)', becomes: '...(rearm ? [] : [])' }],
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'an alarm that has gone off is not set back, and the next failure is no change',
    breaks: 'S12',
    edits: [
      {
        file: CLOSE,
        old: '    ...(probe ? [resetProbe(clients, { stage, appliance: name, probe })] : []),\n',
        becomes: '    ...(probe && clients ? [] : []),\n',
      },
    ],
    hunt: { in: 'seeds', faults: ['service', 'F1'], aim: 'safety' },
  },
  {
    name: 'a retired instance that comes back to life is left alone',
    breaks: 'S11',
    edits: [
      {
        file: 'shared/steps/sweep/relatives.ts',
        old: '  await fence(appliance, id, deps);\n',
        becomes: '  if (id === detail) await fence(appliance, id, deps);\n',
      },
    ],
    hunt: { in: 'seeds', faults: ['F28', 'F4', 'F1'], aim: 'liveness' },
  },
  {
    name: 'the sweep never asks the front door',
    breaks: 'L1',
    edits: [
      {
        file: 'shared/steps/sweep/raise.ts',
        old: '  await startFailover(deps.clients, {',
        becomes: '  if (name !== reason) return {};\n  await startFailover(deps.clients, {',
      },
    ],
    hunt: { in: 'seeds', faults: ['F9', 'F1'], aim: 'liveness', max: 60 },
  },
  {
    name: 'the sweep asks the front door only every fifth minute',
    breaks: 'L2',
    edits: [
      {
        file: 'shared/steps/sweep/raise.ts',
        old: '  await startFailover(deps.clients, {',
        becomes: '  if (Number(minute.slice(-1)) % 5 > 0) return {};\n  await startFailover(deps.clients, {',
      },
    ],
    // One liveness run in ten is about a single event that nobody hears, and compared with the same one in which it is heard.
    hunt: { in: 'seeds', faults: [], aim: 'liveness', from: 100, max: 100 },
  },
  {
    name: 'nobody asks again after the first takeover failed',
    breaks: 'L1',
    edits: [
      {
        file: 'shared/domain/retry.ts',
        old: 'const RETRY_MINUTES = [1, 2, 4, 8, 15];',
        becomes: 'const RETRY_MINUTES = [600];',
      },
    ],
    hunt: { in: 'seeds', faults: ['F15', 'F1'], aim: 'liveness', max: 60 },
  },
  {
    name: 'a stop that hangs is waited for',
    breaks: 'L3',
    edits: [
      {
        file: 'shared/steps/takeover/stop-failed.ts',
        old: "const goOn = plan.fencing === 'stop-last' || waitedSeconds >= STOP_FIRST_SECONDS_MAX;",
        becomes: "const goOn = plan.fencing === 'stop-last' || waitedSeconds < 0 * STOP_FIRST_SECONDS_MAX;",
      },
    ],
    hunt: { in: 'seeds', faults: ['F24', 'F1'], aim: 'liveness', max: 600 },
  },
  {
    name: 'a takeover that fails is told to nobody',
    breaks: 'L4',
    edits: [
      {
        file: 'shared/steps/triggers/tell-takeover.ts',
        old: '      return record ? tellFailed({ ...ended, record }, deps) : tell(takeoverDied(ended), deps);\n',
        becomes:
          '      return record ? [takeoverFailed({ ...ended, record }).subject] : [takeoverDied(ended).subject];\n',
      },
    ],
    hunt: { in: 'seeds', faults: ['F11', 'F22', 'F1'], aim: 'liveness' },
  },
  {
    name: 'a replacement that never answers is waited for without an end',
    breaks: 'L4',
    edits: [
      {
        file: 'shared/steps/takeover/verify-traffic.ts',
        old: 'const over = dead !== undefined || waitedSeconds >= plan.bootLimitSeconds;',
        becomes: 'const over = dead !== undefined || waitedSeconds < 0;',
      },
    ],
    hunt: { in: 'seeds', faults: ['F29', 'F1'], aim: 'liveness', max: 60 },
  },
  {
    name: 'what cannot be launched is the end of the execution, and nobody closes it',
    breaks: 'L4',
    edits: [
      {
        file: 'shared/steps/takeover/close-takeover.ts',
        old: '    const problems: Problem[] = [];\n',
        becomes:
          "    const problems: Problem[] = [];\n    if (input.done.stopFailure) throw new Error('not stopped');\n",
      },
    ],
    hunt: { in: 'scenarios', names: ['stop-protected'] },
  },
  {
    name: 'whoever was to finish another, and could not begin, forgets that it stands half-way',
    breaks: 'L1',
    edits: [
      {
        file: 'shared/steps/takeover/closing-record.ts',
        old: '(moved || passesOn(plan)) && stoppedForAWhile(input)',
        becomes: 'moved && stoppedForAWhile(input)',
      },
      {
        file: 'shared/steps/takeover/closing-record.ts',
        old: 'to: own ?? plan.finish?.instanceId',
        becomes: 'to: own',
      },
    ],
    hunt: { in: 'scenarios', names: ['finisher-refused'] },
  },
  {
    name: 'what was led back is not looked at again',
    breaks: 'S2',
    edits: [
      {
        file: 'shared/steps/takeover/undo-traffic.ts',
        old: 'again: (until !== undefined && beganAt < until) || undefined',
        becomes: 'again: undefined',
      },
    ],
    hunt: { in: 'scenarios', names: ['zombie-after-the-undo'] },
  },
  {
    name: 'what had not moved is not looked at again',
    breaks: 'L1',
    edits: [
      {
        file: 'shared/steps/takeover/undo-traffic.ts',
        old: 'earlier ?? { ...NOTHING, lookUntil }',
        becomes: 'earlier ?? NOTHING',
      },
    ],
    hunt: { in: 'scenarios', names: ['zombie-after-the-refusal'] },
  },
  {
    name: 'what EC2 is slow to carry out is not waited for after a way back',
    breaks: 'S2',
    edits: [
      {
        file: 'shared/machines/time-outs.ts',
        old: 'const IN_FLIGHT_SECONDS = 30;',
        becomes: 'const IN_FLIGHT_SECONDS = 5;',
      },
    ],
    hunt: { in: 'scenarios', names: ['late-request-after-the-undo'] },
  },
  {
    name: 'a last look that was throttled is believed',
    breaks: 'S2',
    edits: [
      {
        file: 'shared/steps/takeover/undo-traffic.ts',
        old: 'const UNSEEN_SECONDS_MAX = 180;',
        becomes: 'const UNSEEN_SECONDS_MAX = 0;',
      },
    ],
    hunt: { in: 'scenarios', names: ['late-request-while-throttled'] },
  },
  {
    name: 'the sweep takes the active instance for a retired one that runs again',
    breaks: 'S3',
    edits: [
      {
        file: 'shared/steps/sweep/relatives.ts',
        old: '    others.map((other) => tend(',
        becomes:
          "    [...others, { instanceId: relatives.active, role: 'retired' } as OurInstance].map((other) => tend(",
      },
      {
        file: 'shared/steps/sweep/refuse-in-use.ts',
        old: '  if ([address.instanceId, address.tags[TAG.activeInstance]].includes(instanceId)) {',
        becomes: "  if (instanceId === '') {",
      },
      {
        file: 'shared/steps/sweep/relatives.ts',
        old: '  if (!retirement.proven) return',
        becomes: "  if (!retirement.proven && retirement.why === '') return",
      },
    ],
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'a takeover that moved the traffic says that it moved none',
    breaks: 'S2',
    edits: [
      {
        file: 'shared/steps/takeover/closing-record.ts',
        old: '    moved,\n    undone: wasUndone(done),',
        becomes: '    moved: false,\n    undone: wasUndone(done),',
      },
      {
        file: 'shared/steps/takeover/closing-record.ts',
        old: '    halfWay: (moved || passesOn(plan)) && stoppedForAWhile(input),',
        becomes: '    halfWay: false,',
      },
    ],
    hunt: { in: 'seeds', faults: ['F20', 'F34', 'F1'], aim: 'safety' },
  },
];
