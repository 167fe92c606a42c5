/** Who may begin, and who may go on: the name of the execution, the generation, pauses, stale events and the cooldown. */
import type { Mutant } from './mutant.ts';

export const OF_THE_LOCK: Mutant[] = [
  {
    name: 'the lock is a timestamp, and not the next name',
    breaks: 'S1',
    edits: [
      {
        file: 'shared/steps/failover/assess.ts',
        old: 'const { generation } = history.next;',
        becomes: 'const generation = Math.floor(Date.parse(decided.now) / 1000) % 1_000_000_000;',
      },
    ],
    hunt: { in: 'seeds', faults: ['F10', 'F8', 'F1'], aim: 'safety' },
  },
  {
    name: 'a takeover that runs is no reason to wait',
    breaks: 'S1',
    edits: [
      {
        file: 'shared/domain/generation.ts',
        old: "return { next: 'hold', because: 'already-running', generation };",
        becomes: "return { next: 'start', generation: generation + 1 };",
      },
    ],
    hunt: { in: 'seeds', faults: ['F10', 'F1'], aim: 'safety' },
  },
  {
    name: 'no step asks whether a newer generation exists',
    breaks: 'S1',
    edits: [
      {
        file: 'shared/steps/takeover/gate.ts',
        old: 'if (stale) throw',
        becomes: 'if (stale && generation < 0) throw',
      },
    ],
    hunt: { in: 'seeds', faults: ['F40', 'F22', 'F10', 'F1'], aim: 'safety', max: 3000 },
  },
  {
    name: 'a pause keeps no takeover from beginning',
    breaks: 'S9',
    edits: [
      {
        file: 'shared/domain/decide.ts',
        old: '    holdForPause(question.address, question.now) ??\n',
        becomes: '',
      },
    ],
    hunt: { in: 'seeds', faults: ['pause', 'F1'], aim: 'safety' },
  },
  {
    name: 'the pause is not read again before the first move',
    breaks: 'S9',
    edits: [
      {
        file: 'shared/steps/takeover/move-traffic.ts',
        old: '  refuseWhilePaused(input, traffic, deps);\n',
        becomes: '',
      },
    ],
    hunt: { in: 'seeds', faults: ['pause', 'F1'], aim: 'safety' },
  },
  {
    name: 'an alarm about an instance that holds nothing any more is acted on',
    breaks: 'S10',
    edits: [
      {
        file: 'shared/domain/decide.ts',
        old: 'if (about && active && about !== active) {',
        becomes: "if (about && active && about === '') {",
      },
      { file: 'shared/domain/decide.ts', old: '  if (ended)\n', becomes: '  if (ended && ended.generation < 1)\n' },
    ],
    hunt: { in: 'seeds', faults: ['F29', 'F8', 'F1'], aim: 'safety' },
  },
  {
    name: 'traffic that has just been moved may be moved again at once',
    breaks: 'S14',
    edits: [
      {
        file: 'shared/domain/decide.ts',
        old: "cooldownMinutes * 60);\n  return until > now\n    ? hold('cooling-down'",
        becomes: "cooldownMinutes * 60);\n  return until === now\n    ? hold('cooling-down'",
      },
    ],
    hunt: { in: 'seeds', faults: ['F6', 'F10', 'F1'], aim: 'safety' },
  },
  {
    name: 'two takeovers of one silent replacement count as two images',
    breaks: 'L1',
    edits: [
      {
        file: 'shared/domain/decide.ts',
        old: 'movers.find(({ record }) => record && record.to !== mover.record?.to)',
        becomes: 'movers[1]',
      },
    ],
    hunt: { in: 'scenarios', names: ['never-answers-redriven'] },
  },
  {
    name: 'the cooldown also holds what stands half-way',
    breaks: 'L1',
    edits: [
      {
        file: 'shared/domain/decide.ts',
        old: '  if (unfinished) return holdUnfinished(question) ?? finishing(unfinished);\n',
        becomes:
          '  if (unfinished) return holdUnfinished(question) ?? holdForHistory(question) ?? finishing(unfinished);\n',
      },
    ],
    hunt: { in: 'scenarios', names: ['half-moved-finished'] },
  },
  {
    name: 'a takeover that moved the traffic and failed is no reason to cool down',
    breaks: 'S14',
    edits: [
      {
        file: 'shared/domain/decide.ts',
        old: '  const [mover] = movers;\n  if (!mover) return undefined;\n',
        becomes: "  const [mover] = movers;\n  if (mover?.status !== 'SUCCEEDED') return undefined;\n",
      },
    ],
    hunt: { in: 'seeds', faults: ['F22', 'F28', 'F1', 'F10'], aim: 'safety', max: 3000 },
  },
];
