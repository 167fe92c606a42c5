/** What has to follow: alarms that watch the right instance, the fence, notifications, and a retry. */
import type { Modules } from './modules.ts';
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

/** Of those that the sweep asks for, by their names. */
const sweepStarts = (which: (name: string) => boolean) =>
  override('shared/aws/start-failover.ts', 'startFailover', (original) => async (clients, asked) => {
    if (asked.name.startsWith('sweep-') && !which(asked.name)) return undefined as never;
    return original(clients, asked);
  });

type Undone = Awaited<ReturnType<Modules['shared/steps/takeover/undo-traffic.ts']['undoTraffic']['run']>>;

const undone = (spoil: (found: Undone) => Undone) =>
  override('shared/steps/takeover/undo-traffic.ts', 'undoTraffic', (step) => ({
    ...step,
    run: async (input, deps) => spoil(await step.run(input, deps)),
  }));

type ClosingRecord = Modules['shared/steps/takeover/closing-record.ts']['closingRecord'];

/** What the record says, also where it is the cause of a failure. */
const recorded = (
  spoil: (record: ReturnType<ClosingRecord>['record'], input: Parameters<ClosingRecord>[0]) => typeof record,
) =>
  override('shared/steps/takeover/closing-record.ts', 'closingRecord', (original) => (input, found) => {
    const closed = original(input, found);
    const record = spoil(closed.record, input);
    const failure = closed.failure && { ...closed.failure, cause: JSON.stringify(record) };
    return { ...closed, record, ...(failure && { failure }) };
  });

export const OF_THE_AFTERMATH: Mutant[] = [
  {
    name: 'the alarms of every appliance follow the new active of one',
    breaks: 'S13',
    overrides: [
      override('shared/aws/alarms.ts', 'watchInstance', (original) => async (clients, { appliance, ...watch }) => {
        const first = appliance.replace(/-2$/, '');
        for (const each of [first, `${first}-2`]) await original(clients, { ...watch, appliance: each });
      }),
    ],
    hunt: { in: 'scenarios', names: ['neighbour-left-alone'] },
  },
  {
    name: 'the alarms still watch the old one after the takeover',
    breaks: 'S12',
    overrides: [
      override('shared/steps/takeover/close-takeover.ts', 'closeTakeover', (step) => ({
        ...step,
        run: (input, deps) => {
          const cloudwatch = { send: async () => ({}) } as unknown as typeof deps.clients.cloudwatch;
          return step.run(input, { ...deps, clients: { ...deps.clients, cloudwatch } });
        },
      })),
    ],
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'an alarm that has gone off is not set back, and the next failure is no change',
    breaks: 'S12',
    overrides: [override('shared/aws/alarms.ts', 'resetProbe', () => async () => undefined)],
    hunt: { in: 'seeds', faults: ['service', 'F1'], aim: 'safety' },
  },
  {
    name: 'a retired instance that comes back to life is left alone',
    breaks: 'S11',
    overrides: [override('shared/steps/sweep/fence.ts', 'fence', () => async () => undefined)],
    hunt: { in: 'seeds', faults: ['F28', 'F4', 'F1'], aim: 'liveness' },
  },
  {
    name: 'the sweep never asks the failover machine',
    breaks: 'L1',
    overrides: [sweepStarts(() => false)],
    hunt: { in: 'seeds', faults: ['F9', 'F1'], aim: 'liveness', max: 60 },
  },
  {
    name: 'the sweep asks the failover machine only every fifth minute, and the prober never',
    breaks: 'L2',
    overrides: [
      sweepStarts((name) => Number(name.slice(-1)) % 5 === 0),
      override('shared/domain/probing/row.ts', 'questionOf', () => () => undefined),
    ],
    // One liveness run in ten is about a single event that is lost, and compared with the same one in which it
    // arrives.
    hunt: { in: 'seeds', faults: [], aim: 'liveness', from: 100, max: 100 },
  },
  {
    name: 'the sweep does not ask again after the first takeover failed',
    breaks: 'L1',
    overrides: [
      override('shared/domain/decision/retry.ts', 'retryFrom', (original) => (past, other) => {
        const from = original(past, other);
        return from && new Date(Date.parse(from) + 600 * 60_000).toISOString();
      }),
    ],
    hunt: { in: 'seeds', faults: ['F15', 'F1'], aim: 'liveness', max: 60 },
  },
  {
    name: 'a stop that hangs is waited for',
    breaks: 'L3',
    overrides: [
      override('shared/steps/takeover/stop-failed.ts', 'stopFailed', (step) => ({
        ...step,
        run: async (input, deps) => {
          const stopped = await step.run(input, deps);
          return { ...stopped, goOn: stopped.stopped || input.plan.fencing === 'stop-last' };
        },
      })),
    ],
    hunt: { in: 'seeds', faults: ['F24', 'F1'], aim: 'liveness', max: 600 },
  },
  {
    name: 'a takeover that fails is not notified',
    breaks: 'L4',
    overrides: [
      override(
        'shared/steps/triggers/tell-takeover.ts',
        'tellTakeover',
        (original) => async (change, deps) =>
          ['RUNNING', 'SUCCEEDED'].includes(change.status) ? original(change, deps) : [],
      ),
    ],
    hunt: { in: 'seeds', faults: ['F11', 'F22', 'F1'], aim: 'liveness' },
  },
  {
    name: 'a replacement that never answers is waited for without an end',
    breaks: 'L4',
    overrides: [
      override('shared/steps/takeover/verify-traffic.ts', 'verifyTraffic', (step) => ({
        ...step,
        run: ({ plan, ...input }, deps) =>
          step.run({ ...input, plan: { ...plan, bootLimitSeconds: Number.POSITIVE_INFINITY } }, deps),
      })),
    ],
    hunt: { in: 'seeds', faults: ['F29', 'F1'], aim: 'liveness', max: 60 },
  },
  {
    name: 'what cannot be launched is the end of the execution, and it is not closed',
    breaks: 'L4',
    overrides: [
      override('shared/steps/takeover/close-takeover.ts', 'closeTakeover', (step) => ({
        ...step,
        run: async (input, deps) => {
          if (input.done.stopFailure) throw new Error('not stopped');
          return step.run(input, deps);
        },
      })),
    ],
    hunt: { in: 'scenarios', names: ['stop-protected'] },
  },
  {
    name: 'a takeover that was to finish another, and could not begin, forgets that it is partially applied',
    breaks: 'L1',
    overrides: [
      recorded((record, { plan }) => ({
        ...record,
        halfWay: record.moved && record.halfWay,
        to: record.to === plan.finish?.instanceId ? undefined : record.to,
      })),
    ],
    hunt: { in: 'scenarios', names: ['finisher-refused'] },
  },
  {
    name: 'what was rolled back is not looked at again',
    breaks: 'S2',
    overrides: [undone((found) => ({ ...found, again: undefined }))],
    hunt: { in: 'scenarios', names: ['zombie-after-the-undo'] },
  },
  {
    name: 'what had not moved is not looked at again',
    breaks: 'L1',
    overrides: [undone((found) => (found.moved ? found : { ...found, again: undefined, lookUntil: undefined }))],
    hunt: { in: 'scenarios', names: ['zombie-after-the-refusal'] },
  },
  {
    name: 'what EC2 is slow to carry out is not waited for after a way back',
    breaks: 'S2',
    overrides: [
      override('shared/machines/time-outs.ts', 'lateSeconds', (original) => (name) => original(name) - 25),
      override('shared/machines/time-outs.ts', 'SETTLE_SECONDS', (seconds) => seconds - 25),
    ],
    hunt: { in: 'scenarios', names: ['late-request-after-the-undo'] },
  },
  {
    name: 'a last look that was throttled is believed',
    breaks: 'S2',
    overrides: [
      undone((found) => ({ ...found, again: found.again && found.at < (found.lookUntil ?? '') ? true : undefined })),
    ],
    hunt: { in: 'scenarios', names: ['late-request-while-throttled'] },
  },
  {
    name: 'the sweep takes the active instance for a retired one that runs again',
    breaks: 'S3',
    overrides: [
      override('shared/steps/sweep/relatives.ts', 'tendRelatives', (original) => ({ others, ...known }, deps) => {
        const active = { ...(others[0] as (typeof others)[number]), instanceId: known.active, role: 'retired' };
        return original({ ...known, others: [...others, active] }, deps);
      }),
      override('shared/steps/sweep/refuse-in-use.ts', 'refuseInUse', () => async () => undefined),
      override('shared/steps/provenance/retired.ts', 'retirementOf', () => async () => ({
        ...{ proven: true, generation: 1 },
      })),
    ],
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'a takeover that moved the traffic says that it moved none',
    breaks: 'S2',
    overrides: [recorded((record) => ({ ...record, moved: false, halfWay: false }))],
    hunt: { in: 'seeds', faults: ['F20', 'F34', 'F1'], aim: 'safety' },
  },
];
