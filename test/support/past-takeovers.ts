/** Builders for earlier takeovers: one that succeeded an hour ago, and the ways in which one fails. */
import type { PastTakeover, TakeoverRecord } from '../../shared/domain/decision/history.ts';
import { aPlan } from './plans.ts';
import { NEW, OLD } from './snapshots.ts';

export function aRecord(overrides: Partial<TakeoverRecord> = {}): TakeoverRecord {
  return {
    outcome: 'taken-over',
    moved: true,
    undone: false,
    answered: true,
    gaveUp: false,
    imageId: 'ami-new',
    from: 'i-older',
    to: OLD.instanceId,
    ...overrides,
  };
}

export function aPastTakeover(overrides: Partial<PastTakeover> = {}): PastTakeover {
  const generation = overrides.generation ?? 1;
  return {
    generation,
    status: 'SUCCEEDED',
    startedAt: '2026-11-21T01:55:00.000Z',
    stoppedAt: '2026-11-21T02:00:00.000Z',
    plan: aPlan({ generation }),
    record: aRecord(),
    ...overrides,
  };
}

const failed = (record: Partial<TakeoverRecord>, overrides: Partial<PastTakeover>): PastTakeover =>
  aPastTakeover({ status: 'FAILED', record: aRecord({ outcome: 'failed', answered: false, ...record }), ...overrides });

/** Nothing was moved: launches were refused, say. */
export const failedBeforeMoving = (overrides: Partial<PastTakeover> = {}): PastTakeover =>
  failed({ moved: false, to: undefined }, overrides);

/** Everything was moved, and the replacement stayed silent until its boot limit. Each generation launched its own. */
export const neverAnswered = (overrides: Partial<PastTakeover> = {}): PastTakeover => {
  const { generation = 1 } = overrides;
  return failed(
    { to: generation === 1 ? NEW.instanceId : `${NEW.instanceId}-g${generation}`, gaveUp: true },
    overrides,
  );
};

/** It had begun to move when AWS stopped answering, and nothing could be rolled back. */
export const failedPartlyApplied = (
  record: Partial<TakeoverRecord> = {},
  overrides: Partial<PastTakeover> = {},
): PastTakeover => failed({ to: NEW.instanceId, halfWay: true, ...record }, overrides);

/** It was killed before it could say what it did. */
export const diedSilently = (overrides: Partial<PastTakeover> = {}): PastTakeover =>
  aPastTakeover({ status: 'ABORTED', record: undefined, ...overrides });
