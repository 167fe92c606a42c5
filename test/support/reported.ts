/** Builders for what is notified: executions and their records, conditions, and one message of each kind. */
import type { HoldReason } from '../../shared/domain/decision/hold-reason.ts';
import { conditionMessage, type SweptCondition } from '../../shared/domain/messages/conditions.ts';
import { failoverFailed, takeoverDied } from '../../shared/domain/messages/execution-died.ts';
import { heldMessage } from '../../shared/domain/messages/held.ts';
import { imageProtected } from '../../shared/domain/messages/image-protected.ts';
import { imageUnproven } from '../../shared/domain/messages/image-unproven.ts';
import type { Message } from '../../shared/domain/messages/message.ts';
import type {
  ReportedExecution,
  ReportedPlan,
  ReportedRecord,
  Standing,
} from '../../shared/domain/messages/reported.ts';
import { type ReportedRotation, rotationFailed } from '../../shared/domain/messages/rotation-failed.ts';
import { rotationHeld } from '../../shared/domain/messages/rotation-held.ts';
import { serviceSilent } from '../../shared/domain/messages/service-silent.ts';
import { serviceUnasked } from '../../shared/domain/messages/service-unasked.ts';
import { takeoverFailed } from '../../shared/domain/messages/takeover-failed.ts';
import { takeoverStarted } from '../../shared/domain/messages/takeover-started.ts';
import { takeoverSucceeded } from '../../shared/domain/messages/takeover-succeeded.ts';
import { aRecord } from './past-takeovers.ts';
import { aPlan } from './plans.ts';
import { NEW, OLD } from './snapshots.ts';

const EXECUTIONS = 'arn:aws:states:ap-northeast-1:123456789012:execution';

export const aReportedExecution = (overrides: Partial<ReportedExecution> = {}): ReportedExecution => ({
  arn: `${EXECUTIONS}:failover-dev-takeover:takeover-sophos-g1`,
  status: 'SUCCEEDED',
  startedAt: '2026-11-21T03:00:05.000Z',
  stoppedAt: '2026-11-21T03:02:30.000Z',
  ...overrides,
});

/** Of the takeover of `aPlan`, which answered. */
export const aReportedRecord = (overrides: Partial<ReportedRecord> = {}): ReportedRecord => ({
  ...aRecord({ from: OLD.instanceId, to: NEW.instanceId }),
  zone: 'ap-northeast-1c',
  imageAgeHours: 6,
  seconds: { detect: 30, decide: 3, launch: 20, boot: 120, move: 2.5, stop: 0.5, verify: 117.5, outage: 175 },
  changes: [{ at: '2026-11-21T03:00:26.000Z', change: 'address', from: OLD.instanceId, to: NEW.instanceId }],
  problems: [],
  ...overrides,
});

export const aFailedRecord = (overrides: Partial<ReportedRecord> = {}): ReportedRecord =>
  aReportedRecord({ outcome: 'failed', moved: false, answered: false, to: undefined, zone: undefined, ...overrides });

export const started = (overrides: Partial<ReportedPlan> = {}): Message =>
  takeoverStarted(aPlan(overrides), aReportedExecution({ status: 'RUNNING', stoppedAt: undefined }));

export const succeeded = (record: Partial<ReportedRecord> = {}, plan: Partial<ReportedPlan> = {}): Message =>
  takeoverSucceeded({
    ...{ appliance: 'sophos', plan: aPlan(plan), record: aReportedRecord(record) },
    execution: aReportedExecution(),
  });

export const atOld: Standing = { reading: 'read', instanceId: OLD.instanceId };
export const atNew: Standing = { reading: 'read', instanceId: NEW.instanceId };

export const failed = (record: Partial<ReportedRecord>, standing: Standing = atOld): Message =>
  takeoverFailed({
    ...{ appliance: 'sophos', plan: aPlan(), record: aFailedRecord(record), standing },
    execution: aReportedExecution({ status: 'FAILED', error: 'TakeoverFailed' }),
  });

export const died = (status: string, standing: Standing, plan: ReportedPlan | undefined = aPlan()): Message =>
  takeoverDied({ appliance: 'sophos', plan, standing, execution: aReportedExecution({ status }) });

const NO_PLACE = 'subnets: none of the 2 subnets lies in another zone than ap-northeast-1a';

export const undecided = (): Message =>
  failoverFailed({
    appliance: 'sophos',
    execution: aReportedExecution({
      ...{ arn: `${EXECUTIONS}:failover-dev-failover:sweep-sophos-20261121T0300`, status: 'FAILED' },
      ...{ error: 'RefusedError', cause: NO_PLACE },
    }),
  });

export const aRotation = (overrides: Partial<ReportedExecution> = {}): ReportedExecution =>
  aReportedExecution({ arn: `${EXECUTIONS}:failover-dev-rotation:e-7`, ...overrides });

export const rotationGone = (): Message =>
  rotationFailed({
    ...{ appliance: 'sophos', record: undefined },
    execution: aRotation({ status: 'TIMED_OUT', error: 'States.Timeout' }),
  });

export const rotationBroken = (record: Partial<ReportedRotation>): Message =>
  rotationFailed({
    ...{ appliance: 'sophos', execution: aRotation({ status: 'FAILED', error: 'RotationFailed' }) },
    record: { outcome: 'failed', requestedBy: 'schedule', problems: [], ...record },
  });

/** For its second night. */
export const rotationWaits = (record: Partial<ReportedRotation> = {}): Message =>
  rotationHeld({
    ...{ appliance: 'sophos', execution: aRotation() },
    record: {
      ...{ outcome: 'held', because: 'paused', detail: 'sophos is paused until 2026-12-01T09:00:00.000Z' },
      ...{ requestedBy: 'schedule', nights: 2, since: '2026-11-20T03:00:00.000Z', problems: [] },
      newestGood: { found: 'read', answer: { imageId: 'ami-new', takenAt: '2026-11-19T03:00:00.000Z' } },
      ...record,
    },
  });

export const imagesProtected = (...imageIds: string[]): Message =>
  imageProtected({ appliance: 'sophos', imageIds, execution: aRotation() });

export const rotationUnproven = (unproven: string): Message =>
  imageUnproven({
    ...{ appliance: 'sophos', execution: aRotation() },
    record: {
      ...{ outcome: 'rotated', problems: [`not proven tonight: ${unproven}`], unproven },
      image: { imageId: 'ami-new', name: 'sophos_20261121_0300' },
    },
  });

const NO_ANSWER = 'both status checks pass, and nothing answers tcp 443 after 1200 s: no answer in 2000 ms';

export const serviceUnheard = (): Message =>
  serviceSilent({
    ...{ appliance: 'sophos', execution: aRotation() },
    record: {
      ...{ outcome: 'rotated', problems: [], image: { imageId: 'ami-new', name: 'sophos_20261121_0300' } },
      proven: { outcome: 'booted', booted: true, service: 'silent', detail: `i-proof: ${NO_ANSWER}` },
    },
  });

export const serviceNotAsked = (unasked: string): Message =>
  serviceUnasked({
    ...{ appliance: 'sophos', execution: aRotation() },
    record: {
      ...{ outcome: 'rotated', problems: [], image: { imageId: 'ami-new', name: 'sophos_20261121_0300' }, unasked },
      proven: { outcome: 'booted', booted: true, service: 'not verified', detail: 'i-proof: both status checks pass' },
    },
  });

/** One that boots as well as the one before it, which answered. */
export const rotationSilent = (): Message =>
  rotationBroken({
    failure: `its service did not answer: i-proof: ${NO_ANSWER}`,
    image: { imageId: 'ami-new', name: 'sophos_20261121_0300' },
    proven: { outcome: 'failed', booted: true, service: 'silent', detail: `i-proof: ${NO_ANSWER}` },
  });

const SUSPECT = { instance: 'running', status: 'ok', probe: 'failing', health: 'suspect' };

/** `detail` is `why` unless a test says otherwise. */
export const held = (because: HoldReason, detail = 'why', evidence: Record<string, unknown> = SUSPECT): Message => {
  const arn = `${EXECUTIONS}:failover-dev-failover:e-3`;
  const message = heldMessage({
    ...{ appliance: 'sophos', because, detail, evidence, execution: aReportedExecution({ arn }) },
  });
  if (!message) throw new Error(`${because} is not notified`);
  return message;
};

export const conditionOf = (kind: SweptCondition['kind'], ...details: string[]): Message =>
  conditionMessage(kind, {
    ...{ appliance: 'sophos', allocationId: 'eipalloc-1', publicIp: '203.0.113.10' },
    conditions: details.map((detail) => ({ kind, about: detail, detail })),
  });

/** As a mail shows it. */
export const asMail = ({ subject, text }: Message): string => `Subject: ${subject}\n\n${text}`;

/** The deployment that the mails of the tests come from. */
export const SENDER = { stage: 'dev', account: '123456789012', region: 'ap-northeast-1' };
