/** What a takeover does to the traffic: the order of its steps, its reads, its way back, and what it may not touch. */
import type { PartKind } from '../../../shared/domain/traffic/part.ts';
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

const MOVE = 'shared/steps/takeover/move-traffic.ts';
const UNDO = 'shared/steps/takeover/undo-traffic.ts';
const OLD_RECEIVER = 'shared/steps/takeover/old-receiver.ts';
const ROLL_BACK = 'shared/steps/takeover/roll-back.ts';
const WAY_BACK = 'shared/domain/traffic/way-back.ts';

type State = { Default?: string; Retry?: { ErrorEquals: string[] }[] };

/** The parsed definition, before anything runs it. */
const takeoverMachine = (spoil: (states: Record<string, State>) => void) =>
  override('shared/machines/load-machine.ts', 'loadMachine', (original) => (name, resolve) => {
    const machine = structuredClone(original(name, resolve));
    if (name === 'takeover') spoil(machine.States as Record<string, State>);
    return machine;
  });

/** A kind of part is neither moved nor waited for, and the move is not proven. */
const leftOut = (kind: PartKind) => [
  override(
    'shared/domain/traffic/placed.ts',
    'remaining',
    (original) => (parts, end) => original(parts, end).filter((part) => part.kind !== kind),
  ),
  override('shared/steps/takeover/prove-traffic.ts', 'proveTraffic', () => async () => undefined),
];

export const OF_THE_MOVE: Mutant[] = [
  {
    name: 'the failed one is stopped first and waited for',
    breaks: 'S3',
    edits: [
      {
        file: 'shared/steps/takeover/launch-replacement.ts',
        old: "if (plan.fencing === 'stop-first' && !done.stop",
        becomes: 'if (!done.stop',
      },
      {
        file: 'shared/steps/takeover/stop-failed.ts',
        old: "if (plan.fencing === 'stop-last') await proveReplaced(input, deps);",
        becomes: "if (plan.fencing === 'stop-last' && done.move) await proveReplaced(input, deps);",
      },
    ],
    hunt: { in: 'seeds', faults: ['F1', 'F24'], aim: 'safety' },
  },
  {
    name: 'the stop does not wait for the routes',
    breaks: 'S3',
    edits: [
      {
        file: MOVE,
        old: 'kinds.map((kind)',
        becomes: "kinds.filter((kind) => kind !== 'route').map((kind)",
      },
      {
        file: 'shared/steps/takeover/stop-failed.ts',
        old: "    if (plan.fencing === 'stop-last') await proveReplaced(input, deps);\n",
        becomes: '',
      },
    ],
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'an instance is stopped although it is not replaced any more',
    breaks: 'S3',
    edits: [
      {
        file: 'shared/steps/takeover/stop-failed.ts',
        old: "    if (plan.fencing === 'stop-last') await proveReplaced(input, deps);\n",
        becomes: '',
      },
    ],
    hunt: { in: 'scenarios', names: ['address-moved-before-the-stop'] },
  },
  {
    name: 'the address is not read back after its move',
    breaks: 'S13',
    edits: [
      {
        file: MOVE,
        old: '  const visible = await poll(deps.clock, READ_BACK, async () => {\n',
        becomes:
          "  if (kind === 'address') return made;\n  const visible = await poll(deps.clock, READ_BACK, async () => {\n",
      },
    ],
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'the routes are not read back after they were written',
    breaks: 'S13',
    edits: [
      {
        file: MOVE,
        old: '  const visible = await poll(deps.clock, READ_BACK, async () => {\n',
        becomes:
          "  if (kind === 'route') return made;\n  const visible = await poll(deps.clock, READ_BACK, async () => {\n",
      },
    ],
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'MoveTraffic leaves the routes out, and the move is not proven',
    breaks: 'S2',
    overrides: leftOut('route'),
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'MoveTraffic leaves the address out, and the move is not proven',
    breaks: 'S3',
    overrides: leftOut('address'),
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'UndoTraffic leaves a kind of part out: only the routes are rolled back',
    breaks: 'S2',
    edits: [
      { file: ROLL_BACK, old: '    .filter(carries)\n', becomes: "    .filter(({ kind }) => kind === 'route')\n" },
      { file: ROLL_BACK, old: '  if (back) return;\n', becomes: '  if (back !== false) return;\n' },
    ],
    hunt: { in: 'seeds', faults: ['F20', 'F34', 'F1', 'service'], aim: 'safety' },
  },
  {
    name: 'the traffic is moved before the replacement runs',
    breaks: 'L1',
    edits: [
      {
        file: 'shared/steps/takeover/await-replacement.ts',
        old: "if (state === 'running' && networkInterfaceId)",
        becomes: 'if (networkInterfaceId)',
      },
    ],
    hunt: { in: 'scenarios', names: ['no-capacity-shows-later', 'instance-dead'] },
  },
  {
    name: 'a move that cannot be finished is not rolled back',
    breaks: 'S5',
    edits: [
      {
        file: UNDO,
        old: "  if (typeof oldReceiver === 'string') {\n",
        becomes: "  if (typeof oldReceiver === 'string' || oldReceiver.instanceId !== '') {\n",
      },
    ],
    hunt: { in: 'scenarios', names: ['permission-lost'] },
  },
  {
    name: 'UndoTraffic leaves a kind of part out: only the address is rolled back',
    breaks: 'S2',
    edits: [
      { file: ROLL_BACK, old: '    .filter(carries)\n', becomes: "    .filter(({ kind }) => kind === 'address')\n" },
      { file: ROLL_BACK, old: '  if (back) return;\n', becomes: '  if (back !== false) return;\n' },
    ],
    hunt: { in: 'seeds', faults: ['F20', 'F34', 'F1', 'service'], aim: 'safety' },
  },
  {
    name: 'what another takeover has moved before is left where it is, and called rolled back',
    breaks: 'S2',
    edits: [{ file: WAY_BACK, old: 'if (finish === undefined ||', becomes: 'if (finish?.generation !== 0 ||' }],
    hunt: { in: 'scenarios', names: ['switchover-finisher-refused'] },
  },
  {
    name: 'a route that people had left apart is not moved back to where it was found',
    breaks: 'S2',
    edits: [
      {
        file: WAY_BACK,
        old: 'mayHaveMoved ? whereFound(found, { receiver, oldReceiver })',
        becomes: 'mayHaveMoved ? oldReceiver',
      },
    ],
    hunt: { in: 'scenarios', names: ['switchover-refused-after-a-move-by-hand'] },
  },
  {
    name: 'the traffic is rolled back to an old one that does not run',
    breaks: 'S5',
    edits: [
      {
        file: OLD_RECEIVER,
        old: "  if (state !== 'running' || !networkInterfaceId)",
        becomes: '  if (!networkInterfaceId)',
      },
      {
        file: OLD_RECEIVER,
        old: "  if (status !== 'ok' && status !== 'initializing')",
        becomes: "  if (status === 'ok')",
      },
    ],
    hunt: { in: 'seeds', faults: ['F20', 'F34', 'stopped'], aim: 'safety' },
  },
  {
    name: 'a move is rolled back at the first failure that would pass',
    breaks: 'S5',
    overrides: [
      takeoverMachine(({ MoveTraffic }) => {
        for (const each of MoveTraffic?.Retry ?? [])
          each.ErrorEquals = each.ErrorEquals.filter((name) => name !== 'TransientError');
      }),
    ],
    hunt: { in: 'seeds', faults: ['request', 'service'], aim: 'safety' },
  },
  {
    name: 'what has been moved is rolled back all the same',
    breaks: 'S5',
    overrides: [
      takeoverMachine(({ Moved }) => {
        if (Moved) Moved.Default = 'UndoTraffic';
      }),
    ],
    hunt: { in: 'scenarios', names: ['failover-of-healthy-forced'] },
  },
  {
    name: 'no step checks whether the replacement forwards',
    breaks: 'S13',
    overrides: [override('shared/aws/apply-change.ts', 'readForwards', () => async () => true)],
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
];
