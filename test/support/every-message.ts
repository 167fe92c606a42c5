/** One message of each kind, built from a document of plain values, so that a test can put any text into any field. */
import type { HoldReason } from '../../shared/domain/decision/hold-reason.ts';
import { alarmRaised } from '../../shared/domain/messages/alarm-raised.ts';
import { conditionMessage, type SweptCondition } from '../../shared/domain/messages/conditions.ts';
import { failoverFailed, takeoverDied } from '../../shared/domain/messages/execution-died.ts';
import { heldMessage } from '../../shared/domain/messages/held.ts';
import { imageProtected } from '../../shared/domain/messages/image-protected.ts';
import { imageUnknown } from '../../shared/domain/messages/image-unknown.ts';
import { imageUnproven } from '../../shared/domain/messages/image-unproven.ts';
import type { Message, MessageKind } from '../../shared/domain/messages/message.ts';
import type { ReportedPlan } from '../../shared/domain/messages/reported.ts';
import { type ReportedRotation, rotationFailed } from '../../shared/domain/messages/rotation-failed.ts';
import { rotationHeld } from '../../shared/domain/messages/rotation-held.ts';
import { serviceSilent } from '../../shared/domain/messages/service-silent.ts';
import { serviceUnasked } from '../../shared/domain/messages/service-unasked.ts';
import { takeoverFailed } from '../../shared/domain/messages/takeover-failed.ts';
import { takeoverForged } from '../../shared/domain/messages/takeover-forged.ts';
import { takeoverStarted } from '../../shared/domain/messages/takeover-started.ts';
import { takeoverSucceeded } from '../../shared/domain/messages/takeover-succeeded.ts';
import { imagePruned } from '../../shared/domain/messages/unusual-pruning.ts';
import { aPlan } from './plans.ts';
import { aFailedRecord, aReportedExecution, aReportedRecord, aRotation, atOld } from './reported.ts';

/** A builder with what it is given; `build` is called with the document that `given` became. */
export type Built = { given: unknown; build: (given: never) => Message };

const built = <Given>(given: Given, build: (given: Given) => Message): Built => ({ given, build: build as never });

const EXECUTION = { ...aReportedExecution({ status: 'FAILED' }), error: 'States.Timeout', cause: 'why' };
const PLAN: ReportedPlan = {
  ...aPlan({ old: { instanceId: 'i-old', zone: 'ap-northeast-1a', spot: true }, automatic: false }),
  tried: { times: 3, since: '2026-11-21T02:00:00.000Z' },
};

const swept = (kind: SweptCondition['kind']): Built =>
  built(
    {
      ...{ appliance: 'sophos', allocationId: 'eipalloc-1', publicIp: '203.0.113.10' },
      conditions: [
        { about: 'one', detail: 'one' },
        { about: 'two', detail: 'two' },
      ],
    },
    (given) =>
      conditionMessage(kind, { ...given, conditions: given.conditions.map((condition) => ({ kind, ...condition })) }),
  );

const ROTATION: ReportedRotation = {
  ...{ outcome: 'failed', requestedBy: 'ada', detail: 'why', because: 'paused', nights: 2, since: 'then' },
  newestGood: { found: 'read', why: 'why', answer: { imageId: 'ami-1', takenAt: '2026-11-19T03:00:00.000Z' } },
  image: { imageId: 'ami-2', name: 'sophos_1' },
  ...{ unproven: 'why', unasked: 'why', failure: 'why', error: 'RefusedError', problems: ['one', 'two'] },
  pruned: {
    kept: [{ imageId: 'ami-3', because: ['protected'] }],
    reasons: [{ imageId: 'ami-4', because: 'failed' }],
    snapshots: { deleted: ['snap-1'], marked: ['snap-2'] },
  },
};
const OF_ROTATION = { appliance: 'sophos', execution: aRotation(), record: ROTATION };
const PROOF = { outcome: 'failed', booted: false, service: 'silent', detail: 'why' };
const HELD: HoldReason = 'no-holder';

/** A new kind has to be built here, or it does not compile. */
export const EVERY_MESSAGE: Record<MessageKind, Built> = {
  'takeover-started': built({ plan: PLAN, execution: EXECUTION }, ({ plan, execution }) =>
    takeoverStarted(plan, execution),
  ),
  'takeover-succeeded': built(
    { appliance: 'sophos', plan: PLAN, record: aReportedRecord({ problems: ['one'] }), execution: EXECUTION },
    takeoverSucceeded,
  ),
  'takeover-failed': built(
    {
      ...{ appliance: 'sophos', plan: PLAN, execution: EXECUTION, standing: atOld },
      record: aFailedRecord({ failure: 'why', problems: ['one'], to: 'i-new', zone: 'zone' }),
    },
    takeoverFailed,
  ),
  'takeover-died': built({ appliance: 'sophos', plan: PLAN, execution: EXECUTION, standing: atOld }, takeoverDied),
  'takeover-forged': built({ appliance: 'sophos', execution: EXECUTION, why: 'why' }, takeoverForged),
  'failover-failed': built({ appliance: 'sophos', execution: EXECUTION }, failoverFailed),
  'rotation-failed': built(OF_ROTATION, rotationFailed),
  'proof-failed': built({ ...OF_ROTATION, record: { ...ROTATION, proven: PROOF } }, rotationFailed),
  alarm: built({ name: 'one', description: 'why', state: 'ALARM', reason: 'why', at: 'then' }, alarmRaised),
  held: built(
    {
      ...{ appliance: 'sophos', detail: 'why', mode: 'failover', execution: EXECUTION },
      evidence: { instance: 'running', list: ['one'], nested: { word: 'one' } },
    },
    (given) => {
      const message = heldMessage({ because: HELD, ...given });
      if (!message) throw new Error(`${HELD} is notified`);
      return message;
    },
  ),
  'rotation-held': built(OF_ROTATION, rotationHeld),
  'image-protected': built({ appliance: 'sophos', imageIds: ['one', 'two'], execution: EXECUTION }, imageProtected),
  'image-unknown': built({ appliance: 'sophos', ids: ['ami-1', 'snap-1'], execution: EXECUTION }, imageUnknown),
  'image-pruned': built({ appliance: 'sophos', details: ['one', 'two'], execution: EXECUTION }, imagePruned),
  'image-unproven': built(OF_ROTATION, imageUnproven),
  'service-silent': built({ ...OF_ROTATION, record: { ...ROTATION, proven: PROOF } }, serviceSilent),
  'service-unasked': built(OF_ROTATION, serviceUnasked),
  drift: swept('drift'),
  zombie: swept('zombie'),
  leftover: swept('leftover'),
  'leftover-proof': swept('leftover-proof'),
  'standby-dead': swept('standby-dead'),
  'standby-stale': swept('standby-stale'),
  'not-adopted': swept('not-adopted'),
  'auto-recovery': swept('auto-recovery'),
  'probe-unproven': swept('probe-unproven'),
  'two-active': swept('two-active'),
  'malformed-tag': swept('malformed-tag'),
  'no-provenance': swept('no-provenance'),
  'foreign-owner': swept('foreign-owner'),
  'foreign-template': swept('foreign-template'),
  'duty-failing': swept('duty-failing'),
  maintenance: swept('maintenance'),
  'not-ready': swept('not-ready'),
};

/** Where texts are in a document, as paths. */
export function textPathsIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textPathsIn(inner, [...path, key]));
}

/** A copy with another text at these paths. */
export function withText(document: unknown, paths: string[][], text: string): unknown {
  const copy: unknown = structuredClone(document);
  for (const path of paths) {
    const holder = path.slice(0, -1).reduce((at, key) => Reflect.get(Object(at), key), copy);
    Reflect.set(Object(holder), path.at(-1) ?? '', text);
  }
  return copy;
}
