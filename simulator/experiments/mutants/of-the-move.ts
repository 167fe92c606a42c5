/** What a takeover does to the traffic: the order of its steps, its reads, its way back, and what it may not touch. */
import type { PartKind } from '../../../shared/domain/traffic/part.ts';
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';
import { believed, takeoverMachine, UNPROVEN } from './tools.ts';

const WAY_BACK = 'shared/domain/traffic/way-back.ts';

/** A kind of part is neither moved nor waited for, and the move is not proven. */
const leftOut = (kind: PartKind) => [
  override(
    'shared/domain/traffic/placed.ts',
    'remaining',
    (original) => (parts, end) => original(parts, end).filter((part) => part.kind !== kind),
  ),
  override('shared/steps/takeover/prove-traffic.ts', 'proveTraffic', () => async () => undefined),
];

/** Only parts of one kind are rolled back, and nothing is read afterwards. */
const onlyBack = (kind: PartKind) => [
  override(
    WAY_BACK,
    'wayBack',
    (original) => (found, now, move) => (found.kind === kind ? original(found, now, move) : undefined),
  ),
  override('shared/steps/takeover/roll-back.ts', 'rollBack', (original) => async (...asked) => {
    return original(...asked).catch(() => []);
  }),
];

export const OF_THE_MOVE: Mutant[] = [
  {
    name: 'the failed one is stopped first and waited for',
    breaks: 'S3',
    overrides: [
      override('shared/steps/takeover/launch-replacement.ts', 'launchReplacement', (step) => ({
        ...step,
        run: (input, deps) => step.run({ ...input, plan: { ...input.plan, fencing: 'stop-first' } }, deps),
      })),
      override('shared/steps/takeover/stop-failed.ts', 'stopFailed', (step) => ({
        ...step,
        run: (input, deps) =>
          step.run(input.done.move ? input : { ...input, plan: { ...input.plan, fencing: 'stop-first' } }, deps),
      })),
    ],
    hunt: { in: 'seeds', faults: ['F1', 'F24'], aim: 'safety' },
  },
  {
    name: 'the stop does not wait for the routes',
    breaks: 'S3',
    edits: [
      {
        file: 'shared/steps/takeover/move-traffic.ts',
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
    overrides: UNPROVEN,
    hunt: { in: 'scenarios', names: ['address-moved-before-the-stop'] },
  },
  {
    name: 'the address is not read back after its move',
    breaks: 'S13',
    overrides: [believed('address')],
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'the routes are not read back after they were written',
    breaks: 'S13',
    overrides: [believed('route')],
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
    overrides: onlyBack('route'),
    hunt: { in: 'seeds', faults: ['F20', 'F34', 'F1', 'service'], aim: 'safety' },
  },
  {
    name: 'the traffic is moved before the replacement runs',
    breaks: 'L1',
    overrides: [
      override('shared/aws/read-instances.ts', 'readInstance', (original) => async (clients, id) => {
        const read = await original(clients, id);
        const pending = read.reading === 'described' && read.instance.state === 'pending';
        return pending ? { ...read, instance: { ...read.instance, state: 'running' } } : read;
      }),
    ],
    hunt: { in: 'scenarios', names: ['no-capacity-shows-later', 'instance-dead'] },
  },
  {
    name: 'a move that cannot be finished is not rolled back',
    breaks: 'S5',
    overrides: [
      override('shared/steps/takeover/old-receiver.ts', 'readOldReceiver', () => async () => 'it is not rolled back'),
    ],
    hunt: { in: 'scenarios', names: ['permission-lost'] },
  },
  {
    name: 'UndoTraffic leaves a kind of part out: only the address is rolled back',
    breaks: 'S2',
    overrides: onlyBack('address'),
    hunt: { in: 'seeds', faults: ['F20', 'F34', 'F1', 'service'], aim: 'safety' },
  },
  {
    name: 'what another takeover has moved before is left where it is, and called rolled back',
    breaks: 'S2',
    overrides: [
      override(WAY_BACK, 'isMisdirected', () => () => false),
      override(
        WAY_BACK,
        'wayBack',
        (original) => (found, now, move) =>
          original(found, now, { ...move, plan: { ...move.plan, finish: undefined } }),
      ),
    ],
    hunt: { in: 'scenarios', names: ['switchover-finisher-refused'] },
  },
  {
    name: 'a route that people had left apart is not moved back to where it was found',
    breaks: 'S2',
    overrides: [
      override(
        WAY_BACK,
        'wayBack',
        (original) =>
          (...asked) =>
            original(...asked) && asked[2].oldReceiver,
      ),
    ],
    hunt: { in: 'scenarios', names: ['switchover-refused-after-a-move-by-hand'] },
  },
  {
    name: 'the traffic is rolled back to an old one that does not run',
    breaks: 'S5',
    overrides: [
      override(
        'shared/steps/takeover/old-receiver.ts',
        'readOldReceiver',
        (original) =>
          async ({ old, ...plan }, deps) => {
            const end = await original({ ...plan, old }, deps);
            const { instanceId, networkInterfaceId } = old ?? {};
            return typeof end === 'string' && instanceId && networkInterfaceId
              ? { instanceId, networkInterfaceId }
              : end;
          },
      ),
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
